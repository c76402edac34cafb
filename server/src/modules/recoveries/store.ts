import type { AbandonmentKind } from '@meada/contract/routes/abandonments';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { comesBackMs } from './rules.ts';

/** Writes of abandonments. */

export type Row = {
  id: string;
  customer_id: string;
  conversation_id: string | null;
  kind: AbandonmentKind;
  state: string;
};

export function tellAbandonment(ctx: Ctx, row: Row): void {
  ctx.emit({
    name: 'abandonment.changed',
    facts: {
      abandonmentId: row.id,
      customerId: row.customer_id,
      conversationId: row.conversation_id,
      kind: row.kind,
      state: row.state,
    },
  });
}

/** Who left, by conversation: one that stands per conversation, whoever notices it first. */
export async function insertAbandonments(
  ctx: Ctx,
  kind: AbandonmentKind,
  left: readonly { conversationId: string; at: Date; waitedSeconds: number | null }[],
): Promise<void> {
  if (left.length === 0) return;
  const given = JSON.stringify(
    left.map((one) => ({
      id: ctx.ids.uuid(),
      conversation_id: one.conversationId,
      at: one.at,
      waited: one.waitedSeconds,
      ends_at: new Date(one.at.getTime() + comesBackMs),
    })),
  );
  const { rows } = await sql<Row>`
    INSERT INTO abandonments (org_id, id, kind, customer_id, conversation_id, inbox_id, assignee_id, at, waited_seconds,
      ends_at, created_at)
    SELECT ${ctx.orgId}, r.id, ${kind}, c.customer_id, c.id, c.inbox_id, c.assignee_id, r.at, r.waited, r.ends_at,
      ${ctx.clock.now()}
    FROM jsonb_to_recordset(${given}::jsonb) AS r(id uuid, conversation_id uuid, at timestamptz, waited integer,
      ends_at timestamptz)
    JOIN conversations c ON c.org_id = ${ctx.orgId} AND c.id = r.conversation_id
    JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id AND o.erased_at IS NULL AND o.blocked_at IS NULL
    -- An event that is read twice finds what came of it the first time.
    WHERE NOT EXISTS (SELECT FROM abandonments b WHERE b.org_id = c.org_id AND b.conversation_id = c.id
      AND b.kind = ${kind} AND b.at >= r.at)
    ON CONFLICT DO NOTHING RETURNING id, customer_id, conversation_id, kind, state`.execute(ctx.db);
  for (const row of rows) tellAbandonment(ctx, row);
}

/** Changes those of a condition that still stand; answers them. */
export async function updateStanding(
  ctx: Ctx,
  set: ReturnType<typeof sql>,
  where: ReturnType<typeof sql>,
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    UPDATE abandonments a SET ${set} WHERE a.org_id = ${ctx.orgId} AND a.settled_at IS NULL AND ${where}
    RETURNING a.id, a.customer_id, a.conversation_id, a.kind, a.state`.execute(ctx.db);
  for (const row of rows) tellAbandonment(ctx, row);
  return rows;
}
