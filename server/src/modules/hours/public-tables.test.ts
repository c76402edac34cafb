import { expect, it } from 'vitest';
import { easterSunday } from './holidays.ts';
import { addBusinessTime, type BusinessHours, businessTimeBetween } from './index.ts';

/** What others have printed: dates of movable feasts, and the worked examples of other libraries of business time. */

/** Easter: the earliest, the latest, leap years, the ends of centuries; as almanacs have them. */
it.each(
  `1583-04-10 1598-03-22 1666-04-25 1700-04-11 1724-04-16 1761-03-22 1800-04-13 1818-03-22 1886-04-25 1899-04-02
     1900-04-15 1913-03-23 1943-04-25 1954-04-18 1961-04-02 1981-04-19 1999-04-04 2000-04-23 2008-03-23 2011-04-24
     2016-03-27 2019-04-21 2020-04-12 2023-04-09 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2038-04-25 2049-04-18
     2076-04-19 2100-03-28 2160-03-23 2190-04-25 2285-03-22 2999-03-24`.split(/\s+/),
)('Easter %s', (day) => expect(easterSunday(Number(day.slice(0, 4)))).toBe(day));

const minute = 60_000;
const weekdays = [1, 2, 3, 4, 5];
const hoursOf = (timeZone: string, stretches: [string, string][], over: Partial<BusinessHours> = {}) => {
  const week = weekdays.flatMap((day) => stretches.map(([from, to]) => ({ day, from, to })));
  return { timeZone, week, holidays: 'none', own: [], exceptions: [], ...over } as BusinessHours;
};

/** Friday's night shift goes on into Saturday, not Sunday's into Monday. */
const night: BusinessHours['week'] = weekdays.flatMap((day) => [
  { day, from: '17:00', to: '24:00' },
  { day: (day + 1) % 7, from: '00:00', to: '09:00' },
]);
const calendars: Record<string, BusinessHours> = {
  nineToFive: hoursOf('UTC', [['09:00', '17:00']]),
  elevenToEight: hoursOf('UTC', [['11:00', '20:00']]),
  night: hoursOf('UTC', [], { week: night }),
  kingDay: hoursOf('UTC', [['09:00', '17:00']], { own: [{ on: '2014-01-20', open: null }] }),
  berlin: hoursOf('Europe/Berlin', [['08:00', '16:30']]),
  berlinRound: hoursOf('Europe/Berlin', [], {
    week: [0, ...weekdays, 6].map((day) => ({ day, from: '00:00', to: '24:00' })),
  }),
  kolkata: hoursOf('Asia/Kolkata', [
    ['09:30', '13:00'],
    ['14:00', '18:30'],
  ]),
  saoPaulo: hoursOf('America/Sao_Paulo', [['08:00', '18:00']], { holidays: 'national' }),
  saoPauloNight: hoursOf('America/Sao_Paulo', [], {
    week: [0, ...weekdays, 6].map((day) => ({ day, from: '00:00', to: '06:00' })),
  }),
  newYork: hoursOf('America/New_York', [['09:00', '17:00']]),
};

/** Where others say the next morning for what ends with the day, we say the evening: the same business time. */
it.each([
  ['nineToFive', '2014-08-01T10:00Z', 60, '2014-08-01T11:00Z'],
  ['nineToFive', '2014-08-01T08:00Z', 60, '2014-08-01T10:00Z'],
  ['nineToFive', '2014-08-01T16:30Z', 60, '2014-08-04T09:30Z'],
  ['nineToFive', '2014-08-01T10:00Z', 120, '2014-08-01T12:00Z'],
  ['nineToFive', '2015-02-27T00:00Z', 300, '2015-02-27T14:00Z'],
  ['nineToFive', '2015-02-28T00:00Z', 300, '2015-03-02T14:00Z'],
  ['elevenToEight', '2014-08-01T13:00Z', 60, '2014-08-01T14:00Z'],
  ['elevenToEight', '2014-08-01T09:00Z', 60, '2014-08-01T12:00Z'],
  ['elevenToEight', '2014-08-01T18:00Z', 60, '2014-08-01T19:00Z'],
  ['night', '2014-08-01T17:00Z', 60, '2014-08-01T18:00Z'],
  ['night', '2014-08-01T23:00Z', 60, '2014-08-02T00:00Z'],
  ['night', '2014-08-02T04:00Z', 60, '2014-08-02T05:00Z'],
  ['night', '2014-08-04T04:00Z', 60, '2014-08-04T18:00Z'],
  ['kingDay', '2014-01-17T15:00Z', 60, '2014-01-17T16:00Z'],
  ['kingDay', '2014-01-17T15:00Z', 121, '2014-01-21T09:01Z'],
  // Berlin: 2:00 to 2:59 is not there on 29 March 2026, is there twice on 25 October.
  ['berlin', '2026-03-27T16:00+01:00', 60, '2026-03-30T08:30+02:00'],
  ['berlin', '2026-10-23T16:00+02:00', 60, '2026-10-26T08:30+01:00'],
  ['berlinRound', '2026-03-28T12:00+01:00', 24 * 60, '2026-03-29T13:00+02:00'],
  ['berlinRound', '2026-10-24T12:00+02:00', 24 * 60, '2026-10-25T11:00+01:00'],
  ['berlinRound', '2026-10-25T02:30+02:00', 60, '2026-10-25T02:30+01:00'],
  // India is half an hour off, and never changes its clocks.
  ['kolkata', '2026-03-27T12:30+05:30', 60, '2026-03-27T14:30+05:30'],
  ['kolkata', '2026-03-27T18:15+05:30', 30, '2026-03-30T09:45+05:30'],
  ['kolkata', '2026-11-01T03:00Z', 480, '2026-11-02T18:30+05:30'],
  // São Paulo had its last summer time from 4 November 2018 to 16 February 2019, and one from 21 October 2007 to 16 February 2008.
  ['saoPaulo', '2018-11-01T17:00-03:00', 120, '2018-11-05T09:00-02:00'],
  ['saoPaulo', '2019-02-15T17:00-02:00', 120, '2019-02-18T09:00-03:00'],
  ['saoPaulo', '2026-04-30T17:30-03:00', 60, '2026-05-04T08:30-03:00'],
  ['saoPauloNight', '2007-10-20T05:00-03:00', 180, '2007-10-21T03:00-02:00'],
  ['saoPauloNight', '2008-02-16T05:00-02:00', 180, '2008-02-17T02:00-03:00'],
  ['newYork', '2026-03-06T16:30-05:00', 60, '2026-03-09T09:30-04:00'],
  ['newYork', '2026-10-30T16:30-04:00', 60, '2026-11-02T09:30-05:00'],
])('%s: from %s, %s business minutes later it is %s', (name, from, minutes, due) => {
  const hours = calendars[name] as BusinessHours;
  const got = addBusinessTime(hours, Date.parse(from), minutes * minute);
  expect(new Date(got ?? 0).toISOString()).toBe(new Date(due).toISOString());
  expect(businessTimeBetween(hours, Date.parse(from), Date.parse(due))).toBe(minutes * minute);
});
