import type { Setup } from '../platform.ts';
import type { X } from './index.ts';

/** What the demo shop's inbox of this platform is set up with; worthless outside this machine. */
export const inboxOf = (platform: Pick<X, 'settings'>, linkUrl: string): Setup => ({
  channel: 'x',
  name: 'X da loja',
  settings: { ...platform.settings, linkUrl },
});
