import type { DutyState } from '@meada/contract/public';
import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { isEnded } from './rules.ts';

/** A duty as it stood. */
export type StandingDuty = { id: string; state: DutyState };

/** What is still owed to the public in a conversation `c`, as JSON of `StandingDuty`s. */
export const standingDuties: RawBuilder<StandingDuty[]> = sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'state', d.state) ORDER BY d.id), '[]')
  FROM public_duties d WHERE d.org_id = c.org_id AND d.conversation_id = c.id AND d.settled_at IS NULL)`;

type Row = StandingDuty & { conversation_id: string; again: boolean };

/**
 * Makes owed again what resolving a conversation had settled or moved, for who takes that back. What was answered, left or
 * said anew since stays. Answers whether something came back, and whether something stayed.
 */
export async function restoreDuties(
  ctx: Ctx,
  { before, after }: { before: readonly StandingDuty[]; after: readonly StandingDuty[] },
): Promise<{ back: boolean; kept: boolean }> {
  // What no longer stands after resolving had been answered in public before, and was the solution itself.
  const afterOf = (id: string): DutyState => after.find((one) => one.id === id)?.state ?? 'published';
  const changed = before.filter(({ id, state }) => afterOf(id) !== state);
  if (changed.length === 0) return { back: false, kept: false };
  const { rows } = await sql<Row>`
    SELECT d.id, d.state, d.conversation_id, EXISTS (SELECT FROM public_duties n WHERE n.org_id = d.org_id
      AND n.leg_id = d.leg_id AND n.id <> d.id AND n.settled_at IS NULL) AS again
    FROM public_duties d WHERE d.org_id = ${ctx.orgId} AND d.id = ANY (${changed.map(({ id }) => id)}::uuid[])
    ORDER BY d.id FOR UPDATE`.execute(ctx.db);
  const were = new Map(changed.map(({ id, state }) => [id, state]));
  const back = rows.filter((row) => row.state === afterOf(row.id) && !row.again);
  for (const { id, conversation_id: conversationId } of back) {
    const state = were.get(id) ?? 'open';
    await ctx.db
      .updateTable('public_duties')
      .set({ state, ...(isEnded(state) ? {} : { settled_at: null, settled_by: null }) })
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .execute();
    ctx.emit({ name: 'duty.changed', facts: { conversationId, dutyId: id, state } });
  }
  const stayed = rows.filter((row) => !back.includes(row) && row.state !== were.get(row.id));
  return { back: back.length > 0, kept: stayed.length > 0 };
}
