import type { Conversation } from '@meada/contract/routes/conversations';
import { scheduleMessage } from '@meada/contract/routes/scheduled';
import type { Me } from '@meada/contract/routes/session';
import type { Scheduled } from '@meada/contract/scheduled';
import type { QueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import type { Later, Pending } from '../composer/pending.ts';

/** Seconds in which this person can take back what they send there; a note to colleagues is edited instead. */
export function undoOf(me: Me, letter: boolean, internal: boolean): number {
  if (internal) return 0;
  return (letter ? me.undo?.letters : me.undo?.chats) ?? 0;
}

/** Puts what waits into the conversation as the cache has it, or takes it out. */
export function applyScheduled(
  client: QueryClient,
  id: string,
  change: (list: Scheduled[]) => Scheduled[],
): void {
  client.setQueryData<Conversation>(
    keys.conversation(id),
    (now) => now && { ...now, scheduled: change(now.scheduled) },
  );
}

/** Hands it to the server, which keeps it whatever becomes of this tab; the thread shows it, and the way back. */
export async function keepForLater(client: QueryClient, pending: Pending, later: Later): Promise<void> {
  const { conversationId, clientId, body } = pending;
  const { rest, ...how } = later;
  const { scheduled } = await call(scheduleMessage, {
    params: { id: conversationId },
    body: { clientId, messages: [body, ...rest], ...how },
  });
  if (!scheduled) return void client.invalidateQueries({ queryKey: keys.messages(conversationId) });
  const kept = scheduled as Scheduled;
  applyScheduled(client, conversationId, (list) => [...list.filter((one) => one.id !== kept.id), kept]);
}
