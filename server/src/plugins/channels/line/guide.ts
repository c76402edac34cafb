import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Names: developers.line.biz, “Building a bot”. */
export const guide: ChannelGuide = {
  platform: 'developers.line.biz',
  screens: [
    {
      step: 2,
      path: 'Basic settings',
      wires: [{ theirs: 'Channel secret', ours: 'channelSecret', to: 'meada' }],
    },
    {
      step: 3,
      path: 'Messaging API',
      wires: [
        { theirs: 'Bot basic ID', ours: 'basicId', to: 'meada' },
        { theirs: 'Channel access token (long-lived)', ours: 'accessToken', to: 'meada' },
      ],
    },
    {
      step: 5,
      path: 'Messaging API → Webhook settings',
      wires: [{ theirs: 'Webhook URL', ours: 'webhook', to: 'platform' }],
      ticks: ['Use webhook', 'Webhook redelivery'],
    },
  ],
  samples: { basicId: '@minhaloja' },
};
