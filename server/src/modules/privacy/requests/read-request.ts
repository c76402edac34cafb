import type {
  PrivacyRequestDetail,
  readPrivacyRequest as route,
} from '@meada/contract/routes/privacy-requests';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { requestById } from './views.ts';

/** One request with what was written. Throws `not_found`. */
export async function readRequest(
  ctx: Ctx,
  { params }: Pick<Input<typeof route>, 'params'>,
): Promise<PrivacyRequestDetail> {
  permit(ctx.actor, 'privacy.manage');
  return requestById(ctx, params.id);
}
