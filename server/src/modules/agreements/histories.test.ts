import type { Promised } from '@meada/contract/agreements';
import { expect, it } from 'vitest';
import type { BusinessHours } from '../hours/index.ts';
import { type Happened, nothingCounted, owedBy, replayed } from './rules.ts';

/**
 * Eight histories over eight calendars, each told minute by minute by a clock that knows nothing of spans: it asks the zone
 * what time it is, and whether somebody is there then.
 */

const minute = 60_000;
const terms = {
  targets: { first_answer: 90 * minute, next_answer: 45 * minute, resolution: 960 * minute },
  warnBefore: 20 * minute,
};
const promises: readonly Promised[] = ['first_answer', 'next_answer', 'resolution'];

const days = (list: readonly number[], ...stretches: string[]): BusinessHours['week'] =>
  list.flatMap((day) =>
    stretches.map((one) => ({ day, from: one.split('-')[0] ?? '', to: one.split('-')[1] ?? '' })),
  );
const weekdays = [1, 2, 3, 4, 5];
const hours = (timeZone: string, week: BusinessHours['week'], some: Partial<BusinessHours> = {}) => ({
  ...{ timeZone, week, holidays: 'none' as const, own: [], exceptions: [] },
  ...some,
});
const split = days(weekdays, '08:00-11:30', '13:00-17:30');
const nights = days([0, 1, 2, 3, 4, 5, 6], '22:00-24:00', '00:00-06:00');
const sp = 'America/Sao_Paulo';

/** The calendar, and the wall clock at which the first thing happens. */
const calendars: Record<string, [BusinessHours, string]> = {
  'Carnival, split shifts': [hours(sp, split, { holidays: 'optional' }), '2026-02-13T16:10'],
  'Good Friday after half a day of the firm’s own': [
    hours(sp, split, {
      holidays: 'national',
      own: [{ on: '2026-04-02', open: { from: '09:00', to: '12:00' } }],
    }),
    '2026-04-02T10:45',
  ],
  'New York forward, open on that Sunday': [
    hours('America/New_York', days([0, 6], '00:00-24:00')),
    '2026-03-07T23:20',
  ],
  'New York back, the hour that is shown twice': [
    hours('America/New_York', days([0, 1, 2], '00:30-04:00', '20:00-22:00')),
    '2026-11-01T00:40',
  ],
  'Lisbon forward, by night': [hours('Europe/Lisbon', nights), '2026-03-28T23:30'],
  'Santiago back at midnight': [
    hours('America/Santiago', days([0, 6], '18:00-24:00', '00:00-03:00')),
    '2026-04-04T22:15',
  ],
  'a holiday, a closed day and an open Sunday': [
    hours(sp, split, {
      holidays: 'national',
      exceptions: [
        { day: '2026-09-06', stretches: [{ from: '10:00', to: '14:00' }] },
        { day: '2026-09-08', stretches: [] },
      ],
    }),
    '2026-09-04T17:05',
  ],
  'Christmas to New Year, half an hour off the hour': [
    hours('Asia/Kathmandu', days(weekdays, '09:15-17:45'), {
      holidays: 'national',
      own: ['12-24', '12-31'].map((on) => ({ on, open: { from: '09:15', to: '13:00' } })),
    }),
    '2026-12-24T11:00',
  ],
};

/** What happens, by minutes after the beginning. */
const histories: Record<string, string> = {
  'nobody answers': 'wrote@0',
  'answered, and again': 'wrote@0 answered@50 wrote@70',
  'waits for the customer over closings': 'wrote@0 waits@30 wrote@2900',
  'answers late, resolves': 'wrote@0 answered@200 wrote@300 wrote@310 answered@1500 resolved@1600',
  'comes back after the end': 'wrote@0 resolved@120 wrote@2880',
  'reopened by a colleague': 'wrote@0 answered@100 resolved@120 reopened@4000',
  'goes on by itself': 'wrote@0 waits@10 goes_on@3000 answered@3100 wrote@3200',
  'we wrote first': 'answered@0 wrote@600 waits@700 resolved@5000 reopened@5100 wrote@5200',
};

