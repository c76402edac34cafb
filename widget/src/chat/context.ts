import type { Locale } from '@meada/contract/primitives';
import type { Bridge } from '../bridge.ts';
import type { Keep } from '../core/keep.ts';
import type { Texts } from '../core/texts.ts';
import type { Api, Identify } from '../net/api.ts';
import type { Live } from '../net/live.ts';
import type { Store } from './state.ts';

/** What the parts of the chat share. Filled once at the start, in `app.tsx`. */
export type Context = {
  bridge: Bridge;
  keep: Keep;
  store: Store;
  api: Api;
  live: Live;
  locale: Locale;
  texts: Texts;
  /** Cursor of the last frame seen. */
  cursor: string | null;
  /** What the site vouches for, until the server has heard it. */
  identify: Identify | null;
  /** Counts the visitors forgotten in this page: answers asked for in an earlier era are dropped. */
  era: number;
  /** A token the server does not know any more. */
  stale: string | null;
  /** Begins or resumes the visit, with a new token where the old one is not good any more. */
  renew(): void;
  /** Tells the page (`Meada('on', …)`). */
  emit(name: string, value?: unknown): void;
};
