import type { RoutingSettings, putRoutingSettings as route } from '@meada/contract/routes/hand-over';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { loadRoutingSettings } from './load.ts';

/** Sets what holds for the routing of the whole house; what is being asked now keeps its time. */
export async function putRoutingSettings(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<RoutingSettings> {
  permit(ctx.actor, 'routing.manage');
  const { askSeconds, lookSeconds } = body.handOver;
  const set = { hand_over_ask_seconds: askSeconds, hand_over_look_seconds: lookSeconds };
  await ctx.db
    .insertInto('routing_settings')
    .values({ org_id: ctx.orgId, ...set })
    .onConflict((known) => known.column('org_id').doUpdateSet(set))
    .execute();
  ctx.emit({ name: 'routing.changed', facts: { what: 'settings', queueId: null } });
  ctx.audit({ action: 'routing.settings_changed', facts: { askSeconds, lookSeconds } });
  return loadRoutingSettings(ctx);
}
