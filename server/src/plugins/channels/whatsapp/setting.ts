import type { Raw } from './read.ts';

/** What a parser knows beside the item: the change it came in, and when we received it. */
export type Setting = { value: Raw; field: string; at: string; phoneNumber: string };
