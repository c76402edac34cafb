import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Names: docs.x.com, “API Key and Secret” and “App permissions”. */
export const guide: ChannelGuide = {
  platform: 'developer.x.com',
  screens: [
    {
      step: 1,
      path: 'User authentication settings → App permissions',
      ticks: ['Read and write and Direct message'],
    },
    {
      step: 2,
      path: 'Keys and tokens',
      wires: [
        { theirs: 'API key', ours: 'consumerKey', to: 'meada' },
        { theirs: 'API key secret', ours: 'consumerSecret', to: 'meada' },
      ],
    },
    {
      step: 3,
      path: {
        'pt-BR': 'Keys and tokens, com a conta de atendimento',
        en: 'Keys and tokens, signed in as the service account',
        es: 'Keys and tokens, con la cuenta de atención',
      },
      wires: [
        { theirs: 'Access token', ours: 'serviceToken', to: 'meada' },
        { theirs: 'Access token secret', ours: 'serviceTokenSecret', to: 'meada' },
      ],
    },
    {
      step: 3,
      path: {
        'pt-BR': 'Keys and tokens, com a conta da marca',
        en: 'Keys and tokens, signed in as the brand account',
        es: 'Keys and tokens, con la cuenta de la marca',
      },
      wires: [
        { theirs: 'Access token', ours: 'brandToken', to: 'meada' },
        { theirs: 'Access token secret', ours: 'brandTokenSecret', to: 'meada' },
      ],
    },
  ],
  samples: { serviceUsername: 'minhaloja_ajuda', brandUsername: 'minhaloja' },
};
