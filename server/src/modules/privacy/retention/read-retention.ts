import type { Retention } from '@meada/contract/routes/privacy-register';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { retentionOf } from './views.ts';

/** How long each kind of data is kept, and the last runs. */
export async function readRetention(ctx: Ctx): Promise<Retention> {
  permit(ctx.actor, 'privacy.manage');
  return retentionOf(ctx);
}
