import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Menus: Meta for Developers, “Instagram Messaging: get started”. */
export const guide: ChannelGuide = {
  platform: 'Meta for Developers',
  screens: [
    {
      step: 1,
      path: {
        'pt-BR':
          'Aplicativo do Instagram → Configurações → Mensagens e respostas a stories → Controles de mensagens → Ferramentas conectadas',
        en: 'Instagram app → Settings → Messages and story replies → Message controls → Connected tools',
        es: 'Aplicación de Instagram → Configuración → Mensajes y respuestas a historias → Controles de mensajes → Herramientas conectadas',
      },
      ticks: [
        {
          'pt-BR': 'Permitir acesso às mensagens',
          en: 'Allow access to messages',
          es: 'Permitir acceso a los mensajes',
        },
      ],
    },
    {
      step: 3,
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
      step: 4,
      path: {
        'pt-BR': 'Configurações do negócio → Usuários do sistema',
        en: 'Business settings → System users',
        es: 'Configuración del negocio → Usuarios del sistema',
      },
      wires: [
        {
          theirs: {
            'pt-BR': 'Token de acesso da página (access_token)',
            en: 'Page access token (access_token)',
            es: 'Token de acceso de la página (access_token)',
          },
          ours: 'accessToken',
          to: 'meada',
        },
        { theirs: 'instagram_business_account', ours: 'accountId', to: 'meada' },
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
      step: 6,
      path: 'Webhooks → Instagram',
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
      ticks: ['messages, message_reactions, comments, mentions…'],
    },
  ],
  samples: {
    username: 'minhaloja',
    accountId: '17841405309211844',
    pageId: '104857309912345',
    appId: '918273645546372',
  },
};
