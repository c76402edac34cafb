import { createStore } from '../../live/store.ts';

/** Conversations in which a message of one's own was refused and waits for a decision; the list marks them. */
export const unsent = createStore<ReadonlySet<string>>(new Set());

/** Conversations in which words of one's own did not arrive at the customer, or nobody knows whether they did. */
export const undelivered = createStore<ReadonlyMap<string, 'failed' | 'unknown'>>(new Map());

/** Messages that can still be taken back and with which the conversation was ended: taken back, it is open again. */
export const endedWith = new Set<string>();
