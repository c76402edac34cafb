import { basicsAt, neverExpires, systemUsers, webhookWires } from '../../graph/guide.ts';
import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Menus: Meta for Developers, “Messenger Platform: webhooks”. */
export const guide: ChannelGuide = {
  platform: 'Meta for Developers',
  screens: [
    basicsAt(2),
    {
      step: 3,
      path: systemUsers,
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
      ticks: [neverExpires],
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
      wires: webhookWires,
      ticks: ['messages, messaging_postbacks, feed, mention, ratings…'],
    },
  ],
  samples: { username: 'minhaloja', pageId: '104857309912345', appId: '918273645546372' },
};
