import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBusinessTime,
  type BusinessHours,
  businessTimeBetween,
  isAtWork,
  opensNext,
  stretchAt,
} from './index.ts';

const minute = 60_000;

/** A week in short: `1-5 09:00-12:00 13:00-18:00; 6 09:00-13:00`. */
function week(text: string): BusinessHours['week'] {
  if (text === '') return [];
  return text.split(';').flatMap((part) => {
    const [days = '', ...stretches] = part.trim().split(' ');
    const [first = 0, last = first] = days.split('-').map(Number);
    return stretches.flatMap((stretch) => {
      const [from = '', to = ''] = stretch.split('-');
      return Array.from({ length: last - first + 1 }, (_, n) => ({ day: first + n, from, to }));
    });
  });
}

const hoursOf = (text: string, over: Partial<BusinessHours> = {}): BusinessHours => ({
  timeZone: 'America/Sao_Paulo',
  week: week(text),
  holidays: 'national',
  own: [],
  exceptions: [],
  ...over,
});

const office = '1-5 09:00-18:00';
const calendars: Record<string, BusinessHours> = {
  office: hoursOf(office),
  split: hoursOf('1-5 09:00-12:00 13:30-18:00; 6 09:00-13:00'),
  optional: hoursOf(office, { holidays: 'optional' }),
  town: hoursOf(office, { own: [{ on: '2026-01-26', open: null }] }),
  eve: hoursOf(office, {
    exceptions: [
      { day: '2026-12-24', stretches: [{ from: '09:00', to: '12:00' }] },
      { day: '2026-12-28', stretches: [] },
      { day: '2026-12-25', stretches: [{ from: '10:00', to: '11:00' }] },
    ],
  }),
  always: hoursOf('', { holidays: 'none' }),
  nearly: hoursOf(''),
  night: hoursOf('0-6 00:00-06:00 22:00-24:00', { holidays: 'none' }),
  york: hoursOf('0-6 00:00-24:00', { timeZone: 'America/New_York', holidays: 'none' }),
  yorkNight: hoursOf('0-6 01:00-04:00', { timeZone: 'America/New_York', holidays: 'none' }),
  yorkOffice: hoursOf(office, { timeZone: 'America/New_York', holidays: 'none' }),
  madrid: hoursOf('0-6 00:00-04:00', { timeZone: 'Europe/Madrid', holidays: 'none' }),
  summer: hoursOf('0-6 00:00-02:00 22:00-24:00', { holidays: 'none' }),
  howe: hoursOf('0-6 01:00-03:00', { timeZone: 'Australia/Lord_Howe', holidays: 'none' }),
  nepal: hoursOf(office, { timeZone: 'Asia/Kathmandu', holidays: 'none' }),
  apia: hoursOf('0-6 09:00-10:00', { timeZone: 'Pacific/Apia', holidays: 'none' }),
  newfoundland: hoursOf('0-6 00:00-24:00', { timeZone: 'America/St_Johns', holidays: 'none' }),
};

