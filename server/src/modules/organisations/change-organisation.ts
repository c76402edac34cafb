import type { changeOrganisation as route } from '@meada/contract/routes/people';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { changedFields } from './rules.ts';
import { updateOrganisation } from './store.ts';
import { type OrganisationView, organisationOf } from './views.ts';

/** Changes name, language or time zone. */
export async function changeOrganisation(
  ctx: Ctx,
  input: Pick<Input<typeof route>, 'body'>,
): Promise<OrganisationView> {
  permit(ctx.actor, 'organisation.manage');
  const before = await organisationOf(ctx.db, ctx.orgId);
  const changed = changedFields(before, input.body);
  if (changed.length === 0) return before;
  const { name, locale, timeZone } = { ...before, ...input.body };
  await updateOrganisation(ctx, { name, locale, time_zone: timeZone });
  ctx.emit({ name: 'organisation.changed', facts: {} });
  ctx.audit({
    action: 'organisation.changed',
    subject: { kind: 'organisation', id: ctx.orgId },
    facts: { fields: changed },
  });
  return organisationOf(ctx.db, ctx.orgId);
}
