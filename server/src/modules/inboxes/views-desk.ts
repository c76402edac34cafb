import type { ContactCost } from '@meada/contract/money';
import type { InboxRef } from '@meada/contract/routes/inboxes';
import type { Label } from '@meada/contract/routes/labels';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';

/** Small lists everybody in the desk needs. */

export async function inboxRefs(ctx: Ctx): Promise<InboxRef[]> {
  const rows = await ctx.db
    .selectFrom('inboxes')
    .select(['id', 'channel', 'name', 'address', 'brand_id as brandId', 'active', 'owner_id as ownerId'])
    .select(['cost_minor', 'cost_currency'])
    .select(sql<boolean>`playbook <> ''`.as('hasPlaybook'))
    .where('org_id', '=', ctx.orgId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows
    .filter((row) => ctx.ports.channels.has(row.channel))
    .map(({ cost_minor, cost_currency, ...row }) => ({
      ...row,
      contactCost: costOf({ cost_minor, cost_currency }),
    }));
}

/** What a contact costs, as the columns have it: both or neither. */
export const costOf = (row: {
  cost_minor: number | null;
  cost_currency: string | null;
}): ContactCost | null =>
  row.cost_minor === null || row.cost_currency === null
    ? null
    : { minor: row.cost_minor, currency: row.cost_currency };

/** How an inbox is worked; undefined when there is no such inbox. */
export const playbookOf = (ctx: Ctx, id: string): Promise<{ text: string } | undefined> =>
  ctx.db
    .selectFrom('inboxes')
    .select('playbook as text')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();

export const brandsOf = (
  ctx: Ctx,
): Promise<{ id: string; name: string; voice: string; signature: string }[]> =>
  ctx.db
    .selectFrom('brands')
    .select(['id', 'name', 'voice', 'signature'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();

export const labelsOf = (ctx: Ctx): Promise<Label[]> =>
  ctx.db
    .selectFrom('labels')
    .select(['id', 'name', 'colour'])
    .where('org_id', '=', ctx.orgId)
    .orderBy('name')
    .execute();
