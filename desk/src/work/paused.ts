import { createStore } from '../live/store.ts';

/** Conversations whose work is paused while somebody is on the line; the list marks them. */
export const paused = createStore<ReadonlySet<string>>(new Set());
