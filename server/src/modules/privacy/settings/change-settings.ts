import type { PrivacyPage, changePrivacySettings as route } from '@meada/contract/routes/privacy';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { shownSettings } from './settings.ts';

/** Changes the settings of privacy; deadlines that run already stay as they are. */
export async function changeSettings(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<PrivacyPage> {
  permit(ctx.actor, 'privacy.manage');
  const values = {
    request_days: body.requestDays,
    officer_name: body.officerName,
    officer_contact: body.officerContact,
    policy_url: body.policyUrl,
    small_agent: body.smallAgent,
    page_open: body.pageOpen,
    controller_name: body.controllerName,
    controller_document: body.controllerDocument,
    controller_contact: body.controllerContact,
    auto_package: body.autoPackage,
    updated_at: ctx.clock.now(),
  };
  await ctx.db
    .insertInto('privacy_settings')
    .values({ org_id: ctx.orgId, ...values })
    .onConflict((conflict) => conflict.column('org_id').doUpdateSet(values))
    .execute();
  ctx.audit({
    action: 'privacy.settings_changed',
    facts: {
      ...{ requestDays: body.requestDays, smallAgent: body.smallAgent },
      ...{ pageOpen: body.pageOpen, autoPackage: body.autoPackage },
    },
  });
  ctx.emit({ name: 'privacy.changed', facts: { what: 'settings', customerId: null } });
  return shownSettings(ctx);
}
