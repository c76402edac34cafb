import type { changePostalSettings as route } from '@meada/contract/routes/postal';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';

/** Chooses who is asked for the place of a CEP; null: nobody. Throws `refused` for a stranger. */
export async function changePostalSettings(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<{ ok: true }> {
  permit(ctx.actor, 'fields.manage');
  const { provider, address } = input.body;
  if (provider !== null && !ctx.ports.postalCodes.some(({ id }) => id === provider))
    throw refused('There is no such provider.', 'body.provider');
  await ctx.db.deleteFrom('postal_code_lookups').where('org_id', '=', ctx.orgId).execute();
  if (provider !== null) {
    const row = { org_id: ctx.orgId, provider, address: address?.replace(/\/+$/, '') ?? null };
    await ctx.db
      .insertInto('postal_code_lookups')
      .values({ ...row, updated_at: ctx.clock.now() })
      .execute();
  }
  ctx.emit({ name: 'field.changed', facts: {} });
  ctx.audit({ action: 'postal.provider_changed', facts: { provider } });
  return { ok: true };
}
