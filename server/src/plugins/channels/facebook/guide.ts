import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Menus: Meta for Developers, “Messenger Platform: webhooks”. */
export const guide: ChannelGuide = {
  platform: 'Meta for Developers',
  screens: [
    {
      step: 2,
      path: {
        'pt-BR': 'Configurações do aplicativo → Básico',
        en: 'App settings → Basic',
        es: 'Configuración de la aplicación → Básica',
      },
      wires: [
        {
          theirs: { 'pt-BR': 'ID do aplicativo', en: 'App ID', es: 'Identificador de la aplicación' },
          ours: 'appId',
          to: 'meada',
        },
        {
          theirs: {
            'pt-BR': 'Chave secreta do aplicativo',
            en: 'App secret',
            es: 'Clave secreta de la aplicación',
          },
          ours: 'appSecret',
          to: 'meada',
        },
      ],
    },
    {
      step: 3,
      path: {
        'pt-BR': 'Configurações do negócio → Usuários do sistema',
        en: 'Business settings → System users',
        es: 'Configuración del negocio → Usuarios del sistema',
      },
      wires: [
        {
          theirs: {
            'pt-BR': 'Token de acesso da página (resposta a GET /ID-DA-PÁGINA)',
            en: 'Page access token (answer to GET /PAGE-ID)',
            es: 'Token de acceso de la página (respuesta a GET /ID-DE-LA-PÁGINA)',
          },
          ours: 'accessToken',
          to: 'meada',
        },
      ],
      ticks: [
        {
          'pt-BR': 'Validade do token: nunca',
          en: 'Token expiration: never',
          es: 'Caducidad del token: nunca',
        },
      ],
    },
    {
      step: 4,
      path: {
        'pt-BR': 'A página → Sobre → Transparência da página',
        en: 'The page → About → Page transparency',
        es: 'La página → Información → Transparencia de la página',
      },
      wires: [
        {
          theirs: { 'pt-BR': 'ID da página', en: 'Page ID', es: 'Identificador de la página' },
          ours: 'pageId',
          to: 'meada',
        },
      ],
    },
    {
      step: 5,
      path: { 'pt-BR': 'Webhooks → Página', en: 'Webhooks → Page', es: 'Webhooks → Página' },
      wires: [
        {
          theirs: {
            'pt-BR': 'URL de retorno de chamada',
            en: 'Callback URL',
            es: 'URL de devolución de llamada',
          },
          ours: 'webhook',
          to: 'platform',
        },
        {
          theirs: { 'pt-BR': 'Verificar token', en: 'Verify token', es: 'Token de verificación' },
          ours: 'verifyToken',
          to: 'platform',
        },
      ],
      ticks: ['messages, messaging_postbacks, feed, mention, ratings…'],
    },
  ],
  samples: { username: 'minhaloja', pageId: '104857309912345', appId: '918273645546372' },
};
