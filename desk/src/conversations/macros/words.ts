import type { BulkAction, MacroAction, Snooze } from '@meada/contract/macros';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useCanned, useLabels, usePeople, useTeams } from '../../api/queries.ts';
import { useStatuses } from '../statuses/statuses.ts';

type Named = readonly { id: string; name: string }[];
type Known = {
  t: TFunction<'macros'>;
  locale: string;
  people: readonly { id: string; name: string; active: boolean }[];
  teams: Named;
  labels: Named;
  canned: readonly { id: string; title: string }[];
  statuses: readonly { id: string; name: string; archived: boolean }[];
};

const nameIn = ({ t }: Known, list: Named, id: string | undefined): string =>
  list.find((one) => one.id === id)?.name ?? t('gone');

/** Who is deactivated is named as such: nothing can be given to them. */
function personIn(known: Known, id: string | undefined): string {
  const person = known.people.find((one) => one.id === id);
  return person && !person.active
    ? known.t('inactive', { name: person.name })
    : nameIn(known, known.people, id);
}

/** A Sunday, for the names of the days. */
const sunday = Date.UTC(2026, 0, 4);

/** The name of a weekday (0 = Sunday). */
export const weekdayName = (day: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(sunday + day * 86_400_000);

function snoozeWords({ t, locale }: Known, snooze: Snooze): string {
  if ('minutes' in snooze)
    return snooze.minutes % 60 === 0
      ? t('for.hours', { count: snooze.minutes / 60 })
      : t('for.minutes', { count: snooze.minutes });
  if ('days' in snooze) return t('for.days', { count: snooze.days, time: snooze.time });
  return t('for.weekday', { day: weekdayName(snooze.weekday, locale), time: snooze.time });
}

type StatusAction = Extract<MacroAction, { kind: 'status' }>;

/** Until what it is put aside: a moment, something that happens, or whichever comes first. */
function asideWords(known: Known, { snooze, wake }: StatusAction): string {
  const moment = snooze && snoozeWords(known, snooze);
  if (!wake) return moment ?? '';
  const event = known.t(`for.event.${wake}`);
  return moment ? known.t('for.atMost', { event, moment }) : event;
}

/** One of the firm's own statuses by its name; that of the category without. */
function statusWords({ t, statuses }: Known, { status, statusId }: StatusAction): string {
  if (!statusId) return t(`does.${status}`);
  const own = statuses.find(({ id }) => id === statusId);
  const name = own?.name ?? t('gone');
  return t('does.status', { name: own?.archived ? t('archived', { name }) : name });
}

type Action = MacroAction | Exclude<BulkAction, { kind: 'macro' }>;
type Telling = { [K in Action['kind']]: (known: Known, action: Extract<Action, { kind: K }>) => string };

const tell: Telling = {
  reply: ({ t, canned }, { cannedId, text }) =>
    t('does.reply', {
      words: cannedId ? (canned.find(({ id }) => id === cannedId)?.title ?? t('gone')) : text,
    }),
  note: ({ t }, { text }) => t('does.note', { words: text }),
  status: (known, action) =>
    action.status === 'snoozed'
      ? `${known.t('does.snoozed')} ${asideWords(known, action)}`
      : statusWords(known, action),
  assign: (known, { to, assigneeId, teamId }) => {
    if (to === 'me' || to === 'nobody') return known.t(`does.assign_${to}`);
    const name = to === 'team' ? nameIn(known, known.teams, teamId) : personIn(known, assigneeId);
    return known.t('does.assign', { name });
  },
  labels: (known, { mode, labelIds }) =>
    known.t(`does.labels_${mode}`, {
      names: labelIds.map((id) => nameIn(known, known.labels, id)).join(', '),
    }),
  priority: ({ t }, { priority }) => t('does.priority', { priority: t(`priority.${priority}`) }),
  follow: ({ t }, { follow }) => t(follow ? 'does.follow' : 'does.unfollow'),
  field: ({ t }, { name, value }) => t('does.field', { name, value: String(value ?? '—') }),
  read: ({ t }) => t('does.read'),
};

/** What an action does, in a sentence. */
export function useActionWords(): (action: Action) => string {
  const { t, i18n } = useTranslation('macros');
  const known: Known = {
    t,
    locale: i18n.language,
    people: usePeople(),
    teams: useTeams(),
    labels: useLabels(),
    canned: useCanned(),
    statuses: useStatuses(),
  };
  return (action) => (tell[action.kind] as (known: Known, action: Action) => string)(known, action);
}
