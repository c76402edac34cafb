import type { PrivacyRequestDetail, changePrivacyRequest as route } from '@meada/contract/routes/privacy';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../../customers/index.ts';
import { closedStates, requestById } from './views.ts';

/** Takes up, asks back, completes or refuses a request. Throws `not_found`, `conflict` for one that is over, `refused`. */
export async function changeRequest(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<PrivacyRequestDetail> {
  permit(ctx.actor, 'privacy.manage');
  const row = found(
    await ctx.db
      .selectFrom('privacy_requests')
      .select(['state', 'customer_id', 'outcome'])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', params.id)
      .forUpdate()
      .executeTakeFirst(),
    'request',
  );
  if (row.state === 'unproven') throw conflict('Who asks has not proven the address yet.');
  if (closedStates.includes(row.state)) throw conflict('This request is over.');
  const outcome = body.outcome?.trim() || row.outcome;
  if (body.state === 'refused' && !outcome)
    throw refused('Say why: the person has a right to the reasons.', 'body.outcome');
  if (body.assigneeId) await memberOf(ctx, body.assigneeId);
  const customer_id = body.customerId ? await rootIdOf(ctx, body.customerId) : row.customer_id;
  const state = body.state ?? row.state;
  await ctx.db
    .updateTable('privacy_requests')
    .set({
      ...{ state, outcome, customer_id },
      ...(body.assigneeId === undefined ? {} : { assignee_id: body.assigneeId }),
      closed_at: closedStates.includes(state) ? ctx.clock.now() : null,
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', params.id)
    .execute();
  ctx.audit({
    action: 'privacy.request_changed',
    ...(customer_id ? { subject: { kind: 'customer', id: customer_id } } : {}),
    facts: { requestId: params.id, state },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'requests', customerId: customer_id } });
  return requestById(ctx, params.id);
}

async function memberOf(ctx: Ctx, id: string): Promise<void> {
  const row = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirst();
  found(row, 'person');
}
