import { createStore } from '../../live/store.ts';

/** Messages marked to be moved, of one conversation at a time; null: nothing is being marked. */
export type Selection = { conversationId: string; ids: ReadonlySet<string> } | null;

export const selection = createStore<Selection>(null);

/** Begins to mark messages of a conversation, with the first of them if one was pointed at. */
export function beginSelection(conversationId: string, first?: string): void {
  selection.set(() => ({ conversationId, ids: new Set(first ? [first] : []) }));
}

export const endSelection = (): void => selection.set(() => null);

/** Marks a message, or unmarks it. */
export function toggleSelected(id: string): void {
  selection.set((now) => {
    if (!now) return now;
    const ids = new Set(now.ids);
    if (!ids.delete(id)) ids.add(id);
    return { ...now, ids };
  });
}
