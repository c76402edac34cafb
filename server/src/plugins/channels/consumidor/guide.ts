import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Menus: consumidor.gov.br, “Integração e API”. */
export const guide: ChannelGuide = {
  platform: 'Consumidor.gov.br',
  screens: [
    {
      step: 1,
      path: 'Menu → Cadastro → Editar',
      wires: [
        { theirs: 'client_id', ours: 'clientId', to: 'meada' },
        { theirs: 'code', ours: 'code', to: 'meada' },
        { theirs: 'client_secret', ours: 'clientSecret', to: 'meada' },
      ],
    },
    {
      step: 2,
      path: {
        'pt-BR': 'Pessoas vinculadas ao fornecedor',
        en: 'People linked to the supplier',
        es: 'Personas vinculadas al proveedor',
      },
      wires: [{ theirs: 'CPF', ours: 'cpf', to: 'meada' }],
    },
  ],
  samples: { clientId: '20260101000001000', cpf: '123.456.789-09', answers: 'paste' },
};
