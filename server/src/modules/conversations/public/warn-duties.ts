import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { emitChanged, insertNote, lockSeen, updateConversation } from '../store.ts';

const atOnce = 200;
/** How long before a public deadline whoever answers is told (ms). */
const warnBefore = 24 * 3_600_000;

/**
 * Says of public deadlines that end within a day that they do, once each: an event for routing and notifications, a note
 * in the thread for who has it open. Answers how many. Run by the worker every few seconds.
 */
export async function warnDuties(kernel: Kernel): Promise<number> {
  const until = new Date(kernel.clock.now().getTime() + warnBefore);
  const due = await kernel.database.asSystem((db) =>
    db
      .selectFrom('public_duties')
      .select(['org_id', 'id'])
      .where('settled_at', 'is', null)
      .where('warned_at', 'is', null)
      .where('due_at', '<=', until)
      .limit(atOnce)
      .execute(),
  );
  let warned = 0;
  for (const { org_id, id } of due)
    if (await inTransaction(kernel, systemActor(org_id), (ctx) => warn(ctx, id))) warned += 1;
  return warned;
}

async function warn(ctx: Ctx, id: string): Promise<boolean> {
  const place = await ctx.db
    .selectFrom('public_duties')
    .select('conversation_id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!place) return false;
  // The conversation first, as everywhere: two orders of locking would wait for each other.
  const conversation = await lockSeen(ctx, place.conversation_id);
  const duty = await ctx.db
    .updateTable('public_duties')
    .set({ warned_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .where('settled_at', 'is', null)
    .where('warned_at', 'is', null)
    .returning(['state', sql<Date>`due_at`.as('due_at')])
    .executeTakeFirst();
  if (!duty) return false;
  // Answered in time: nothing to warn of, though the matter goes on.
  if (duty.state === 'answered') return false;
  const dueAt = new Date(duty.due_at).toISOString();
  await insertNote(ctx, conversation, { code: 'public_answer_due', values: { dueAt } });
  await updateConversation(ctx, conversation, {});
  ctx.emit({ name: 'duty.due', facts: { conversationId: conversation.id, dutyId: id, dueAt } });
  emitChanged(ctx, conversation.id, ['duty']);
  return true;
}
