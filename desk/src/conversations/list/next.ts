import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { preferences } from '../../shell/preferences.ts';

/** Ids of the conversations as the list shows them. */
let listed: readonly string[] = [];

/** Says what the list shows. */
export function useListed(items: readonly { id: string }[]): void {
  useEffect(() => {
    listed = items.map(({ id }) => id);
  }, [items]);
}

/** The one below, or above the last; null when nothing else is listed. Pure. */
export function nextIn(ids: readonly string[], id: string): string | null {
  const at = ids.indexOf(id);
  return at === -1 ? null : (ids[at + 1] ?? ids[at - 1] ?? null);
}

/**
 * Where to go on once a conversation is done with: asked before it leaves the list, gone to when it has. Null: the person stays
 * where they are, which they chose.
 */
export function useNext(): (id: string, status: string) => (() => void) | null {
  const navigate = useNavigate();
  return (id, status) => {
    if (!preferences.get().goesOn || (status !== 'resolved' && status !== 'pending')) return null;
    const conversationId = nextIn(listed, id);
    if (conversationId === null) return () => void navigate({ to: '/conversations', search: (all) => all });
    return () =>
      void navigate({
        to: '/conversations/$conversationId',
        params: { conversationId },
        search: (all) => all as object,
      });
  };
}
