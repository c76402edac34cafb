import type { PrivacyRequest, listPrivacyRequests as route } from '@meada/contract/routes/privacy-requests';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { requestsOf } from './views.ts';

/** Requests, the next deadline first. */
export async function listRequests(
  ctx: Ctx,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<{ items: PrivacyRequest[] }> {
  permit(ctx.actor, 'privacy.manage');
  return { items: await requestsOf(ctx, query.closed === 'true') };
}
