import type { HeldReason } from '@meada/contract/scheduled';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { actorOf } from '../../people/index.ts';
import { lockSeen } from '../store.ts';
import { deliver } from './deliver.ts';
import { Held, heldBy, pauseAfter, triesAtMost } from './rules.ts';
import { lockScheduled, type ScheduledRow, tellScheduled, updateScheduled } from './store.ts';

const atOnce = 100;

/**
 * Sends what is due, in all organisations, each as its author and with the rights of this moment; what cannot be sent is
 * held with the reason. Answers when the next is due; null: nothing waits.
 */
export async function sendScheduled(kernel: Kernel): Promise<Date | null> {
  const now = kernel.clock.now();
  const due = await kernel.database.asSystem((db) =>
    db
      .selectFrom('scheduled_messages')
      .select(['org_id', 'id'])
      .where('state', '=', 'waiting')
      .where('next_at', '<=', now)
      .orderBy('next_at')
      .limit(atOnce)
      .execute(),
  );
  for (const { org_id, id } of due) await sendOne(kernel, org_id, id);
  const { next } = await kernel.database.asSystem((db) =>
    db
      .selectFrom('scheduled_messages')
      .select(({ fn }) => fn.min('next_at').as('next'))
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow(),
  );
  return next === null ? null : new Date(next as unknown as string);
}

async function sendOne(kernel: Kernel, orgId: string, id: string): Promise<void> {
  try {
    const row = await inTransaction(kernel, systemActor(orgId), (ctx) => peek(ctx, id));
    if (!row) return;
    const actor = await actorOf(kernel, { orgId, personId: row.person_id });
    if (!actor) return hold(kernel, { orgId, id, reason: 'deactivated' });
    await inTransaction(kernel, actor, (ctx) => sendAs(ctx, { id, conversationId: row.conversation_id }));
  } catch (error) {
    const reason = heldBy(error);
    if (!reason) kernel.log.warn('a scheduled message could not be sent', { error, orgId, scheduledId: id });
    await (reason ? hold(kernel, { orgId, id, reason }) : tryLater(kernel, orgId, id));
  }
}

async function peek(
  ctx: Ctx,
  id: string,
): Promise<{ person_id: string; conversation_id: string } | undefined> {
  return ctx.db
    .selectFrom('scheduled_messages')
    .select(['person_id', 'conversation_id'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The conversation is locked before the row, as everywhere: two workers and a merge stand in one line. */
async function sendAs(ctx: Ctx, at: { id: string; conversationId: string }): Promise<void> {
  const conversation = await lockSeen(ctx, at.conversationId);
  const row = await lockScheduled(ctx, at.id);
  const isDue = row?.state === 'waiting' && row.next_at <= ctx.clock.now();
  // Taken back, sent by another worker, or carried to another conversation meanwhile: the next look finds it there.
  if (!row || !isDue || row.conversation_id !== conversation.id) return;
  if (row.unless_answered && (await answeredSince(ctx, row))) throw new Held('answered');
  if (!row.messages[0]?.body.internal && (await isBlocked(ctx, conversation.canonical_id)))
    throw new Held('blocked');
  await deliver(ctx, row);
}

/** Whether the customer has written since; an automatic answer is none. */
async function answeredSince(ctx: Ctx, row: ScheduledRow): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM messages WHERE org_id = ${ctx.orgId} AND conversation_id = ${row.conversation_id}
      AND seq > ${row.known_seq} AND author_kind = 'customer' AND automatic = 'no' LIMIT 1`.execute(ctx.db);
  return rows.length > 0;
}

async function isBlocked(ctx: Ctx, canonicalId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${canonicalId}
      AND blocked_at IS NOT NULL LIMIT 1`.execute(ctx.db);
  return rows.length > 0;
}

type Holding = { orgId: string; id: string; reason: HeldReason };

/** Keeps it back, for its author to decide. */
const hold = (kernel: Kernel, { orgId, id, reason }: Holding): Promise<void> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const row = await lockScheduled(ctx, id);
    if (row?.state !== 'waiting') return;
    await updateScheduled(ctx, id, { state: 'held', reason });
    tellScheduled(ctx, row, 'held');
  });

/** Something of ours failed: again in a while, and told to its author when it does not get better. */
const tryLater = (kernel: Kernel, orgId: string, id: string): Promise<void> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const row = await lockScheduled(ctx, id);
    if (row?.state !== 'waiting') return;
    const tries = row.tries + 1;
    if (tries < triesAtMost) {
      const next_at = new Date(ctx.clock.now().getTime() + pauseAfter(tries) * 1000);
      return updateScheduled(ctx, id, { tries, next_at });
    }
    await updateScheduled(ctx, id, { state: 'held', reason: 'failed' });
    tellScheduled(ctx, row, 'held');
  });
