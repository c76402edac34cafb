import type { IntakeRule } from '@meada/contract/routes/intake';
import { listIntakeRules } from '@meada/contract/routes/intake';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../../api/call.ts';
import { keys } from '../../../api/keys.ts';

export type RulesValues = { items: IntakeRule[] };

export const rulesQuery = queryOptions({
  queryKey: [...keys.routing, 'rules'],
  queryFn: ({ signal }) => call(listIntakeRules, undefined, { signal }).then((list) => list.items),
});

/** A rule that asks nothing and sends nowhere yet. */
export const freshRule = (name: string): IntakeRule => ({
  ...{ name, active: true, queueId: null, skills: [], weight: null },
  conditions: {
    ...{ inboxIds: [], kinds: [], languages: [], labelIds: [], segmentIds: [], priorities: [] },
    loudness: null,
  },
});

/** Languages customers write in most; each can be told from a sentence. */
export const languages = ['pt', 'es', 'en', 'fr', 'it', 'de', 'ja', 'zh', 'ar', 'ru', 'ko', 'nl'] as const;

/** "inglês". */
export const languageName = (code: string, locale: string): string =>
  new Intl.DisplayNames(locale, { type: 'language' }).of(code) ?? code;
