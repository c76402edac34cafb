import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found, notFound } from '../../kernel/errors.ts';
import { seenBy } from '../conversations/index.ts';
import { rootIdOf } from '../customers/index.ts';

/** What a deal may name: each of the organisation, and seen by whoever names it. */
export type Named = {
  customerId?: string | undefined;
  companyId?: string | null | undefined;
  ownerId?: string | null | undefined;
  labelIds?: readonly string[] | undefined;
  conversationId?: string | null | undefined;
};

/** Throws `not_found` for what is not there. */
export async function checkNamed(ctx: Ctx, named: Named): Promise<void> {
  if (named.customerId) await rootIdOf(ctx, named.customerId);
  if (named.companyId) await rootIdOf(ctx, named.companyId);
  if (named.ownerId) await mustBe(ctx, 'members', named.ownerId);
  for (const id of new Set(named.labelIds)) await mustBe(ctx, 'labels', id);
  if (named.conversationId) {
    const { rows } = await sql`SELECT c.id FROM conversations c
      WHERE c.org_id = ${ctx.orgId} AND c.id = ${named.conversationId} AND ${seenBy(ctx.actor)}`.execute(
      ctx.db,
    );
    found(rows[0], 'conversation');
  }
}

async function mustBe(ctx: Ctx, table: 'members' | 'labels', id: string): Promise<void> {
  const row = await ctx.db
    .selectFrom(table)
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound(table === 'members' ? 'person' : 'label');
}
