import type { AgreementInput } from '@meada/contract/routes/agreements';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { notFound, refused } from '../../kernel/errors.ts';
import { requireHours } from '../hours/index.ts';

/** Writes of agreements. */

const named = {
  queueIds: 'queues',
  inboxIds: 'inboxes',
  segmentIds: 'segments',
  labelIds: 'labels',
} as const;

/**
 * Holds an agreement against what a form cannot say; what was named before and is gone since may stay. Throws `not_found`,
 * `refused`.
 */
export async function checkAgreement(
  ctx: Ctx,
  input: AgreementInput,
  before?: Pick<AgreementInput, 'conditions'>,
): Promise<void> {
  const { first_answer, next_answer, resolution } = input.targets;
  if (first_answer === null && next_answer === null && resolution === null)
    throw refused('An agreement promises something.', 'body.targets');
  await requireHours(ctx, input.hoursId);
  for (const [list, table] of Object.entries(named)) {
    const stood = before?.conditions[list as keyof typeof named] ?? [];
    const given = input.conditions[list as keyof typeof named];
    const ids = [...new Set(given.filter((id) => !stood.includes(id)))];
    if (ids.length === 0) continue;
    const { rows } = await sql<{ n: number }>`
      SELECT count(*)::int AS n FROM ${sql.table(table)} WHERE org_id = ${ctx.orgId} AND id = ANY(${ids}::uuid[])`.execute(
      ctx.db,
    );
    if (rows[0]?.n !== ids.length) throw notFound(table);
  }
}

const columnsOf = (input: AgreementInput) => ({
  name: input.name,
  active: input.active,
  conditions: JSON.stringify(input.conditions),
  hours_id: input.hoursId,
  ...input.targets,
  warn_before: input.warnBefore,
});

export async function insertAgreement(ctx: Ctx, input: AgreementInput): Promise<string> {
  const [id, now] = [ctx.ids.uuid(), ctx.clock.now()];
  const { rows } = await sql<{ position: number }>`
    SELECT coalesce(max(position), 0) + 1 AS position FROM agreements WHERE org_id = ${ctx.orgId}`.execute(
    ctx.db,
  );
  const position = rows[0]?.position ?? 1;
  await ctx.db
    .insertInto('agreements')
    .values({ org_id: ctx.orgId, id, position, ...columnsOf(input), created_at: now, updated_at: now })
    .execute();
  return id;
}

export async function saveAgreement(
  ctx: Ctx,
  id: string,
  change: AgreementInput | { archived: true } | { position: number },
): Promise<void> {
  const now = ctx.clock.now();
  const values =
    'archived' in change
      ? { archived_at: now, active: false }
      : 'position' in change
        ? { position: change.position }
        : columnsOf(change);
  await ctx.db
    .updateTable('agreements')
    .set({ ...values, updated_at: now })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
