import { type PushPreferences, usualPush } from '@meada/contract/push';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

export type Device = {
  id: string;
  sessionId: string;
  agent: string;
  host: string;
  createdAt: Date;
  usedAt: Date | null;
};

/** A person's browsers, the newest first. */
export async function devicesOf(ctx: Ctx, personId: string): Promise<Device[]> {
  const { rows } = await sql<Device>`
    SELECT id, session_id AS "sessionId", agent, host, created_at AS "createdAt", used_at AS "usedAt"
    FROM push_subscriptions WHERE org_id = ${ctx.orgId} AND person_id = ${personId}
    ORDER BY created_at DESC`.execute(ctx.db);
  return rows;
}

/** What people want to be told; who has said nothing is not in it. */
export async function preferencesOf(
  ctx: Ctx,
  personIds: readonly string[],
): Promise<Map<string, PushPreferences>> {
  const { rows } = await sql<PushPreferences & { personId: string }>`
    SELECT person_id AS "personId", kinds, detail, quiet_from AS "quietFrom", quiet_to AS "quietTo",
      quiet_days AS "quietDays", zone
    FROM push_preferences WHERE org_id = ${ctx.orgId} AND person_id = ANY(${personIds}::uuid[])`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ personId, ...rest }) => [personId, rest]));
}

export const preferencesOfOne = async (ctx: Ctx, personId: string): Promise<PushPreferences> =>
  (await preferencesOf(ctx, [personId])).get(personId) ?? usualPush;
