import type { SurveyRule } from '@meada/contract/routes/surveys';
import type { Ctx } from '../../kernel/ctx.ts';
import { firstQuestions } from './texts.ts';

/** What a firm has before it has said anything: nobody is asked. */
export const firstRule: SurveyRule = {
  ...{ id: null, brandId: null, inboxId: null, active: false, delayMinutes: 5, scale: 'faces' },
  ...{ questions: firstQuestions, comments: true, pauseDays: 7, labelIds: [], templates: [] },
};

export type KeptRule = SurveyRule & { activeSince: Date | null };

/** Every rule; the organisation's first, also when it is none yet. */
export async function rulesOf(ctx: Ctx): Promise<KeptRule[]> {
  const rows = await ctx.db
    .selectFrom('survey_rules')
    .selectAll()
    .where('org_id', '=', ctx.orgId)
    .orderBy('id')
    .execute();
  const rules = rows.map(
    (row): KeptRule => ({
      id: row.id,
      brandId: row.brand_id,
      inboxId: row.inbox_id,
      active: row.active,
      activeSince: row.active_since,
      delayMinutes: row.delay_minutes,
      scale: row.scale as SurveyRule['scale'],
      questions: row.questions as SurveyRule['questions'],
      comments: row.comments,
      pauseDays: row.pause_days,
      labelIds: row.label_ids,
      templates: row.templates as unknown as SurveyRule['templates'],
    }),
  );
  const isWhole = (rule: KeptRule) => rule.brandId === null && rule.inboxId === null;
  const whole = rules.find(isWhole) ?? { ...firstRule, activeSince: null };
  return [whole, ...rules.filter((rule) => !isWhole(rule))];
}

/** The rule of an inbox: its own, else its brand's, else the organisation's. */
export const ruleFor = (rules: readonly KeptRule[], place: { inboxId: string; brandId: string }): KeptRule =>
  rules.find((rule) => rule.inboxId === place.inboxId) ??
  rules.find((rule) => rule.brandId === place.brandId) ??
  rules[0] ?? { ...firstRule, activeSince: null };

export const shownRule = ({ activeSince: _, ...rule }: KeptRule): SurveyRule => rule;
