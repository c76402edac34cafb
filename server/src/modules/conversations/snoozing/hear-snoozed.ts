import type { WakeEvent } from '@meada/contract/routes/conversations';
import { type RawBuilder, sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { LoggedEvent } from '../../../kernel/events/log.ts';
import { lockSeen } from '../store.ts';
import { wake } from './wake.ts';

/**
 * Wakes what waits for something that happened: a colleague's note, the call, the last open task. A customer who writes
 * wakes a conversation where their message is read; here whoever had put it aside is rung.
 */
export async function hearSnoozed(kernel: Kernel, events: LoggedEvent[]): Promise<void> {
  const byOrg = Map.groupBy(
    events.filter((event) => eventOf(event) !== null || isPutAside(event)),
    (event) => event.orgId,
  );
  for (const [orgId, list] of byOrg)
    await inTransaction(kernel, systemActor(orgId), async (ctx) => {
      const aside = list.filter(isPutAside).flatMap(({ conversationId }) => conversationId ?? []);
      for (const name of aside.length > 0 ? overBefore : [])
        await wakeFor(ctx, name, { ids: aside, messageIds: [] });
      for (const [name, group] of Map.groupBy(list, eventOf)) {
        const ids = group.flatMap((event) => event.conversationId ?? []);
        if (name === 'answer') await ringAwake(ctx, ids);
        else if (name)
          await wakeFor(ctx, name, { ids, messageIds: group.map(({ facts }) => facts.messageId) });
      }
    });
}

/** What may have ended in the moment in which somebody put a conversation aside for it: its own event came too early. */
const overBefore = ['callback', 'task'] as const;

const isPutAside = ({ name, facts }: LoggedEvent): boolean =>
  name === 'conversation.changed' && Array.isArray(facts.what) && facts.what.includes('status');

/** What a conversation might wait for, of which an event tells. */
function eventOf({ name, facts, conversationId }: LoggedEvent): WakeEvent | null {
  if (conversationId === null) return null;
  if (name === 'callback.changed') return facts.state === 'open' ? null : 'callback';
  if (name === 'task.changed') return facts.what === 'done' || facts.what === 'dropped' ? 'task' : null;
  if (name !== 'message.created') return null;
  if (facts.authorKind === 'customer') return 'answer';
  return facts.authorKind === 'person' && facts.visibility === 'internal' ? 'note' : null;
}

type Happened = { ids: string[]; messageIds: unknown[] };

/** Whether what a conversation `c` waits for is over; the reader's own note is no colleague's. */
const isOver: Record<Exclude<WakeEvent, 'answer'>, (happened: Happened) => RawBuilder<unknown>> = {
  note: ({
    messageIds,
  }) => sql`EXISTS (SELECT FROM messages m WHERE m.org_id = c.org_id AND m.conversation_id = c.id
    AND m.id = ANY(${messageIds}::uuid[]) AND m.author_id IS DISTINCT FROM c.snoozed_by)`,
  callback:
    () => sql`NOT EXISTS (SELECT FROM callbacks b WHERE b.org_id = c.org_id AND b.conversation_id = c.id
    AND b.settled_at IS NULL)`,
  task: () => noOpenTask,
};

/** One that repeats is never the last. */
export const noOpenTask = sql`NOT EXISTS (SELECT FROM tasks t WHERE t.org_id = c.org_id AND t.conversation_id = c.id
  AND t.done_at IS NULL AND t.deleted_at IS NULL AND t.repeats IS NULL)`;

async function wakeFor(ctx: Ctx, name: Exclude<WakeEvent, 'answer'>, happened: Happened): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ANY(${happened.ids}::uuid[])
      AND c.status = 'snoozed' AND c.snooze_event = ${name} AND ${isOver[name](happened)} ORDER BY c.id`.execute(
    ctx.db,
  );
  for (const { id } of rows) {
    const conversation = await lockSeen(ctx, id);
    // Somebody else was faster.
    if (conversation.status === 'snoozed' && conversation.snooze_event === name)
      await wake(ctx, conversation, name);
  }
}

/** The customer's message has opened it: who had put it aside is told, once. */
async function ringAwake(ctx: Ctx, ids: string[]): Promise<void> {
  const { rows } = await sql<{ id: string; by: string }>`
    UPDATE conversations c SET snoozed_by = NULL, snooze_event = NULL, snooze_note = NULL,
      woken_for = o.by, woken_seq = c.last_seq, woken_at = ${ctx.clock.now()}, woken_why = 'answer'
    FROM (SELECT id, snoozed_by AS by FROM conversations WHERE org_id = ${ctx.orgId} AND id = ANY(${ids}::uuid[])
      AND status <> 'snoozed' AND snoozed_by IS NOT NULL ORDER BY id FOR UPDATE) o
    WHERE c.org_id = ${ctx.orgId} AND c.id = o.id RETURNING c.id, o.by`.execute(ctx.db);
  for (const { id, by } of rows)
    ctx.emit({ name: 'conversation.woken', facts: { conversationId: id, personId: by, why: 'answer' } });
}
