import { createStore } from '../../live/store.ts';

/** On narrow screens the customer is a page of its own; whether it is the one shown. */
export const panelPage = createStore(false);
