import type { Content } from '@meada/contract/content';
import { readPress, readRating, type SurveyScale } from '@meada/contract/surveys';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Questions, StandingQuestion } from '../conversations/index.ts';
import { noteOf } from './rate-survey.ts';
import { decideRating, type RatedBy } from './rules.ts';
import { type Held, standingSurveys, writeRating } from './store.ts';
import { thanks } from './texts.ts';
import { surveyToken } from './tokens.ts';

type OpenSurvey = StandingQuestion & Held & { now: Date; link: string; before: Held };

/** The pressed button of a content, or the words a person typed. */
const pressOf = (content: Content): ReturnType<typeof readPress> =>
  content.kind === 'button_reply' || content.kind === 'list_reply' ? readPress(content.id) : null;
const wordsOf = (content: Content): string | null => (content.kind === 'text' ? content.text : null);

/** Which rating a content gives a survey. */
function ratingOf(survey: OpenSurvey, content: Content): { rating: number; by: RatedBy } | null {
  const press = pressOf(content);
  if (press) return press.surveyId === survey.id ? { rating: press.rating, by: 'press' } : null;
  const rating = readRating(wordsOf(content) ?? '', survey.scale);
  return rating === null ? null : { rating, by: 'word' };
}

/** Thanks, with the way to say more: a button where there are buttons; nothing where every part of a text costs. */
function thanksFor(
  survey: OpenSurvey,
  { locale, capabilities }: Parameters<Questions['take']>[2],
): Content | null {
  const { plain, comment, button } = thanks[locale];
  if (capabilities.countsParts) return null;
  if (!survey.comments) return { v: 1, kind: 'text', text: plain };
  if (!capabilities.sends.includes('buttons'))
    return { v: 1, kind: 'text', text: `${comment} ${survey.link}` };
  const buttons = [{ id: 'survey-comment', title: button, url: survey.link }];
  return { v: 1, kind: 'buttons', text: comment, buttons };
}

const scales: readonly SurveyScale[] = ['faces', 'stars', 'thumbs'];

/** What receiving asks of surveys. */
export const surveyQuestions: Questions = {
  mayAnswer: (content) => {
    if (pressOf(content)) return true;
    const words = wordsOf(content);
    return words !== null && words.length <= 40 && scales.some((scale) => readRating(words, scale) !== null);
  },
  standing: async (ctx: Ctx, conversationIds) =>
    (await standingSurveys(ctx, conversationIds)).map((survey): OpenSurvey => {
      const token = surveyToken(ctx.secrets, { orgId: ctx.orgId, surveyId: survey.id });
      const link = `${ctx.publicUrl}/pesquisa/${token}`;
      return { ...survey, now: ctx.clock.now(), link, before: { ...survey } };
    }),
  answers: (question, content, alone) => {
    const survey = question as OpenSurvey;
    const said = ratingOf(survey, content);
    if (!said || (said.by === 'word' && !alone)) return false;
    // A word after the time of changing is a word to a person; a press is never anything else.
    const outcome = decideRating(survey, { ...said, now: survey.now });
    return said.by === 'press' || outcome === 'rated' || outcome === 'changed' || outcome === 'same';
  },
  take: (question, content, way) => {
    const survey = question as OpenSurvey;
    const said = ratingOf(survey, content);
    const outcome = said && decideRating(survey, { ...said, now: survey.now });
    if (!said || (outcome !== 'rated' && outcome !== 'changed')) return { note: null, thanks: null };
    const answer = {
      note: noteOf(survey, said.rating),
      thanks: survey.thanked ? null : thanksFor(survey, way),
    };
    Object.assign(survey, { rating: said.rating, ratedAt: survey.ratedAt ?? survey.now, ratedBy: said.by });
    survey.thanked = true;
    return answer;
  },
  write: async (ctx, answered) => {
    for (const survey of new Set(answered.map(({ question }) => question as OpenSurvey))) {
      const { rating, ratedBy, before } = survey;
      if (rating === null || !ratedBy || rating === before.rating) continue;
      await writeRating(ctx, { ...survey, ratedAt: before.ratedAt }, { rating, by: ratedBy, thanked: true });
    }
  },
};
