import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Presence } from '../engine/types.ts';
import { beginsAt } from './begins-at.ts';

export type Stand = {
  personId: string;
  presence: Presence;
  reasonId: string | null;
  reason: 'missed_offers' | 'supervisor' | null;
};

/**
 * Writes how an agent stands from now on, with the stretch it begins; false when they stand so already. `by`: the router
 * that says so.
 */
export async function writePresence(
  ctx: Ctx,
  stand: Stand,
  { at, by }: { at: Date; by: string | null },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE agents SET presence = ${stand.presence}, presence_at = ${at}, version = version + 1
    WHERE org_id = ${ctx.orgId} AND person_id = ${stand.personId} AND active AND (presence <> ${stand.presence}
      OR NOT EXISTS (SELECT FROM agent_spells s WHERE s.org_id = ${ctx.orgId} AND s.person_id = ${stand.personId}
        AND s.to_at IS NULL AND s.presence = ${stand.presence} AND s.reason_id IS NOT DISTINCT FROM ${stand.reasonId}::uuid
        AND s.reason IS NOT DISTINCT FROM ${stand.reason}))
    RETURNING person_id`.execute(ctx.db);
  if (rows.length === 0) return false;
  const { rows: closed } = await sql<{ to_at: Date }>`
    UPDATE agent_spells SET to_at = greatest(from_at, ${at}::timestamptz)
    WHERE org_id = ${ctx.orgId} AND person_id = ${stand.personId} AND to_at IS NULL RETURNING to_at`.execute(
    ctx.db,
  );
  await ctx.db
    .insertInto('agent_spells')
    .values({
      ...{ org_id: ctx.orgId, id: ctx.ids.uuid(), person_id: stand.personId, presence: stand.presence },
      ...{ reason_id: stand.reasonId, reason: stand.reason, from_at: beginsAt(closed[0]?.to_at, at) },
    })
    .execute();
  ctx.emit({ name: 'agent.changed', facts: { personId: stand.personId, what: 'presence', by } });
  return true;
}

/** What a person (or the router for them) chose: available, or away and why. */
export type Choice = {
  personId: string;
  chosen: 'available' | 'away';
  reasonId: string | null;
  reason: 'missed_offers' | 'supervisor' | null;
  at: Date;
  /** A word that may be old: what was chosen later stays. */
  unlessLater?: boolean;
};

/** Keeps a choice. A clock that was set back does not make it older than the last one. */
export async function writeChoice(ctx: Ctx, choice: Choice): Promise<boolean> {
  const newer = choice.unlessLater ? sql`chosen_at < ${choice.at}` : sql`true`;
  const { rows } = await sql`
    UPDATE agents SET chosen = ${choice.chosen}, reason_id = ${choice.reasonId}, reason = ${choice.reason},
      chosen_at = greatest(chosen_at, ${choice.at}::timestamptz), missed = 0, version = version + 1
    WHERE org_id = ${ctx.orgId} AND person_id = ${choice.personId} AND active AND ${newer}
    RETURNING person_id`.execute(ctx.db);
  return rows.length > 0;
}
