import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found, refused } from '../../kernel/errors.ts';
import { seenBy } from '../conversations/index.ts';
import { rootIdOf } from '../customers/index.ts';

export type Named = {
  personIds?: readonly string[] | undefined;
  teamId?: string | null | undefined;
  conversationId?: string | null | undefined;
  customerId?: string | null | undefined;
  dealId?: string | null | undefined;
};

/**
 * What a task names is there and seen by whoever names it. Throws `not_found`; `refused` for somebody who no longer works
 * here, unless they were responsible before (`known`).
 */
export async function checkNamed(ctx: Ctx, named: Named, known: readonly string[] = []): Promise<void> {
  const people = [...new Set(named.personIds ?? [])];
  if (people.length > 0) {
    const rows = await ctx.db
      .selectFrom('members')
      .select(['id', 'active'])
      .where('org_id', '=', ctx.orgId)
      .where('id', 'in', people)
      .execute();
    if (rows.length < people.length) found(undefined, 'person');
    if (rows.some(({ id, active }) => !active && !known.includes(id)))
      throw refused('Somebody named here no longer works here.', 'body.personIds');
  }
  if (named.teamId)
    found(
      await ctx.db
        .selectFrom('teams')
        .select('id')
        .where('org_id', '=', ctx.orgId)
        .where('id', '=', named.teamId)
        .executeTakeFirst(),
      'team',
    );
  if (named.customerId) await rootIdOf(ctx, named.customerId);
}

/** Whose task one about a conversation or a deal is. Throws `not_found`, `refused` when they are of two customers. */
export async function subjectOf(ctx: Ctx, named: Named): Promise<string | null> {
  const owners: string[] = named.customerId ? [named.customerId] : [];
  if (named.conversationId) {
    const { rows } = await sql<{ customer_id: string }>`SELECT c.customer_id FROM conversations c
      WHERE c.org_id = ${ctx.orgId} AND c.id = ${named.conversationId} AND ${seenBy(ctx.actor)}`.execute(
      ctx.db,
    );
    owners.unshift(found(rows[0], 'conversation').customer_id);
  }
  if (named.dealId) {
    const { rows } = await sql<{ customer_id: string }>`SELECT customer_id FROM deals
      WHERE org_id = ${ctx.orgId} AND id = ${named.dealId} AND deleted_at IS NULL`.execute(ctx.db);
    owners.push(found(rows[0], 'deal').customer_id);
  }
  const roots = await rootsOf(ctx, owners);
  if (new Set(roots).size > 1)
    throw refused('These are of different customers.', named.dealId ? 'body.dealId' : 'body.customerId');
  return owners[0] ?? null;
}

async function rootsOf(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const roots: string[] = [];
  for (const id of ids) roots.push(await rootIdOf(ctx, id));
  return roots;
}
