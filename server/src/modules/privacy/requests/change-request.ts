import type {
  PrivacyRequestDetail,
  changePrivacyRequest as route,
} from '@meada/contract/routes/privacy-requests';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, found, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../../customers/index.ts';
import { requireMay } from './people.ts';
import { closedStates, requestById } from './views.ts';

type Body = Input<typeof route>['body'];

/**
 * Takes up, assigns, asks back, completes or refuses a request, or writes down how the identity was checked. Throws
 * `not_found`, `conflict` for one that is over, `refused` without a reason to refuse or without proof of who asked.
 */
export async function changeRequest(
  ctx: Ctx,
  { params, body }: Pick<Input<typeof route>, 'params' | 'body'>,
): Promise<PrivacyRequestDetail> {
  permit(ctx.actor, 'privacy.manage');
  const row = await lockOpen(ctx, params.id);
  const outcome = body.outcome?.trim() || row.outcome;
  if (body.state === 'refused' && !outcome)
    throw refused('Say why: the person has a right to the reasons.', 'body.outcome');
  const isProven = row.proven_at !== null || body.proofKind !== undefined;
  if (body.state === 'done' && !isProven)
    throw refused('Say first how you know that who asked is the person.', 'body.proofKind');
  if (body.assigneeId) await requireMay(ctx, body.assigneeId);
  const customer_id = body.customerId ? await rootIdOf(ctx, body.customerId) : row.customer_id;
  const state = body.state ?? row.state;
  await ctx.db
    .updateTable('privacy_requests')
    .set({
      ...{ state, outcome, customer_id, ...proofOf(ctx, body, row) },
      ...(body.assigneeId === undefined ? assigneeOf(ctx, body, row) : { assignee_id: body.assigneeId }),
      closed_at: closedStates.includes(state) ? ctx.clock.now() : null,
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', params.id)
    .execute();
  ctx.audit({
    action: 'privacy.request_changed',
    ...(customer_id ? { subject: { kind: 'customer', id: customer_id } } : {}),
    facts: {
      ...{ requestId: params.id, state },
      ...(body.assigneeId === undefined ? {} : { assigneeId: body.assigneeId }),
      ...(body.proofKind ? { proof: body.proofKind } : {}),
    },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'requests', customerId: customer_id } });
  return requestById(ctx, params.id);
}

type Row = {
  state: string;
  customer_id: string | null;
  outcome: string | null;
  proven_at: Date | null;
  assignee_id: string | null;
};

async function lockOpen(ctx: Ctx, id: string): Promise<Row> {
  const row = found(
    await ctx.db
      .selectFrom('privacy_requests')
      .select(['state', 'customer_id', 'outcome', 'proven_at', 'assignee_id'])
      .where('org_id', '=', ctx.orgId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst(),
    'request',
  );
  if (row.state === 'unproven') throw conflict('Who asks has not proven the address yet.');
  if (closedStates.includes(row.state)) throw conflict('This request is over.');
  return row;
}

function proofOf(ctx: Ctx, body: Body, row: Row): object {
  if (body.proofKind === undefined) return {};
  return {
    proof_kind: body.proofKind,
    proof: body.proof?.trim() || null,
    proven_at: row.proven_at ?? ctx.clock.now(),
  };
}

/** Who takes up what lies with nobody has it. */
const assigneeOf = (ctx: Ctx, body: Body, row: Row): object =>
  body.state === 'working' && row.assignee_id === null && ctx.actor.kind === 'person'
    ? { assignee_id: ctx.actor.id }
    : {};
