import type { LegalHold } from '@meada/contract/routes/privacy';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { holdsOf } from './standing.ts';

/** Legal holds of the firm, standing ones first. */
export async function listHolds(ctx: Ctx): Promise<{ items: LegalHold[] }> {
  permit(ctx.actor, 'privacy.manage');
  return { items: await holdsOf(ctx, null) };
}
