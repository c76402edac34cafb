import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. */
export const guide: ChannelGuide = {
  platform: { 'pt-BR': 'O outro sistema', en: 'The other system', es: 'El otro sistema' },
  screens: [
    {
      step: 1,
      path: { 'pt-BR': 'Configuração do webhook', en: 'Webhook settings', es: 'Configuración del webhook' },
      wires: [
        {
          theirs: {
            'pt-BR': 'Segredo das assinaturas (whsec_…)',
            en: 'Signing secret (whsec_…)',
            es: 'Secreto de las firmas (whsec_…)',
          },
          ours: 'secret',
          to: 'platform',
        },
      ],
    },
    {
      step: 2,
      path: { 'pt-BR': 'Mensagens que saem dele', en: 'Messages it sends out', es: 'Mensajes que envía' },
      wires: [
        {
          theirs: { 'pt-BR': 'Endereço de entrega', en: 'Delivery address', es: 'Dirección de entrega' },
          ours: 'webhook',
          to: 'platform',
        },
      ],
      ticks: ['webhook-id · webhook-timestamp · webhook-signature'],
    },
    {
      step: 3,
      path: {
        'pt-BR': 'Respostas que chegam a ele',
        en: 'Answers that reach it',
        es: 'Respuestas que recibe',
      },
      wires: [
        {
          theirs: { 'pt-BR': 'Endereço que recebe', en: 'Receiving address', es: 'Dirección que recibe' },
          ours: 'deliverUrl',
          to: 'meada',
        },
      ],
    },
  ],
  samples: {
    deliverUrl: {
      'pt-BR': 'https://sac.minhaloja.com.br/respostas',
      en: 'https://care.myshop.com/answers',
      es: 'https://sac.mitienda.com/respuestas',
    },
  },
};
