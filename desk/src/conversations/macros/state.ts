import { createStore } from '../../live/store.ts';

/** Which conversation macros are chosen for, and which one already is. */
export const macroPanel = createStore<{ conversationId: string; macroId: string | null } | null>(null);

/** Opens the choice of macros for a conversation, or the preview of one. */
export const openMacros = (conversationId: string, macroId: string | null = null): void =>
  macroPanel.set(() => ({ conversationId, macroId }));
export const closeMacros = (): void => macroPanel.set(() => null);
