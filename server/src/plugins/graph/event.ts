import type { Address } from '@meada/contract/channels';
import type { Raw } from './json.ts';
import type { Platform, Setting } from './platform.ts';

/** One thing of `entry[].messaging[]` with its people. */
export type Event = Setting & { platform: Platform; item: Raw; from?: Address; to?: Address };
