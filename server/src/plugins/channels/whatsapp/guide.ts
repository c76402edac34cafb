import { basicsAt, neverExpires, systemUsers, webhookWires } from '../../graph/guide.ts';
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
      path: systemUsers,
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
      ticks: [neverExpires, 'whatsapp_business_messaging', 'whatsapp_business_management'],
    },
    basicsAt(4, false),
    {
      step: 6,
      path: {
        'pt-BR': 'WhatsApp → Configuração → Webhook',
        en: 'WhatsApp → Configuration → Webhook',
        es: 'WhatsApp → Configuración → Webhook',
      },
      wires: webhookWires,
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
