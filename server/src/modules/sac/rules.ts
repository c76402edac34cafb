import { type SacDuty, type SacDutyCode, type SacFix, type SacState, sacArticles } from '@meada/contract/sac';
import type { BusinessHours } from '../hours/index.ts';

/** What the evidence says of each duty of the decree: pure. */

/** An inbox that serves a brand of the decree. */
export type SacInbox = {
  id: string;
  name: string;
  /** Says words by itself; public sites and the counter do not. */
  carriesText: boolean;
  hours: BusinessHours | null;
  hasAwayMessage: boolean;
  /** Asks who somebody is before the first word. */
  asksFirst: boolean;
  /** People who answer there: of its team, or all. */
  people: number;
};

type ToldFacts = {
  demands: number;
  told: number;
  failed: number;
  unreachable: number;
  medianSeconds: number | null;
};
type AnswerFacts = {
  kept: number;
  late: number;
  open: number;
  openLate: number;
  near: number;
  unanswered: number;
};
type RequestFacts = {
  asked: number;
  inTime: number;
  late: number;
  open: number;
  openLate: number;
  medianSeconds: number | null;
};
export type SacFacts = {
  inboxes: readonly SacInbox[];
  told: ToldFacts;
  answers: AnswerFacts;
  histories: RequestFacts;
  cancellations: RequestFacts & { undone: number };
  ads: { held: number; sentWhileWaiting: number };
  /** Days each kind is kept; null: for ever. */
  retention: { messages: number | null; conversations: number | null; attachments: number | null };
  keptRecords: number;
};

type Verdict = { state: SacState; why: string; numbers?: Record<string, number | null>; fixes?: SacFix[] };
const inboxFix = ({ id, name }: SacInbox): SacFix => ({ what: 'inbox', id, name });
const unmeasured = (why: string, fixes: SacFix[] = []): Verdict => ({ state: 'unmeasured', why, fixes });

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const dayMinutes = 1440;

/** Minutes somebody is there on each day of the week, Sunday first; without hours or without a week: the whole day. */
export function minutesByDay(hours: BusinessHours | null): number[] {
  const days = [0, 1, 2, 3, 4, 5, 6];
  if (!hours || hours.week.length === 0) return days.map(() => dayMinutes);
  return days.map((day) =>
    Math.min(
      dayMinutes,
      hours.week
        .filter((one) => one.day === day)
        .reduce((sum, { from, to }) => sum + minutesOf(to) - minutesOf(from), 0),
    ),
  );
}

const leastMinutes = 8 * 60;

function alwaysOpen({ inboxes }: SacFacts): Verdict {
  const open = inboxes.filter(({ carriesText }) => carriesText);
  if (open.length === 0) return { state: 'broken', why: 'no_inbox' };
  const silent = open.filter(({ hours, hasAwayMessage }) => hours !== null && !hasAwayMessage);
  const numbers = { inboxes: open.length, silent: silent.length };
  if (silent.length === 0) return { state: 'kept', why: 'open_all_day', numbers };
  const why = silent.length === open.length ? 'all_silent' : 'some_silent';
  return { state: 'risk', why, numbers, fixes: silent.map(inboxFix) };
}

/** The best inbox of each day counts: the decree asks for one way to a human, not for all. */
function humanHours({ inboxes }: SacFacts): Verdict {
  const open = inboxes.filter(({ carriesText }) => carriesText);
  if (open.length === 0) return { state: 'broken', why: 'no_inbox' };
  const fixes: SacFix[] = [{ what: 'hours', id: null, name: '' }];
  if (open.every(({ hours }) => hours === null)) return { state: 'risk', why: 'no_hours', fixes };
  const said = open.filter(({ hours }) => hours !== null).map(({ hours }) => minutesByDay(hours));
  const best = [0, 1, 2, 3, 4, 5, 6].map((day) => Math.max(...said.map((days) => days[day] ?? 0)));
  const short = best.filter((minutes) => minutes < leastMinutes).length;
  const numbers = { shortDays: short, leastHours: Math.round((Math.min(...best) / 60) * 10) / 10 };
  if (short === 0) return { state: 'kept', why: 'eight_hours', numbers };
  const weekday = best.slice(1, 6).some((minutes) => minutes < leastMinutes);
  return weekday
    ? { state: 'broken', why: 'short_weekday', numbers, fixes }
    : { state: 'risk', why: 'short_weekend', numbers, fixes };
}

function noDataFirst({ inboxes }: SacFacts): Verdict {
  const asking = inboxes.filter(({ asksFirst }) => asksFirst);
  const numbers = { inboxes: inboxes.length, asking: asking.length };
  if (inboxes.length === 0) return unmeasured('no_inbox');
  return asking.length === 0
    ? { state: 'kept', why: 'nothing_asked', numbers }
    : { state: 'broken', why: 'asks_first', numbers, fixes: asking.map(inboxFix) };
}

function humanReachable({ inboxes }: SacFacts): Verdict {
  const open = inboxes.filter(({ carriesText }) => carriesText);
  if (open.length === 0) return { state: 'broken', why: 'no_inbox' };
  const empty = open.filter(({ people }) => people === 0);
  const numbers = { inboxes: open.length, empty: empty.length };
  return empty.length === 0
    ? { state: 'kept', why: 'people_everywhere', numbers }
    : { state: 'broken', why: 'nobody_there', numbers, fixes: empty.map(inboxFix) };
}

