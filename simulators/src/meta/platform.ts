import type { Platform, Scene } from '../platform.ts';
import { inboxOf } from './inbox.ts';
import { startMeta } from './index.ts';
import { metaPhone } from './phone.ts';
import type { Network } from './state.ts';

const platformOf = (network: Network, scene: Scene): Platform => ({
  name: network,
  async start(port) {
    const platform = await startMeta({ network, port });
    return {
      ...{ url: platform.url, allow: platform.allow, app: metaPhone(platform), stop: platform.stop },
      inboxes: (link) => [inboxOf(platform, link)],
      scenes: [scene],
    };
  },
});

/** Both networks as parts of the demo's outside world. */
export const instagramPlatform = platformOf('instagram', {
  path: '/control/instagram/send',
  body: {
    customer: 'bruno',
    to: 'public',
    text: 'Comprei há 15 dias e até agora nada. Vocês não respondem ninguém? 😡',
  },
  answer: null,
  resolved: false,
});
export const facebookPlatform = platformOf('facebook', {
  path: '/control/facebook/send',
  body: { customer: 'ana', to: 'public', text: 'Que cores lindas! Tem em algodão também?' },
  answer: 'Oi, Ana! Tem sim: são 12 cores em algodão, todas na loja. 🧶',
  resolved: true,
});
