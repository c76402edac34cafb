import type { Platform } from '../platform.ts';
import { startLine } from './index.ts';
import { linePhone } from './phone.ts';

/** The platform as a part of the demo's outside world. */
export const linePlatform: Platform = {
  name: 'line',
  async start(port) {
    const platform = await startLine({ port });
    return {
      ...{ url: platform.url, allow: platform.allow, app: linePhone(platform), stop: platform.stop },
      inboxes: (linkUrl) => [
        { channel: 'line', name: 'LINE da loja', settings: { ...platform.settings, linkUrl } },
      ],
    };
  },
};