function protocol({ told: { demands, told, failed, unreachable, medianSeconds } }: SacFacts): Verdict {
  if (demands === 0) return unmeasured('no_demand');
  const untold = demands - told;
  const numbers = { demands, told, untold, failed, medianSeconds };
  if (untold === 0) return { state: 'kept', why: 'all_told', numbers };
  // Public comments, groups and mails that ask for silence: the house may say nothing there by itself.
  return untold === unreachable
    ? { state: 'risk', why: 'some_unreachable', numbers }
    : { state: 'broken', why: 'some_untold', numbers };
}

function answer({ answers, told }: SacFacts): Verdict {
  const { kept, late, open, openLate, near } = answers;
  if (told.demands === 0) return unmeasured('no_demand');
  const numbers = { demands: told.demands, kept, late, open, openLate, near };
  if (late + openLate > 0) return { state: 'broken', why: 'some_late', numbers };
  return near > 0
    ? { state: 'risk', why: 'some_near', numbers }
    : { state: 'kept', why: 'all_in_time', numbers };
}

function conclusion({ answers: { kept, late, unanswered } }: SacFacts): Verdict {
  const ended = kept + late;
  if (ended === 0) return unmeasured('none_ended');
  const numbers = { ended, unanswered };
  return unanswered === 0
    ? { state: 'kept', why: 'all_concluded', numbers }
    : { state: 'risk', why: 'ended_unanswered', numbers };
}

function requested({ asked, inTime, late, open, openLate, medianSeconds }: RequestFacts): Verdict {
  if (asked === 0) return unmeasured('none_asked');
  const numbers = { asked, inTime, late: late + openLate, open, medianSeconds };
  if (late + openLate > 0) return { state: 'broken', why: 'some_late', numbers };
  return open > 0
    ? { state: 'risk', why: 'some_open', numbers }
    : { state: 'kept', why: 'all_in_time', numbers };
}

function cancellation({ cancellations }: SacFacts): Verdict {
  const verdict = requested(cancellations);
  if (cancellations.asked === 0) return verdict;
  const numbers = { ...verdict.numbers, undone: cancellations.undone };
  const isFine = verdict.state === 'kept' && cancellations.undone > 0;
  return isFine ? { state: 'risk', why: 'some_undone', numbers } : { ...verdict, numbers };
}

function noAds({ ads: { held, sentWhileWaiting } }: SacFacts): Verdict {
  const numbers = { held, sentWhileWaiting };
  return sentWhileWaiting > 0
    ? { state: 'broken', why: 'ads_sent', numbers }
    : { state: 'kept', why: held > 0 ? 'ads_held' : 'no_ads', numbers };
}

/** Two years with a leap day in them (art. 12 § 5), and how long a recorded call is kept (§ 3). */
export const recordDays = 731;
const recordingDays = 90;

const atLeast = (days: number | null, least: number): boolean => days === null || days >= least;
const shortest = (days: readonly (number | null)[]): number | null => {
  const said = days.filter((one): one is number => one !== null);
  return said.length === 0 ? null : Math.min(...said);
};
const retentionFix: SacFix[] = [{ what: 'retention', id: null, name: '' }];

function records({ retention: { messages, conversations, attachments }, keptRecords }: SacFacts): Verdict {
  const all = [messages, conversations, attachments];
  const numbers = { days: shortest(all), keptRecords };
  return all.every((days) => atLeast(days, recordDays))
    ? { state: 'kept', why: 'records_kept', numbers }
    : { state: 'broken', why: 'records_short', numbers, fixes: retentionFix };
}

function recordings({ retention: { attachments } }: SacFacts): Verdict {
  const numbers = { days: attachments };
  return atLeast(attachments, recordingDays)
    ? { state: 'kept', why: 'recordings_kept', numbers }
    : { state: 'broken', why: 'recordings_short', numbers, fixes: retentionFix };
}

const verdicts: Record<SacDutyCode, (facts: SacFacts) => Verdict> = {
  protocol,
  answer,
  conclusion,
  history: ({ histories }) => requested(histories),
  cancellation,
  records,
  recordings,
  no_ads: noAds,
  no_data_first: noDataFirst,
  always_open: alwaysOpen,
  human_hours: humanHours,
  human_reachable: humanReachable,
  no_repeat: () => unmeasured('see_repetition', [{ what: 'repetition', id: null, name: '' }]),
  telephone: () => unmeasured('outside_telephone'),
  call_back: () => unmeasured('outside_telephone'),
  free: () => unmeasured('outside_prices'),
  accessible: () => unmeasured('outside_access'),
};

/** Every duty with its evidence: what is broken first, what cannot be measured last. */
export function dutiesOf(facts: SacFacts): SacDuty[] {
  const order: SacState[] = ['broken', 'risk', 'kept', 'unmeasured'];
  const codes = Object.keys(verdicts) as SacDutyCode[];
  return codes
    .map((code) => {
      const { state, why, numbers = {}, fixes = [] } = verdicts[code](facts);
      return { code, article: sacArticles[code], state, why, numbers, fixes };
    })
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}
