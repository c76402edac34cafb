import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../api/keys.ts';

/** Threads that gained or lost messages in their middle, until they were read anew: nothing known of them is kept. */
const torn = new Set<string>();

/** Has a thread read anew. On a screen the one of before stays until the new one is there. */
export function renewThread(client: QueryClient, id: string): void {
  torn.add(id);
  client.removeQueries({ queryKey: keys.messages(id), type: 'inactive' });
  // An old copy would lead on to where it was merged.
  client.removeQueries({ queryKey: keys.conversation(id), type: 'inactive' });
  for (const queryKey of [keys.messages(id), keys.conversation(id), ['regroupings', id]])
    void client.invalidateQueries({ queryKey });
}

/** Whether what is known of a thread is worth keeping beside the page that was asked for now. */
export const isTorn = (id: string): boolean => torn.has(id);

/** It was read: what comes from now on is joined to it. */
export const mendThread = (id: string): void => void torn.delete(id);
