import type { Locale } from '@meada/contract/primitives';
import { ratingTitle, type SurveyScale } from '@meada/contract/surveys';
import { useTranslation } from 'react-i18next';

type Values = Record<string, string | number | boolean | null>;

/** Words of a line of the thread about a survey: asked, left out, rated, changed, commented. */
export function SurveyLine({ code, values }: { code: string; values: Values }) {
  const { t, i18n } = useTranslation('surveys');
  const titleOf = (rating: unknown) =>
    ratingTitle(values.scale as SurveyScale, Number(rating), i18n.language as Locale);
  if (code === 'survey_skipped')
    return t('line.survey_skipped', { reason: t(`reason.${values.reason}`, { defaultValue: '' }) });
  if (code === 'survey_commented') return t('line.survey_commented', { text: values.text });
  if (code === 'survey_rated') return t('line.survey_rated', { rating: titleOf(values.rating) });
  if (code === 'survey_changed')
    return t('line.survey_changed', { rating: titleOf(values.rating), before: titleOf(values.before) });
  return t('line.survey_sent');
}
