import type { Platform } from '../platform.ts';
import { inboxesOf } from './inbox.ts';
import { startSms } from './index.ts';
import { smsPhone } from './phone.ts';

/** The text messages of the demo: a provider's number for talking, a gateway for notices. */
export const sms: Platform = {
  name: 'sms',
  start: async (port) => {
    const network = await startSms({ port });
    return {
      url: network.url,
      allow: network.allow,
      app: smsPhone(network),
      inboxes: () => inboxesOf(network),
      scenes: [
        {
          path: '/control/sms/send',
          body: { customer: 'ana', to: network.account.number, text: 'Oi, meu pedido já saiu para entrega?' },
          answer: 'Oi, Ana! Saiu hoje cedo e chega amanhã. Rastreio: BR123',
          resolved: true,
        },
      ],
      stop: network.stop,
    };
  },
};
