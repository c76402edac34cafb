import type { PrivacyPage } from '@meada/contract/routes/privacy';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { shownSettings } from './settings.ts';

/** Settings of privacy. */
export async function readSettings(ctx: Ctx): Promise<PrivacyPage> {
  permit(ctx.actor, 'privacy.manage');
  return shownSettings(ctx);
}
