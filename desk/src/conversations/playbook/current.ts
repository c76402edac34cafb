import { createStore } from '../../live/store.ts';

/** The inbox by which the open conversation is being answered: what stands beside the composer follows it. */
export const answeringBy = createStore<string | null>(null);
