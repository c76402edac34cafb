import type { ResponseOf } from '@meada/contract/route';
import type { readPostalSettings as route } from '@meada/contract/routes/postal';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';

/** Who is asked for the place of a CEP, and who could be. */
export async function readPostalSettings(ctx: Ctx): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'fields.manage');
  const row = await ctx.db
    .selectFrom('postal_code_lookups')
    .select(['provider', 'address'])
    .where('org_id', '=', ctx.orgId)
    .executeTakeFirst();
  return {
    provider: row?.provider ?? null,
    address: row?.address ?? null,
    providers: ctx.ports.postalCodes.map(({ id, name, address }) => ({ id, name, address })),
  };
}
