import type { PrivacyRequestDetail, openPrivacyRequest as route } from '@meada/contract/routes/privacy';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { rootIdOf } from '../../customers/index.ts';
import { addDays } from '../../hours/index.ts';
import { dayIn } from '../days.ts';
import { settingsOf } from '../settings/settings.ts';
import { requestById } from './views.ts';

/** Writes down a request that came by another way than the page; a person knows who asked. Throws `not_found`. */
export async function openRequest(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<PrivacyRequestDetail> {
  permit(ctx.actor, 'privacy.manage');
  const customerId = await rootIdOf(ctx, body.customerId);
  const { time_zone: zone } = await ctx.db
    .selectFrom('organisations')
    .select('time_zone')
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  const [id, now] = [ctx.ids.uuid(), ctx.clock.now()];
  const { requestDays } = await settingsOf(ctx);
  await ctx.db
    .insertInto('privacy_requests')
    .values({
      ...{ org_id: ctx.orgId, id, kind: body.kind, state: 'open', source: 'person', details: body.details },
      ...{ customer_id: customerId, created_at: now, proven_at: now, sent_at: now },
      due_on: addDays(dayIn(zone, now), requestDays),
    })
    .execute();
  ctx.audit({
    action: 'privacy.request_opened',
    subject: { kind: 'customer', id: customerId },
    facts: { requestId: id, kind: body.kind },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'requests', customerId } });
  return requestById(ctx, id);
}
