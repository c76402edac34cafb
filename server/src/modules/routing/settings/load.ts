import { RoutingSettings } from '@meada/contract/routes/hand-over';
import type { Ctx } from '../../../kernel/ctx.ts';

/** What holds for the routing of the whole house; what nobody has set is as usual. */
export async function loadRoutingSettings(ctx: Ctx): Promise<RoutingSettings> {
  const row = await ctx.db
    .selectFrom('routing_settings')
    .select(['hand_over_ask_seconds as askSeconds', 'hand_over_look_seconds as lookSeconds'])
    .where('org_id', '=', ctx.orgId)
    .executeTakeFirst();
  return RoutingSettings.parse(row ? { handOver: row } : {});
}
