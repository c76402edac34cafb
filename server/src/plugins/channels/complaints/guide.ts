import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. */
export const guide: ChannelGuide = {
  platform: { 'pt-BR': 'Site de reclamações', en: 'Complaint site', es: 'Sitio de reclamos' },
  screens: [
    {
      step: 2,
      path: {
        'pt-BR': 'Site de reclamações → avisos por e-mail',
        en: 'Complaint site → notices by e-mail',
        es: 'Sitio de reclamos → avisos por correo',
      },
      wires: [
        {
          theirs: {
            'pt-BR': 'E-mail que recebe os avisos',
            en: 'E-mail that gets the notices',
            es: 'Correo que recibe los avisos',
          },
          ours: 'address',
          to: 'platform',
        },
      ],
    },
    {
      step: 2,
      path: {
        'pt-BR': 'Se o endereço não pode mudar: seu provedor de e-mail',
        en: 'If the address cannot change: your mail provider',
        es: 'Si la dirección no puede cambiar: su proveedor de correo',
      },
      wires: [
        {
          theirs: {
            'pt-BR': 'Redirecionar os avisos para',
            en: 'Redirect the notices to',
            es: 'Redirigir los avisos a',
          },
          ours: 'address',
          to: 'platform',
        },
      ],
      ticks: [
        {
          'pt-BR': 'Redirecionar, não encaminhar como anexo',
          en: 'Redirect, do not forward as attachment',
          es: 'Redirigir, no reenviar como adjunto',
        },
      ],
    },
    {
      step: 3,
      path: { 'pt-BR': 'Remetente dos avisos', en: 'Sender of the notices', es: 'Remitente de los avisos' },
      wires: [
        {
          theirs: { 'pt-BR': 'Domínio depois do @', en: 'Domain after the @', es: 'Dominio después del @' },
          ours: 'sites',
          to: 'meada',
          value: 'reclameaqui.com.br',
        },
      ],
    },
  ],
  samples: {
    sites: 'Reclame Aqui | reclameaqui.com.br | 10 úteis | 10',
    address: {
      'pt-BR': 'reclamacoes@meada.minhaloja.com.br',
      en: 'complaints@meada.myshop.com',
      es: 'reclamos@meada.mitienda.com',
    },
  },
};
