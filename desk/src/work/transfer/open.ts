import { createStore } from '../../live/store.ts';

/** The conversation that is being handed on, by its id. */
export const transferring = createStore<string | null>(null);
export const openTransfer = (conversationId: string): void => transferring.set(() => conversationId);
export const closeTransfer = (): void => transferring.set(() => null);
