import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. */
export const guide: ChannelGuide = {
  platform: null,
  screens: [],
  samples: {
    place: {
      'pt-BR': 'Loja da Rua Riachuelo',
      en: 'Riachuelo Street shop',
      es: 'Tienda de la calle Riachuelo',
    },
  },
};
