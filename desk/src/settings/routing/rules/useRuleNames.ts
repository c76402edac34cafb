import type { ConditionName, IntakeConditions, IntakeRule } from '@meada/contract/routes/intake';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useInboxRefs, useLabels } from '../../../api/queries.ts';
import { segmentsQuery } from '../../../segments/queries.ts';
import { useNames } from '../useNames.ts';
import { languageName, languages } from './values.ts';

type Choice = { value: string; label: string };
export type ListName = Exclude<ConditionName, 'loudness'>;

const named = (list: readonly { id: string; name: string }[]): Choice[] =>
  list.map(({ id, name }) => ({ value: id, label: name }));

/** What each list of conditions can be chosen from, in the reader's words. */
export function useChoices(): Record<ListName, Choice[]> {
  const { t, i18n } = useTranslation(['intake', 'conversations', 'work']);
  const { data: segments = [] } = useQuery(segmentsQuery);
  return {
    languages: languages.map((value) => ({ value, label: languageName(value, i18n.language) })),
    labelIds: named(useLabels()),
    segmentIds: named(segments),
    inboxIds: named(useInboxRefs()),
    kinds: (['conversation', 'callback', 'complaint', 'review'] as const).map((value) => ({
      value,
      label: t(`kind.${value}`),
    })),
    priorities: (['urgent', 'high', 'normal', 'low'] as const).map((value) => ({
      value,
      label: t(`conversations:priority.${value}`),
    })),
  };
}

/** A rule in one sentence: what it asks for, where it sends. */
export function useRuleWords(): (rule: IntakeRule) => string {
  const { t, i18n } = useTranslation(['intake', 'settings']);
  const choices = useChoices();
  const names = useNames();
  const or = new Intl.ListFormat(i18n.language, { type: 'disjunction' });
  const and = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const conditionWords = (conditions: IntakeConditions): string[] => [
    ...(Object.keys(choices) as ListName[]).flatMap((name) => {
      if (conditions[name].length === 0) return [];
      const chosen = conditions[name].map(
        (one) => choices[name].find(({ value }) => value === one)?.label ?? t('settings:kit.gone'),
      );
      return [`${t(`condition.${name}`)}: ${or.format(chosen)}`];
    }),
    ...(conditions.loudness === null ? [] : [t('words.loudness', { level: conditions.loudness })]),
  ];
  return ({ conditions, queueId, skills, weight }) => {
    const asks = conditionWords(conditions);
    const when = asks.length > 0 ? asks.join(' · ') : t('words.all');
    const queue = queueId ? (names.queues.get(queueId) ?? '?') : t('words.usual');
    const known = skills.map(({ skillId, level }) => `${names.skills.get(skillId) ?? '?'} ≥ ${level}`);
    const sentence =
      known.length > 0
        ? t('words.skilled', { when, queue, skills: and.format(known) })
        : t('words.plain', { when, queue });
    return weight === null ? sentence : t('words.weighed', { sentence, count: weight });
  };
}
