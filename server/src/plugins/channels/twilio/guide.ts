import type { ChannelGuide } from '../drawing.ts';

/** What the guide’s pictures are made of. Names: Twilio’s help, “Configure a phone number to receive messages”. */
export const guide: ChannelGuide = {
  platform: 'Twilio Console',
  screens: [
    {
      step: 1,
      path: 'Account Info',
      wires: [
        { theirs: 'Account SID', ours: 'accountSid', to: 'meada' },
        { theirs: 'Auth Token', ours: 'authToken', to: 'meada' },
      ],
    },
    {
      step: 2,
      path: 'Phone Numbers → Manage → Active numbers',
      wires: [{ theirs: 'Phone number', ours: 'from', to: 'meada' }],
    },
    {
      step: 3,
      path: 'Active numbers → Configure → Messaging Configuration',
      wires: [{ theirs: 'A message comes in: Webhook, HTTP POST', ours: 'webhook', to: 'platform' }],
    },
  ],
  samples: { accountSid: 'AC0123456789abcdef0123456789abcdef', from: '+55 41 93333-0101' },
};