/** From a printed calendar. */
const easters: Record<number, string> = { 2026: '2026-04-05', 2027: '2027-03-28' };
const easterSunday = (year: number): string => easters[year] ?? '';

const optional = (year: number): Set<string> => {
  const easter = Date.parse(`${easterSunday(year)}T00:00:00Z`);
  return new Set(
    [-48, -47, 60].map((days) => new Date(easter + days * 1440 * minute).toISOString().slice(0, 10)),
  );
};
const national = '01-01 04-21 05-01 09-07 10-12 11-02 11-15 11-20 12-25'.split(' ');

function isHoliday({ holidays }: BusinessHours, day: string): boolean {
  const year = Number(day.slice(0, 4));
  const friday = new Date(Date.parse(`${easterSunday(year)}T00:00:00Z`) - 2 * 1440 * minute);
  if (holidays === 'none') return false;
  if (national.includes(day.slice(5)) || day === friday.toISOString().slice(0, 10)) return true;
  return holidays === 'optional' && optional(year).has(day);
}

/** Whether somebody is there while the clock shows this day and time. */
function isThere(calendar: BusinessHours, day: string, time: string): boolean {
  const on = (list: readonly { from: string; to: string }[]) =>
    list.some(({ from, to }) => from <= time && time < to);
  const exception = calendar.exceptions.find((one) => one.day === day);
  if (exception) return on(exception.stretches);
  if (isHoliday(calendar, day)) return false;
  const own = calendar.own.find((one) => one.on === day || one.on === day.slice(5));
  if (own && (!own.open || !on([own.open]))) return false;
  return on(calendar.week.filter((one) => one.day === new Date(`${day}T00:00:00Z`).getUTCDay()));
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** "2026-03-08 03:15" by the clocks of a zone. */
function shownAt(timeZone: string, at: number): string {
  const usual = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  const format = formats.get(timeZone) ?? usual;
  formats.set(timeZone, format);
  return format.format(at);
}

/** The first instant at which the zone's clocks show this. */
function instantOf(timeZone: string, wall: string): number {
  const near = Date.parse(`${wall}Z`);
  for (let at = near - 15 * 60 * minute; at < near + 15 * 60 * minute; at += minute)
    if (shownAt(timeZone, at) === wall.replace('T', ' ')) return at;
  throw new Error(`never shown: ${wall}`);
}

type Told = { state: 'idle' | 'on' | 'over'; spent: number; due: number | null };

/** What each promise has come to by looking at every minute; `due` as things stand after the last of what happened. */
function told(calendar: BusinessHours, begin: number, history: readonly Happened[]): Record<Promised, Told> {
  const clocks = Object.fromEntries(
    promises.map((what): [Promised, Told] => [what, { state: 'idle', spent: 0, due: null }]),
  ) as Record<Promised, Told>;
  const { first_answer: first, next_answer: next, resolution } = clocks;
  let onCustomer = false;
  const happen = ({ type }: Happened): void => {
    onCustomer = type === 'waits' || (type === 'answered' && onCustomer);
    if (type === 'wrote') {
      if (first.state === 'idle') first.state = 'on';
      else if (first.state === 'over' && next.state !== 'on') Object.assign(next, { state: 'on', spent: 0 });
      resolution.state = 'on';
    }
    if (type === 'answered') {
      first.state = 'over';
      if (next.state === 'on') next.state = 'over';
      if (resolution.state === 'idle') resolution.state = 'on';
    }
    if (type === 'resolved')
      for (const one of [first, next, resolution]) if (one.state !== 'idle') one.state = 'over';
    if (type === 'reopened' && resolution.state === 'over') resolution.state = 'on';
  };
  const last = history.at(-1)?.at ?? begin;
  const most = last + 60 * 1440 * minute;
  for (let at = begin; at <= most; at += minute) {
    for (const one of history) if (one.at === at) happen(one);
    if (at === last) for (const one of Object.values(clocks)) one.due = null;
    const [day = '', time = ''] = shownAt(calendar.timeZone, at).split(' ');
    const running = promises.filter((what) => clocks[what].state === 'on' && !onCustomer);
    if (at > last && running.every((what) => clocks[what].due !== null)) break;
    if (!isThere(calendar, day, time)) continue;
    for (const what of running) {
      clocks[what].spent += at < last ? 1 : 0;
      if (at >= last) count(clocks[what], what, at);
    }
  }
  return clocks;
}

const ran = new WeakMap<Told, number>();
function count(clock: Told, what: Promised, at: number): void {
  const more = (ran.get(clock) ?? 0) + 1;
  ran.set(clock, more);
  if (clock.due === null && clock.spent + more === terms.targets[what] / minute) clock.due = at + minute;
}

const cases = Object.entries(calendars).flatMap(([calendar, [by, wall]]) =>
  Object.entries(histories).map(([story, text]) => [calendar, story, by, wall, text] as const),
);

it('there are as many as are called for', () => expect(cases.length).toBeGreaterThanOrEqual(60));

it.each(cases)('%s: %s', (_calendar, _story, by, wall, text) => {
  const begin = instantOf(by.timeZone, wall);
  const history = text.split(' ').map((word, place): Happened => {
    const [type = '', after] = word.split('@');
    return {
      type: type as Happened['type'],
      at: begin + Number(after) * minute,
      seq: place + 1,
      personId: null,
    };
  });
  const expected = told(by, begin, history);
  const { counted } = replayed(nothingCounted(), history, by);
  const open = new Map(owedBy(counted, terms, by).map((one) => [one.what as Promised, one]));
  for (const what of promises) {
    const { state, spent, due } = expected[what];
    const clock = counted.clocks[what];
    expect([what, open.has(what)]).toEqual([what, state === 'on']);
    if (state !== 'on') expect([what, clock.spent / minute]).toEqual([what, spent]);
    // What ran out before is due in the past: only what is still ahead is told by the minutes after.
    const left = terms.targets[what] / minute - spent;
    if (state === 'on' && left > 0) expect([what, open.get(what)?.dueAt ?? null]).toEqual([what, due]);
  }
});

it.each([
  // Friday 13 February, 16:10: eighty minutes until half past five, ten more on Ash Wednesday.
  ['Carnival, split shifts', 'first_answer', '2026-02-18 08:10'],
  // Thursday 10:45: until noon on half a day cut to the shift's end at 11:30, then the Monday after Easter.
  ['Good Friday after half a day of the firm’s own', 'first_answer', '2026-04-06 08:45'],
  // Saturday 23:20: ninety minutes later it is 00:50, before the hour is lost.
  ['New York forward, open on that Sunday', 'first_answer', '2026-03-08 00:50'],
  // Sunday 00:40: ninety minutes later it is 01:10 for the second time.
  ['New York back, the hour that is shown twice', 'first_answer', '2026-11-01 01:10'],
  // Saturday 23:30: the hour from one to two is not there.
  ['Lisbon forward, by night', 'first_answer', '2026-03-29 02:00'],
  // Saturday 22:15, the clocks go back at midnight to 23:00: 23:45 for the first time.
  ['Santiago back at midnight', 'first_answer', '2026-04-04 23:45'],
  // Friday 17:05: twenty-five minutes, then sixty-five on the Sunday that is open.
  ['a holiday, a closed day and an open Sunday', 'first_answer', '2026-09-06 11:05'],
  // Christmas Eve at eleven: two hours until one.
  ['Christmas to New Year, half an hour off the hour', 'first_answer', '2026-12-24 12:30'],
] as const)('by hand: %s', (calendar, what, shown) => {
  const [by, wall] = calendars[calendar] ?? [];
  if (!by || !wall) throw new Error('no such calendar');
  const wrote = { type: 'wrote' as const, at: instantOf(by.timeZone, wall), seq: 1, personId: null };
  const open = owedBy(replayed(nothingCounted(), [wrote], by).counted, terms, by);
  const due = open.find((one) => one.what === what)?.dueAt ?? 0;
  expect(shownAt(by.timeZone, due)).toBe(shown);
});
