import type { PrivacyPage, PrivacySettings } from '@meada/contract/routes/privacy';
import type { Ctx } from '../../../kernel/ctx.ts';

/** Days to answer a request for the whole declaration (LGPD art. 19, II). */
const requestDays = 15;

const usual: PrivacySettings = {
  ...{ requestDays, officerName: '', officerContact: '', policyUrl: '' },
  ...{ smallAgent: false, pageOpen: true, autoPackage: false },
  ...{ controllerName: '', controllerDocument: '', controllerContact: '' },
};

/** The firm's settings of privacy. */
export async function settingsOf(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<PrivacySettings> {
  const row = await ctx.db
    .selectFrom('privacy_settings')
    .selectAll()
    .where('org_id', '=', ctx.orgId)
    .executeTakeFirst();
  if (!row) return usual;
  return {
    requestDays: row.request_days,
    officerName: row.officer_name,
    officerContact: row.officer_contact,
    policyUrl: row.policy_url,
    smallAgent: row.small_agent,
    pageOpen: row.page_open,
    controllerName: row.controller_name,
    controllerDocument: row.controller_document,
    controllerContact: row.controller_contact,
    autoPackage: row.auto_package,
  };
}

/** The same with the address of the public page. */
export async function shownSettings(ctx: Ctx): Promise<PrivacyPage> {
  const { slug } = await ctx.db
    .selectFrom('organisations')
    .select('slug')
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow();
  return { ...(await settingsOf(ctx)), pageUrl: `${ctx.publicUrl}/privacidade/${slug}` };
}
