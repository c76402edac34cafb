import type { RoutingSettings } from '@meada/contract/routes/hand-over';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { loadRoutingSettings } from './load.ts';

/** What holds for the routing of the whole house. */
export function readRoutingSettings(ctx: Ctx): Promise<RoutingSettings> {
  permit(ctx.actor, 'routing.manage');
  return loadRoutingSettings(ctx);
}