const at = (text: string): number => Date.parse(text);
/** `1h30` or `45m` in ms. */
function lengthOf(text: string): number {
  const [, hours = '0', minutes = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?$/.exec(text) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * minute;
}

/** Calendar, from when, how much business time, when it has passed. Offsets as the zone's clocks have them. */
describe('deadlines', () => {
  it.each([
    // Within a day, over the end of a day, the week-end.
    ['office', '2026-11-23T09:00-03:00', '1h', '2026-11-23T10:00-03:00'],
    ['office', '2026-11-23T17:00-03:00', '1h', '2026-11-23T18:00-03:00'],
    ['office', '2026-11-23T17:30-03:00', '1h', '2026-11-24T09:30-03:00'],
    ['office', '2026-11-23T08:00-03:00', '1h', '2026-11-23T10:00-03:00'],
    ['office', '2026-11-23T18:00-03:00', '1m', '2026-11-24T09:01-03:00'],
    ['office', '2026-11-23T20:00-03:00', '9h', '2026-11-24T18:00-03:00'],
    ['office', '2026-11-23T09:00-03:00', '9h', '2026-11-23T18:00-03:00'],
    ['office', '2026-11-23T09:00-03:00', '9h1m', '2026-11-24T09:01-03:00'],
    ['office', '2026-11-27T17:00-03:00', '2h', '2026-11-30T10:00-03:00'],
    ['office', '2026-11-28T12:00-03:00', '30m', '2026-11-30T09:30-03:00'],
    ['office', '2026-11-23T09:00-03:00', '45h', '2026-11-27T18:00-03:00'],
    ['office', '2026-11-23T12:00-03:00', '45h', '2026-11-30T12:00-03:00'],
    ['office', '2026-11-22T03:00-03:00', '0m', '2026-11-22T03:00-03:00'],
    // National holidays, fixed and movable; those on which only some rest are worked.
    ['office', '2026-11-19T17:00-03:00', '2h', '2026-11-23T10:00-03:00'],
    ['office', '2023-11-17T17:00-03:00', '2h', '2023-11-20T10:00-03:00'],
    ['office', '2026-04-02T17:00-03:00', '2h', '2026-04-06T10:00-03:00'],
    ['office', '2026-04-20T17:00-03:00', '2h', '2026-04-22T10:00-03:00'],
    ['office', '2026-12-31T17:00-03:00', '2h', '2027-01-04T10:00-03:00'],
    ['office', '2026-02-13T17:00-03:00', '2h', '2026-02-16T10:00-03:00'],
    ['optional', '2026-02-13T17:00-03:00', '2h', '2026-02-18T10:00-03:00'],
    ['optional', '2026-06-03T17:00-03:00', '2h', '2026-06-05T10:00-03:00'],
    ['office', '2026-09-07T10:00-03:00', '1h', '2026-09-08T10:00-03:00'],
    ['office', '2026-12-24T17:00-03:00', '2h', '2026-12-28T10:00-03:00'],
    ['town', '2026-01-23T17:30-03:00', '1h', '2026-01-27T09:30-03:00'],
    // Split shifts.
    ['split', '2026-11-23T11:30-03:00', '1h', '2026-11-23T14:00-03:00'],
    ['split', '2026-11-23T11:30-03:00', '30m', '2026-11-23T12:00-03:00'],
    ['split', '2026-11-23T12:15-03:00', '30m', '2026-11-23T14:00-03:00'],
    ['split', '2026-11-27T17:00-03:00', '5h', '2026-11-28T13:00-03:00'],
    ['split', '2026-11-27T17:00-03:00', '5h1m', '2026-11-30T09:01-03:00'],
    ['split', '2026-11-23T09:00-03:00', '7h30m', '2026-11-23T18:00-03:00'],
    // Exceptions: a short day, a closed day, a holiday that is worked after all.
    ['eve', '2026-12-24T11:00-03:00', '1h30m', '2026-12-25T10:30-03:00'],
    ['eve', '2026-12-24T11:00-03:00', '2h30m', '2026-12-29T09:30-03:00'],
    ['eve', '2026-12-23T17:00-03:00', '4h', '2026-12-24T12:00-03:00'],
    ['eve', '2026-12-28T10:00-03:00', '1h', '2026-12-29T10:00-03:00'],
    // Round the clock, with holidays or without; nights.
    ['always', '2026-12-24T22:00-03:00', '48h', '2026-12-26T22:00-03:00'],
    ['nearly', '2026-12-24T22:00-03:00', '48h', '2026-12-27T22:00-03:00'],
    ['nearly', '2026-11-20T12:00-03:00', '1h', '2026-11-21T01:00-03:00'],
    ['night', '2026-11-23T21:00-03:00', '3h', '2026-11-24T01:00-03:00'],
    ['night', '2026-11-23T05:00-03:00', '2h', '2026-11-23T23:00-03:00'],
    ['night', '2026-11-23T23:59-03:00', '2m', '2026-11-24T00:01-03:00'],
    // New York: 2:00 to 2:59 is not there on 8 March, 1:00 to 1:59 is there twice on 1 November.
    ['york', '2026-03-08T00:00-05:00', '23h', '2026-03-09T00:00-04:00'],
    ['york', '2026-11-01T00:00-04:00', '25h', '2026-11-02T00:00-05:00'],
    ['york', '2026-03-08T01:30-05:00', '1h', '2026-03-08T03:30-04:00'],
    ['york', '2026-11-01T01:30-04:00', '1h', '2026-11-01T01:30-05:00'],
    ['yorkNight', '2026-03-08T00:30-05:00', '2h', '2026-03-08T04:00-04:00'],
    ['yorkNight', '2026-03-08T00:30-05:00', '2h1m', '2026-03-09T01:01-04:00'],
    ['yorkNight', '2026-11-01T00:30-04:00', '4h', '2026-11-01T04:00-05:00'],
    ['yorkNight', '2026-11-01T00:30-04:00', '1h30m', '2026-11-01T01:30-05:00'],
    ['yorkOffice', '2026-03-06T17:00-05:00', '2h', '2026-03-09T10:00-04:00'],
    ['yorkOffice', '2026-10-30T17:00-04:00', '2h', '2026-11-02T10:00-05:00'],
    // Madrid: 2:00 to 2:59 is not there on 29 March, is there twice on 25 October.
    ['madrid', '2026-03-29T00:00+01:00', '3h', '2026-03-29T04:00+02:00'],
    ['madrid', '2026-10-25T00:00+02:00', '5h', '2026-10-25T04:00+01:00'],
    ['madrid', '2026-10-25T02:30+02:00', '1h', '2026-10-25T02:30+01:00'],
    // São Paulo, when it had summer time: the midnight of 4 November 2018 is not there, 23:00 of 16 February 2019 is twice.
    ['summer', '2018-11-03T23:00-03:00', '2h', '2018-11-04T02:00-02:00'],
    ['summer', '2018-11-03T23:30-03:00', '1h', '2018-11-04T01:30-02:00'],
    ['summer', '2019-02-16T22:00-02:00', '3h', '2019-02-17T00:00-03:00'],
    ['summer', '2019-02-16T23:30-02:00', '1h', '2019-02-16T23:30-03:00'],
    // Half an hour of summer time; zones off the hour; a day that never was; clocks put back over midnight.
    ['howe', '2026-04-05T01:00+11:00', '2h30m', '2026-04-05T03:00+10:30'],
    ['howe', '2026-10-04T01:00+10:30', '1h30m', '2026-10-04T03:00+11:00'],
    ['nepal', '2026-11-23T17:30+05:45', '1h', '2026-11-24T09:30+05:45'],
    ['apia', '2011-12-29T09:30-10:00', '1h', '2011-12-31T09:30+14:00'],
    ['newfoundland', '2010-11-06T23:00-02:30', '2h', '2010-11-07T00:00-03:30'],
  ])('%s: from %s, %s later it is %s', (name, from, time, due) => {
    const hours = calendars[name] as BusinessHours;
    const got = addBusinessTime(hours, at(from), lengthOf(time));
    expect(new Date(got ?? 0).toISOString()).toBe(new Date(at(due)).toISOString());
    expect(businessTimeBetween(hours, at(from), at(due))).toBe(lengthOf(time));
  });
});

it.each([
  ['office', '2026-11-23T10:00-03:00', '2026-11-23T10:00-03:00'],
  ['office', '2026-11-23T18:00-03:00', '2026-11-24T09:00-03:00'],
  ['office', '2026-11-19T19:00-03:00', '2026-11-23T09:00-03:00'],
  ['split', '2026-11-23T12:00-03:00', '2026-11-23T13:30-03:00'],
  ['yorkNight', '2026-03-08T02:59:59-05:00', '2026-03-08T03:59:59-04:00'],
])('%s: at %s, the next opening is %s', (name, from, opens) => {
  const hours = calendars[name] as BusinessHours;
  expect(opensNext(hours, at(from))).toBe(at(opens));
  expect(isAtWork(hours, at(from))).toBe(at(from) === at(opens));
});

describe('what is no time', () => {
  it('who is never at work has no deadlines, and closed years end the search', () => {
    const never = hoursOf('1 09:00-10:00', {
      exceptions: [],
      week: [],
      holidays: 'none',
      own: Array.from({ length: 4000 }, (_, n) => ({
        on: new Date(at('2026-01-01T00:00Z') + n * 1440 * minute).toISOString().slice(0, 10),
        open: null,
      })),
    });
    expect(addBusinessTime(never, at('2026-01-02T00:00Z'), minute)).toBeNull();
    expect(opensNext(never, at('2026-01-02T00:00Z'))).toBeNull();
    expect(businessTimeBetween(never, at('2026-01-02T00:00Z'), at('2026-02-02T00:00Z'))).toBe(0);
  });

  it.each([
    hoursOf('1-5 9:00-18:00'),
    hoursOf('1-5 18:00-09:00'),
    hoursOf('1-5 09:00-24:01'),
    hoursOf(office, { timeZone: 'Mars/Olympus' }),
  ])('nonsense is refused', (hours) => {
    expect(() => addBusinessTime(hours, at('2026-11-23T09:00Z'), minute)).toThrow(RangeError);
    expect(() => addBusinessTime(hours, Number.NaN, minute)).toThrow(RangeError);
  });
});

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Whether a minute is worked, by asking the zone's clocks what they show: the slow way, for comparison. */
function worked(hours: BusinessHours, instant: number): boolean {
  const { timeZone } = hours;
  const clock =
    clocks.get(timeZone) ??
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  clocks.set(timeZone, clock);
  const [day = '', time = ''] = clock.format(instant).split(' ');
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  const own = hours.own.find(({ on }) => on === day || on === day.slice(5));
  if (own && !(own.open && own.open.from <= time && time < own.open.to)) return false;
  return hours.week.some((one) => one.day === weekday && one.from <= time && time < one.to);
}

it('agrees with a clock that is asked every minute, over changes of the clocks', () => {
  const zones = ['America/Sao_Paulo', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];
  // Around changes of one zone or another.
  const starts = ['2018-11-02', '2019-02-15', '2026-03-06', '2026-04-03', '2026-10-30', '2026-07-01'];
  const times = fc.constantFrom(...'00:00 00:30 01:15 02:00 02:30 03:00 09:00 23:00 24:00'.split(' '));
  const stretch = fc
    .tuple(fc.integer({ min: 0, max: 6 }), times, times)
    .filter(([, from, to]) => from < to)
    .map(([day, from, to]) => ({ day, from, to }));
  const cases = fc.record({
    timeZone: fc.constantFrom(...zones),
    week: fc.array(stretch, { minLength: 1, maxLength: 12 }),
    start: fc.constantFrom(...starts),
    ahead: fc.integer({ min: 0, max: 2000 }),
    time: fc.integer({ min: 1, max: 900 }),
    closedAfter: fc.integer({ min: 0, max: 4 }),
  });
  fc.assert(
    fc.property(cases, ({ start, ahead, time, closedAfter, ...rest }) => {
      const from = at(`${start}T00:00Z`) + ahead * minute;
      const dayAfter = (days: number) => new Date(from + days * 1440 * minute).toISOString().slice(0, 10);
      const own = [
        { on: dayAfter(closedAfter), open: null },
        { on: dayAfter(closedAfter + 1).slice(5), open: { from: '01:45', to: '13:00' } },
      ];
      const hours: BusinessHours = { ...rest, holidays: 'none', own, exceptions: [] };
      const until = from + 3 * 1440 * minute;
      let [count, due] = [0, null as number | null];
      for (let now = from; now < until; now += minute) {
        const does = worked(hours, now);
        if (does) count += 1;
        if (does && count === time) due = now + minute;
      }
      expect(businessTimeBetween(hours, from, until)).toBe(count * minute);
      const got = addBusinessTime(hours, from, time * minute);
      if (due === null) expect(got === null || got > until).toBe(true);
      else expect(got).toBe(due);
    }),
    { numRuns: 30 },
  );
});

describe('the stretch in which somebody is at work', () => {
  const of = (hours: BusinessHours, at: string): string[] => {
    const { from, to } = stretchAt(hours, Date.parse(at));
    return [from, to].map((ms) => (ms === 8.64e15 ? 'never' : new Date(ms).toISOString().slice(0, 16)));
  };
  const zone = { timeZone: 'UTC', holidays: 'none' } as const;

  it('is the one that runs, whole, or the next one', () => {
    const split = hoursOf('1-5 09:00-12:00 13:00-18:00', zone);
    expect(of(split, '2026-11-23T10:00:00Z')).toEqual(['2026-11-23T09:00', '2026-11-23T12:00']);
    expect(of(split, '2026-11-23T12:00:00Z')).toEqual(['2026-11-23T13:00', '2026-11-23T18:00']);
    expect(of(split, '2026-11-27T18:00:00Z')).toEqual(['2026-11-30T09:00', '2026-11-30T12:00']);
  });

  it('goes over midnight, has no end where nobody stops and no beginning where nobody begins', () => {
    const night = hoursOf('1 22:00-24:00; 2 00:00-06:00', zone);
    expect(of(night, '2026-11-24T03:00:00Z')).toEqual(['2026-11-23T22:00', '2026-11-24T06:00']);
    expect(of(hoursOf('', zone), '2026-11-24T03:00:00Z')[1]).toBe('never');
    const closed = hoursOf('1 09:00-10:00', { ...zone, own: [], exceptions: [] });
    const never = { ...closed, week: [{ day: 9, from: '09:00', to: '10:00' }] };
    expect(of(never, '2026-11-24T03:00:00Z')).toEqual(['never', 'never']);
  });
});
