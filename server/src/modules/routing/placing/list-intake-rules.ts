import type { IntakeRule } from '@meada/contract/routes/intake';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { loadRules } from '../intake/places.ts';

/** The rules that say which queue work enters, in order. */
export async function listIntakeRules(ctx: Ctx): Promise<{ items: IntakeRule[] }> {
  permit(ctx.actor, 'routing.manage');
  return { items: await loadRules(ctx) };
}
