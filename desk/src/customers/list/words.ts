import { createStore } from '../../live/store.ts';

/** What the list was last searched for, so that coming back from a customer finds it as it was left. */
export const words = createStore('');
