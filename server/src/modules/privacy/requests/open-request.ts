import type {
  PrivacyRequestDetail,
  openPrivacyRequest as route,
} from '@meada/contract/routes/privacy-requests';
import { permit } from '../../../kernel/actor.ts';
import { dayIn } from '../../../kernel/calendar.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../../customers/index.ts';
import { addDays } from '../../hours/index.ts';
import { settingsOf } from '../settings/settings.ts';
import { requireMay } from './people.ts';
import { requestById } from './views.ts';

/** A day further back is a slip of the pen (days). */
const backAtMost = 90;

type Body = Input<typeof route>['body'];

/**
 * Writes down a request that came by another way than the page. The clock runs from the day it came; how the identity
 * was checked is written now or later, and nothing is handed out or erased by the request before. Throws `not_found`,
 * `refused` for a day to come or a person who may not see to it, `conflict` for who was erased.
 */
export async function openRequest(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<PrivacyRequestDetail> {
  permit(ctx.actor, 'privacy.manage');
  const customerId = await rootIdOf(ctx, body.customerId);
  const { zone, erased } = await placeOf(ctx, customerId);
  if (erased) throw conflict('This customer was erased: nothing is held any more.');
  const today = dayIn(zone, ctx.clock.now());
  const askedOn = dayAsked(body, today);
  if (body.proofKind && !body.proof.trim() && body.proofKind !== 'presence')
    throw refused('Say what was checked.', 'body.proof');
  if (body.assigneeId) await requireMay(ctx, body.assigneeId);
  const [id, now] = [ctx.ids.uuid(), ctx.clock.now()];
  const { requestDays } = await settingsOf(ctx);
  await ctx.db
    .insertInto('privacy_requests')
    .values({
      ...{ org_id: ctx.orgId, id, kind: body.kind, state: 'open', source: 'person', details: body.details },
      ...{ customer_id: customerId, created_at: now, sent_at: now, proven_at: body.proofKind ? now : null },
      ...{ channel: body.channel, proof_kind: body.proofKind, proof: body.proof.trim() || null },
      ...{ asked_on: askedOn, due_on: addDays(askedOn, requestDays), assignee_id: body.assigneeId },
    })
    .execute();
  ctx.audit({
    action: 'privacy.request_opened',
    subject: { kind: 'customer', id: customerId },
    facts: { requestId: id, kind: body.kind, channel: body.channel, proof: body.proofKind },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'requests', customerId } });
  return requestById(ctx, id);
}

function dayAsked({ askedOn }: Body, today: string): string {
  if (!askedOn) return today;
  if (askedOn > today) throw refused('This day is still to come.', 'body.askedOn');
  if (askedOn < addDays(today, -backAtMost)) throw refused('This day is too long ago.', 'body.askedOn');
  return askedOn;
}

async function placeOf(ctx: Ctx, customerId: string): Promise<{ zone: string; erased: boolean }> {
  const row = await ctx.db
    .selectFrom('customers as c')
    .innerJoin('organisations as o', 'o.id', 'c.org_id')
    .select(['o.time_zone', 'c.erased_at'])
    .where('c.org_id', '=', ctx.orgId)
    .where('c.id', '=', customerId)
    .executeTakeFirstOrThrow();
  return { zone: row.time_zone, erased: row.erased_at !== null };
}
