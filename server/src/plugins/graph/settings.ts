import type { SettingField } from '@meada/contract/channels';
import type { Settings } from '../../modules/inboxes/port.ts';

/** Graph API v26.0 (29 July 2026) was the current version when this was written; old ones live two years. */
export const defaultGraphUrl = 'https://graph.facebook.com/v26.0';

/** Fields both channels have; each puts its own before and after them. */
export const pageField: SettingField = {
  name: 'pageId',
  type: 'text',
  label: { 'pt-BR': 'ID da página', en: 'Page ID', es: 'Identificador de la página' },
  help: {
    'pt-BR': 'Está em Sobre → Transparência da página, ou no Gerenciador de Negócios da Meta.',
    en: 'Found under About → Page transparency, or in Meta Business Manager.',
    es: 'Está en Información → Transparencia de la página, o en el Administrador comercial de Meta.',
  },
  placeholder: '104512345678901',
  required: true,
};

/** With it the receiving address is registered at the platform when the inbox is saved. */
const appField: SettingField = {
  name: 'appId',
  type: 'text',
  label: { 'pt-BR': 'ID do aplicativo', en: 'App ID', es: 'Identificador de la aplicación' },
  help: {
    'pt-BR':
      'Com ele o endereço de recebimento é registrado na Meta ao salvar; sem ele, cole-o à mão no painel.',
    en: 'With it the receiving address is registered at Meta when you save; without it, paste it in the panel.',
    es: 'Con él la dirección de recepción se registra en Meta al guardar; sin él, péguela a mano en el panel.',
  },
  placeholder: '670840810000000',
  required: false,
};

/** What proves that a request is the platform's; each channel of this platform has both. */
export const proofFields: SettingField[] = [
  {
    name: 'appSecret',
    type: 'secret',
    label: { 'pt-BR': 'Chave secreta do aplicativo', en: 'App secret', es: 'Clave secreta de la aplicación' },
    help: {
      'pt-BR': 'Confere a assinatura de tudo o que chega. Sem ela nada é aceito.',
      en: 'Checks the signature of everything that arrives. Without it nothing is accepted.',
      es: 'Comprueba la firma de todo lo que llega. Sin ella no se acepta nada.',
    },
    required: true,
  },
  {
    name: 'verifyToken',
    type: 'secret',
    label: { 'pt-BR': 'Token de verificação', en: 'Verify token', es: 'Token de verificación' },
    help: {
      'pt-BR': 'Invente uma senha longa e repita a mesma no painel da Meta.',
      en: "Make up a long password and repeat it in Meta's panel.",
      es: 'Invente una contraseña larga y repítala en el panel de Meta.',
    },
    required: true,
  },
];

export const secretFields = (permissions: string): SettingField[] => [
  appField,
  {
    name: 'accessToken',
    type: 'secret',
    label: {
      'pt-BR': 'Token de acesso da página',
      en: 'Page access token',
      es: 'Token de acceso de la página',
    },
    help: {
      'pt-BR': `Sem validade, de um usuário do sistema, com as permissões ${permissions}.`,
      en: `Without expiry, of a system user, with the permissions ${permissions}.`,
      es: `Sin vencimiento, de un usuario del sistema, con los permisos ${permissions}.`,
    },
    required: true,
  },
  ...proofFields,
];

/** Addresses that only a test or a proxy changes. */
export const addressFields = (linkUrl: string): SettingField[] => [
  {
    name: 'graphUrl',
    type: 'url',
    label: { 'pt-BR': 'Endereço da Graph API', en: 'Graph API address', es: 'Dirección de la Graph API' },
    required: false,
    default: defaultGraphUrl,
    advanced: true,
  },
  {
    name: 'linkUrl',
    type: 'url',
    label: {
      'pt-BR': 'Endereço dos links para a conversa',
      en: 'Address of links to the chat',
      es: 'Dirección de los enlaces a la conversación',
    },
    required: false,
    default: linkUrl,
    advanced: true,
  },
];

/** The settings as the plug-ins use them; blanks are empty texts, addresses have no slash at the end. */
export type Account = {
  username: string;
  pageId: string;
  accountId: string;
  appId: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  graphUrl: string;
  linkUrl: string;
};

/** Reads the settings form; never throws, a missing value is an empty text. */
export function accountOf(settings: Settings): Account {
  const value = (name: string) => {
    const given = settings[name];
    return typeof given === 'string' ? given.trim() : '';
  };
  const address = (name: string) => value(name).replace(/\/+$/, '');
  return {
    username: value('username').replace(/^@/, ''),
    pageId: value('pageId'),
    accountId: value('accountId'),
    appId: value('appId'),
    accessToken: value('accessToken'),
    appSecret: value('appSecret'),
    verifyToken: value('verifyToken'),
    graphUrl: address('graphUrl') || defaultGraphUrl,
    linkUrl: address('linkUrl'),
  };
}
