import type { Agreement } from '@meada/contract/routes/agreements';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';

type Row = {
  id: string;
  name: string;
  active: boolean;
  conditions: Agreement['conditions'];
  hours_id: string | null;
  first_answer: number | null;
  next_answer: number | null;
  resolution: number | null;
  warn_before: number;
  running: number;
};

/** Agreements in use, in order. */
export async function agreementViews(ctx: Ctx): Promise<Agreement[]> {
  const { rows } = await sql<Row>`
    SELECT a.id, a.name, a.active, a.conditions, a.hours_id, a.first_answer, a.next_answer, a.resolution, a.warn_before,
      (SELECT count(*)::int FROM conversation_clocks k WHERE k.org_id = a.org_id AND k.agreement_id = a.id
        AND k.due_at IS NOT NULL) AS running
    FROM agreements a WHERE a.org_id = ${ctx.orgId} AND a.archived_at IS NULL ORDER BY a.position, a.id`.execute(
    ctx.db,
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    active: row.active,
    conditions: row.conditions,
    hoursId: row.hours_id,
    targets: { first_answer: row.first_answer, next_answer: row.next_answer, resolution: row.resolution },
    warnBefore: row.warn_before,
    running: row.running,
  }));
}

/** Throws `not_found`. */
export const agreementView = async (ctx: Ctx, id: string): Promise<Agreement> =>
  found(
    (await agreementViews(ctx)).find((one) => one.id === id),
    'agreement',
  );

/** The nearest deadline of conversations, for who hands out their work; those without one are left out. */
export async function deadlinesOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; due_at: Date }>`
    SELECT conversation_id AS id, due_at FROM conversation_clocks
    WHERE org_id = ${ctx.orgId} AND conversation_id = ANY(${[...ids]}::uuid[]) AND due_at IS NOT NULL`.execute(
    ctx.db,
  );
  return new Map(rows.map(({ id, due_at }) => [id, due_at]));
}
