import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. */
export const guide: ChannelGuide = {
  platform: { 'pt-BR': 'Painel do provedor', en: 'The provider’s panel', es: 'Panel del proveedor' },
  screens: [
    {
      step: 2,
      path: {
        'pt-BR': 'Chaves ou integrações (API)',
        en: 'Keys or integrations (API)',
        es: 'Claves o integraciones (API)',
      },
      wires: [
        {
          theirs: { 'pt-BR': 'Chave (token) da API', en: 'API key (token)', es: 'Clave (token) de la API' },
          ours: 'gatewaySecret',
          to: 'meada',
        },
        {
          theirs: {
            'pt-BR': 'Número ou nome do remetente',
            en: 'Sender’s number or name',
            es: 'Número o nombre del remitente',
          },
          ours: 'from',
          to: 'meada',
        },
      ],
    },
    {
      step: 3,
      path: {
        'pt-BR': 'Endereço de retorno (webhook)',
        en: 'Return address (webhook)',
        es: 'Dirección de retorno (webhook)',
      },
      wires: [
        {
          theirs: {
            'pt-BR': 'Respostas e situações',
            en: 'Answers and statuses',
            es: 'Respuestas y estados',
          },
          ours: 'webhook',
          to: 'platform',
          value: 'https://…/hooks/…?secret=…',
        },
        {
          theirs: {
            'pt-BR': 'Segredo, no fim do endereço',
            en: 'Secret, at the address’s end',
            es: 'Secreto, al final de la dirección',
          },
          ours: 'hookSecret',
          to: 'platform',
        },
      ],
    },
  ],
  samples: { from: '27182' },
};
