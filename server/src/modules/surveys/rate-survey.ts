import type { Ctx } from '../../kernel/ctx.ts';
import { noteInThread } from '../conversations/index.ts';
import { decideRating, type Outcome, type RatedBy } from './rules.ts';
import { type Held, lockSurvey, voidRating, writeRating } from './store.ts';

/** Takes a rating that came by the public page: the same twice is one, and a change counts for a day. */
export async function rateSurvey(
  ctx: Ctx,
  input: { surveyId: string; rating: number; by: RatedBy },
): Promise<{ outcome: Outcome; survey: Held | null }> {
  const survey = await lockSurvey(ctx, input.surveyId);
  if (!survey) return { outcome: 'closed', survey: null };
  const { rating, by } = input;
  const outcome = decideRating(survey, { rating, by, now: ctx.clock.now() });
  if (outcome === 'void') await voidRating(ctx, survey);
  if (outcome === 'rated' || outcome === 'changed') {
    await writeRating(ctx, survey, { rating, by });
    await noteInThread(ctx, survey.threadId, noteOf(survey, rating));
  }
  return { outcome, survey: await lockSurvey(ctx, input.surveyId) };
}

/** The line in the thread: the rating, and what it was before. */
export const noteOf = ({ scale, rating: before }: Pick<Held, 'scale' | 'rating'>, rating: number) => ({
  code: before === null ? 'survey_rated' : 'survey_changed',
  values: { rating, scale, ...(before === null ? {} : { before }) },
});
