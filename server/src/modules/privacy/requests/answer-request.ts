import type {
  PrivacyRequestDetail,
  answerPrivacyRequest as route,
} from '@meada/contract/routes/privacy-requests';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { addMessage, requestById } from './views.ts';

/** Writes to who asked; they read it on the page of their request. Throws `not_found`, `conflict`. */
export async function answerRequest(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<PrivacyRequestDetail> {
  permit(ctx.actor, 'privacy.manage');
  const { request } = await requestById(ctx, params.id);
  if (request.state === 'unproven' || request.state === 'expired')
    throw conflict('Nobody has proven this request.');
  await addMessage(ctx, { requestId: params.id, authorKind: 'person', text: body.text });
  ctx.audit({ action: 'privacy.request_answered', facts: { requestId: params.id } });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'requests', customerId: request.customerId } });
  return requestById(ctx, params.id);
}
