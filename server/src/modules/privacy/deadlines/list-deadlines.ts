import type { PrivacyDeadline } from '@meada/contract/routes/privacy-requests';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { nearDeadlines } from './near.ts';

/** What is about to be late, or is, for the bell. */
export async function listDeadlines(ctx: Ctx): Promise<{ items: PrivacyDeadline[] }> {
  permit(ctx.actor, 'privacy.manage');
  return { items: await nearDeadlines(ctx) };
}
