import type { DutyState } from '@meada/contract/public';
import { sql } from 'kysely';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { type DutyEvent, dutyAfter, isEnded, removedReason } from './rules.ts';

type Row = { id: string; conversation_id: string; state: DutyState; resolved: boolean; privately: boolean };

/** Standing duties, locked, with what the rules ask. */
const standing = (ctx: Ctx, where: ReturnType<typeof sql<boolean>>) =>
  sql<Row>`
    SELECT d.id, d.conversation_id, d.state, c.status = 'resolved' AS resolved,
      EXISTS (SELECT FROM messages m WHERE m.org_id = d.org_id AND m.conversation_id = d.conversation_id
        AND m.visibility = 'private' AND m.author_kind <> 'system'
        AND m.seq > coalesce((SELECT max(o.seq) FROM messages o WHERE o.org_id = d.org_id
          AND o.conversation_id = d.conversation_id AND o.leg_id = d.leg_id AND o.author_kind <> 'customer'), 0)) AS privately
    FROM public_duties d JOIN conversations c ON c.org_id = d.org_id AND c.id = d.conversation_id
    WHERE d.org_id = ${ctx.orgId} AND d.settled_at IS NULL AND ${where} ORDER BY d.id FOR UPDATE OF d`.execute(
    ctx.db,
  );

/** A public answer of ours reached the platform on each of these legs. */
export async function settleAnswered(ctx: Ctx, legIds: readonly string[]): Promise<void> {
  if (legIds.length === 0) return;
  const { rows } = await standing(ctx, sql<boolean>`d.leg_id = ANY(${legIds}::uuid[])`);
  for (const row of rows) await move(ctx, row, { kind: 'answered', resolved: row.resolved });
}

/** Says that what is owed on a leg is to be looked at again: an answer waits to be pasted, or will not be. */
export async function tellStanding(ctx: Ctx, legId: string): Promise<void> {
  const rows = await ctx.db
    .selectFrom('public_duties')
    .select(['id', 'conversation_id', 'state'])
    .where('org_id', '=', ctx.orgId)
    .where('leg_id', '=', legId)
    .where('settled_at', 'is', null)
    .execute();
  for (const { id, conversation_id: conversationId, state } of rows)
    ctx.emit({ name: 'duty.changed', facts: { conversationId, dutyId: id, state } });
}

/** The site shows these answers that were pasted by hand. */
export async function settleShown(ctx: Ctx, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  const rows = await ctx.db
    .selectFrom('messages')
    .select('leg_id')
    .where('org_id', '=', ctx.orgId)
    .where('id', 'in', [...messageIds])
    .execute();
  const legIds = rows.map((row) => row.leg_id).filter((id) => id !== null);
  await settleAnswered(ctx, [...new Set(legIds)]);
}

/** The conversation was resolved: what was solved in private waits to be published. */
export async function settleResolved(ctx: Ctx, conversationId: string): Promise<void> {
  const { rows } = await standing(ctx, sql<boolean>`d.conversation_id = ${conversationId}`);
  for (const row of rows) await move(ctx, row, { kind: 'resolved', privately: row.privately });
}

/**
 * Public words were taken away. What is owed for one goes on for the customer's newest earlier word that still stands
 * there unanswered; where there is none the duty ends, with that as its reason.
 */
export async function settleRemoved(ctx: Ctx, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  const { rows } = await standing(ctx, sql<boolean>`d.message_id = ANY(${[...messageIds]}::uuid[])`);
  for (const row of rows) {
    const left = await sql<{ id: string }>`SELECT m.id FROM public_duties d
      JOIN messages m ON m.org_id = d.org_id AND m.leg_id = d.leg_id
      WHERE d.org_id = ${ctx.orgId} AND d.id = ${row.id} AND m.visibility = 'public' AND m.author_kind = 'customer'
        AND m.deleted_at IS NULL AND m.seq > coalesce((SELECT max(o.seq) FROM messages o WHERE o.org_id = d.org_id
          AND o.leg_id = d.leg_id AND o.author_kind <> 'customer'), 0)
      ORDER BY m.seq DESC LIMIT 1`.execute(ctx.db);
    const earlier = left.rows[0]?.id;
    if (!earlier) {
      await move(ctx, row, { kind: 'removed' });
      continue;
    }
    await ctx.db
      .updateTable('public_duties')
      .set({ message_id: earlier })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', row.id)
      .execute();
    const facts = { conversationId: row.conversation_id, dutyId: row.id, state: row.state };
    ctx.emit({ name: 'duty.changed', facts });
  }
}

/** What is kept with a duty that ends without a public answer. */
function endingOf(ctx: Ctx, event: DutyEvent): { settled_by?: string; reason?: string } {
  if (event.kind === 'removed') return { reason: removedReason };
  return event.kind === 'waived' ? { settled_by: actorKey(ctx.actor), reason: event.reason } : {};
}

/** Writes a duty's next state, if it has one. */
export async function move(
  ctx: Ctx,
  duty: { id: string; conversation_id: string; state: DutyState },
  event: DutyEvent,
): Promise<void> {
  const state = dutyAfter(duty.state, event);
  const now = ctx.clock.now();
  if (state === duty.state && event.kind !== 'answered') return;
  const ending = endingOf(ctx, event);
  await ctx.db
    .updateTable('public_duties')
    .set({
      state,
      ...(event.kind === 'answered' ? { answered_at: now } : {}),
      ...(isEnded(state) ? { settled_at: now, ...ending } : {}),
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', duty.id)
    .execute();
  ctx.emit({
    name: 'duty.changed',
    facts: { conversationId: duty.conversation_id, dutyId: duty.id, state },
  });
}
