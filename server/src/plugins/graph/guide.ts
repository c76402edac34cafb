import type { Screen, Wire, Words } from '../channels/drawing.ts';

/** What the guides' pictures of this platform's console have in common. */

/** The app's id and key, on its page of basics; a channel that needs no id leaves it out. */
export const basicsAt = (step: number, appId = true): Screen => ({
  step,
  path: {
    'pt-BR': 'Configurações do aplicativo → Básico',
    en: 'App settings → Basic',
    es: 'Configuración de la aplicación → Básica',
  },
  wires: [...(appId ? [idOfApp] : []), keyOfApp],
});

const idOfApp: Wire = {
  theirs: { 'pt-BR': 'ID do aplicativo', en: 'App ID', es: 'Identificador de la aplicación' },
  ours: 'appId',
  to: 'meada',
};

const keyOfApp: Wire = {
  theirs: { 'pt-BR': 'Chave secreta do aplicativo', en: 'App secret', es: 'Clave secreta de la aplicación' },
  ours: 'appSecret',
  to: 'meada',
};

/** Where tokens without an end are made. */
export const systemUsers: Words = {
  'pt-BR': 'Configurações do negócio → Usuários do sistema',
  en: 'Business settings → System users',
  es: 'Configuración del negocio → Usuarios del sistema',
};

export const neverExpires: Words = {
  'pt-BR': 'Validade do token: nunca',
  en: 'Token expiration: never',
  es: 'Caducidad del token: nunca',
};

/** What the platform is told so that it calls us. */
export const webhookWires: Wire[] = [
  {
    theirs: { 'pt-BR': 'URL de retorno de chamada', en: 'Callback URL', es: 'URL de devolución de llamada' },
    ours: 'webhook',
    to: 'platform',
  },
  {
    theirs: { 'pt-BR': 'Verificar token', en: 'Verify token', es: 'Token de verificación' },
    ours: 'verifyToken',
    to: 'platform',
  },
];
