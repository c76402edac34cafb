import { basicsAt, neverExpires, systemUsers, webhookWires } from '../../graph/guide.ts';
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
    basicsAt(3),
    {
      step: 4,
      path: systemUsers,
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
      ticks: [neverExpires],
    },
    {
      step: 6,
      path: 'Webhooks → Instagram',
      wires: webhookWires,
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
