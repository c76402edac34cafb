import type { Locale } from '@meada/contract/primitives';
import { ratingTitle, type SurveyScale } from '@meada/contract/surveys';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ofConversationQuery } from './queries.ts';

type Values = Record<string, string | number | boolean | null>;
type Props = { code: string; values: Values; conversationId: string };

/** The words stand with the survey, where they are erased. */
function Commented({ conversationId, surveyId }: { conversationId: string; surveyId: string }) {
  const { t } = useTranslation('surveys');
  const list = useQuery(ofConversationQuery(conversationId)).data;
  const text = list?.find(({ id }) => id === surveyId)?.comment;
  return text ? t('line.survey_commented', { text }) : t('line.commented');
}

/** Words of a line of the thread about a survey: asked, left out, rated, changed, commented. */
export function SurveyLine({ code, values, conversationId }: Props) {
  const { t, i18n } = useTranslation('surveys');
  const titleOf = (rating: unknown) =>
    ratingTitle(values.scale as SurveyScale, Number(rating), i18n.language as Locale);
  if (code === 'survey_skipped')
    return t('line.survey_skipped', { reason: t(`reason.${values.reason}`, { defaultValue: '' }) });
  if (code === 'survey_commented')
    return <Commented conversationId={conversationId} surveyId={String(values.surveyId)} />;
  if (code === 'survey_rated') return t('line.survey_rated', { rating: titleOf(values.rating) });
  if (code === 'survey_changed')
    return t('line.survey_changed', { rating: titleOf(values.rating), before: titleOf(values.before) });
  return t('line.survey_sent');
}
