import type { Ctx } from '../../kernel/ctx.ts';
import { recordConsents } from '../customers/index.ts';
import { surveyPurpose } from './send-survey.ts';
import { lockSurvey } from './store.ts';

/** The customer wants no such questions any more: a line of the ledger, which every later question asks. */
export async function refuseSurveys(ctx: Ctx, { surveyId }: { surveyId: string }): Promise<boolean> {
  const survey = await lockSurvey(ctx, surveyId);
  if (!survey) return false;
  const { customerId } = survey;
  await recordConsents(ctx, [{ customerId, purpose: surveyPurpose, state: 'withdrawn', source: 'link' }]);
  return true;
}
