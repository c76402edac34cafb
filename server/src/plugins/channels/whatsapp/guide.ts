import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Menus: Meta for Developers, “Cloud API: get started” and “Webhooks”. */
export const guide: ChannelGuide = {
  platform: 'Meta for Developers',
  screens: [
    {
      step: 2,
      path: {
        'pt-BR': 'WhatsApp → Configuração da API',
        en: 'WhatsApp → API setup',
        es: 'WhatsApp → Configuración de la API',
      },
      wires: [
        {
          theirs: {
            'pt-BR': 'ID do número de telefone',
            en: 'Phone number ID',
            es: 'Identificador del número de teléfono',
          },
          ours: 'phoneNumberId',
          to: 'meada',
        },
        {
          theirs: {
            'pt-BR': 'ID da conta do WhatsApp Business',
            en: 'WhatsApp Business account ID',
            es: 'Identificador de la cuenta de WhatsApp Business',
          },
          ours: 'businessAccountId',
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
            'pt-BR': 'Token do usuário do sistema',
            en: 'System user’s token',
            es: 'Token del usuario del sistema',
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
        'whatsapp_business_messaging',
        'whatsapp_business_management',
      ],
    },
    {
      step: 4,
      path: {
        'pt-BR': 'Configurações do aplicativo → Básico',
        en: 'App settings → Basic',
        es: 'Configuración de la aplicación → Básica',
      },
      wires: [
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
      step: 6,
      path: {
        'pt-BR': 'WhatsApp → Configuração → Webhook',
        en: 'WhatsApp → Configuration → Webhook',
        es: 'WhatsApp → Configuración → Webhook',
      },
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
      ticks: [
        {
          'pt-BR': 'Campos do webhook: messages',
          en: 'Webhook fields: messages',
          es: 'Campos del webhook: messages',
        },
      ],
    },
  ],
  samples: {
    phoneNumber: '+55 41 3333-4444',
    phoneNumberId: '106540352242922',
    businessAccountId: '102290129340398',
  },
};
