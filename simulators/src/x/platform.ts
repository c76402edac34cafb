import type { Platform } from '../platform.ts';
import { inboxOf } from './inbox.ts';
import { startX } from './index.ts';
import { xPhone } from './phone.ts';

/** The platform as a part of the demo's outside world. */
export const xPlatform: Platform = {
  name: 'x',
  async start(port) {
    const platform = await startX({ port });
    return {
      ...{ url: platform.url, allow: platform.allow, app: xPhone(platform), stop: platform.stop },
      inboxes: (link) => [inboxOf(platform, link)],
      scenes: [
        {
          path: '/control/x/send',
          body: {
            customer: 'ana',
            to: 'public',
            text: '@fiomeada comprei um kit de tricô há 12 dias e até agora NADA. Alguém responde aqui? 😡',
          },
          answer: null,
          resolved: false,
        },
      ],
    };
  },
};
