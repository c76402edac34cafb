import type { Ctx } from '../../kernel/ctx.ts';
import { noteInThread } from '../conversations/index.ts';
import { lockSurvey } from './store.ts';

/** Takes the words that go with a rating; later ones stand in their place. False when there is nothing to comment on. */
export async function commentSurvey(ctx: Ctx, input: { surveyId: string; text: string }): Promise<boolean> {
  const survey = await lockSurvey(ctx, input.surveyId);
  const text = input.text.trim();
  const now = ctx.clock.now();
  if (!survey?.comments || survey.rating === null || !survey.expiresAt || survey.expiresAt <= now)
    return false;
  if (text === '' || text === survey.comment) return true;
  await ctx.db
    .updateTable('surveys')
    .set({ comment: text, commented_at: now })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', survey.id)
    .execute();
  // The words stand in the survey alone: retention and erasure find them there.
  await noteInThread(ctx, survey.threadId, { code: 'survey_commented', values: { surveyId: survey.id } });
  const { conversationId, customerId, id: surveyId } = survey;
  ctx.emit({ name: 'survey.commented', facts: { conversationId, customerId, surveyId } });
  return true;
}
