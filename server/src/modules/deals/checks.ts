import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import { found } from '../../kernel/errors.ts';
import { seenBy } from '../conversations/index.ts';
import { knownLabels, rootIdOf } from '../customers/index.ts';

/** What a deal may name: each of the organisation, and seen by whoever names it. */
export type Named = {
  customerId?: string | undefined;
  companyId?: string | null | undefined;
  ownerId?: string | null | undefined;
  labelIds?: readonly string[] | undefined;
  conversationId?: string | null | undefined;
};

/** Throws `not_found` for what is not there, `refused` for a label that is not. */
export async function checkNamed(ctx: Ctx, named: Named): Promise<void> {
  if (named.customerId) await rootIdOf(ctx, named.customerId);
  if (named.companyId) await rootIdOf(ctx, named.companyId);
  if (named.ownerId) await mustBePerson(ctx, named.ownerId);
  await knownLabels(ctx, named.labelIds ?? [], 'body.labelIds');
  if (named.conversationId) {
    const { rows } = await sql`SELECT c.id FROM conversations c
      WHERE c.org_id = ${ctx.orgId} AND c.id = ${named.conversationId} AND ${seenBy(ctx.actor)}`.execute(
      ctx.db,
    );
    found(rows[0], 'conversation');
  }
}

async function mustBePerson(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  found(row, 'person');
}
