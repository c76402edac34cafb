import type { saveSurveyRule as route, SurveyRule } from '@meada/contract/routes/surveys';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { found, refused } from '../../kernel/errors.ts';
import type { Input } from '../../kernel/http/route.ts';
import { checkTemplates } from '../conversations/index.ts';
import { rulesOf, shownRule } from './survey-rules.ts';

/** Keeps the rule of the organisation, of a brand or of an inbox. Throws `not_found`, `refused`. */
export async function saveSurveyRule(
  ctx: Ctx,
  { body }: Pick<Input<typeof route>, 'body'>,
): Promise<SurveyRule> {
  permit(ctx.actor, 'inboxes.manage');
  const { brandId, inboxId } = body;
  if (brandId && inboxId) throw refused('A rule is of a brand or of an inbox, not of both.', 'body.inboxId');
  await checkNamed(ctx, body);
  await checkTemplates(ctx, body.templates);
  const now = ctx.clock.now();
  await sql`INSERT INTO survey_rules (org_id, id, brand_id, inbox_id, active, active_since, delay_minutes, scale, questions,
      comments, pause_days, label_ids, templates, updated_at)
    VALUES (${ctx.orgId}, ${ctx.ids.uuid()}, ${brandId}, ${inboxId}, ${body.active}, ${body.active ? now : null},
      ${body.delayMinutes}, ${body.scale}, ${JSON.stringify(body.questions)}::jsonb, ${body.comments}, ${body.pauseDays},
      ${[...new Set(body.labelIds)]}::uuid[], ${JSON.stringify(body.templates)}::jsonb, ${now})
    ON CONFLICT (org_id, brand_id, inbox_id) DO UPDATE SET active = excluded.active,
      active_since = CASE WHEN excluded.active THEN coalesce(survey_rules.active_since, excluded.active_since) END,
      delay_minutes = excluded.delay_minutes, scale = excluded.scale, questions = excluded.questions,
      comments = excluded.comments, pause_days = excluded.pause_days, label_ids = excluded.label_ids,
      templates = excluded.templates, updated_at = excluded.updated_at`.execute(ctx.db);
  const rule = found(
    (await rulesOf(ctx)).find((one) => one.brandId === brandId && one.inboxId === inboxId),
    'rule',
  );
  ctx.audit({
    action: 'survey_rule.saved',
    subject: { kind: 'survey_rule', id: rule.id ?? ctx.orgId },
    facts: { brandId, inboxId, active: body.active, scale: body.scale },
  });
  ctx.emit({ name: 'organisation.changed', facts: {} });
  return shownRule(rule);
}

/** What is named is there, and the organisation's own. */
async function checkNamed(ctx: Ctx, body: Input<typeof route>['body']): Promise<void> {
  const has = async (table: 'brands' | 'inboxes' | 'labels', id: string): Promise<boolean> =>
    (
      await ctx.db
        .selectFrom(table)
        .select('id')
        .where('org_id', '=', ctx.orgId)
        .where('id', '=', id)
        .execute()
    ).length > 0;
  if (body.brandId) found((await has('brands', body.brandId)) || undefined, 'brand');
  if (body.inboxId) found((await has('inboxes', body.inboxId)) || undefined, 'inbox');
  // A label it named before and that is gone since may stay.
  const stood = (await rulesOf(ctx)).find(
    (one) => one.brandId === body.brandId && one.inboxId === body.inboxId,
  );
  for (const id of body.labelIds.filter((one) => !stood?.labelIds.includes(one)))
    found((await has('labels', id)) || undefined, 'label');
}
