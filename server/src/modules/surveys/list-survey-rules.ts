import type { SurveyRule } from '@meada/contract/routes/surveys';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { rulesOf, shownRule } from './survey-rules.ts';

/** What customers are asked after resolving, the organisation's rule first. */
export async function listSurveyRules(ctx: Ctx): Promise<{ items: SurveyRule[] }> {
  permit(ctx.actor, 'inboxes.manage');
  return { items: (await rulesOf(ctx)).map(shownRule) };
}
