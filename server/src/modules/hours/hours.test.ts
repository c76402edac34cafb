import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addBusinessDays, isBusinessDay } from './business-days.ts';
import { addDays } from './days.ts';
import { easterSunday, holidaysOf } from './holidays.ts';
import { comingHolidays } from './views.ts';

/** Easter Sundays as calendars print them, with the earliest and latest there are. */
const easters = `
1818-03-22 1943-04-25 1961-04-02 1970-03-29 1980-04-06 1990-04-15 1999-04-04 2000-04-23 2001-04-15 2002-03-31
2003-04-20 2004-04-11 2005-03-27 2006-04-16 2007-04-08 2008-03-23 2009-04-12 2010-04-04 2011-04-24 2012-04-08
2013-03-31 2014-04-20 2015-04-05 2016-03-27 2017-04-16 2018-04-01 2019-04-21 2020-04-12 2021-04-04 2022-04-17
2023-04-09 2024-03-31 2025-04-20 2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 2032-03-28
2033-04-17 2034-04-09 2035-03-25 2036-04-13 2037-04-05 2038-04-25 2285-03-22`
  .trim()
  .split(/\s+/);

it.each(easters)('Easter is on %s', (day) => {
  expect(easterSunday(Number(day.slice(0, 4)))).toBe(day);
});

/** Good Friday and the optional days around it: Carnival Monday and Tuesday, Corpus Christi. */
it.each([
  [2019, '2019-04-19', '2019-03-04', '2019-03-05', '2019-06-20'],
  [2020, '2020-04-10', '2020-02-24', '2020-02-25', '2020-06-11'],
  [2021, '2021-04-02', '2021-02-15', '2021-02-16', '2021-06-03'],
  [2022, '2022-04-15', '2022-02-28', '2022-03-01', '2022-06-16'],
  [2023, '2023-04-07', '2023-02-20', '2023-02-21', '2023-06-08'],
  [2024, '2024-03-29', '2024-02-12', '2024-02-13', '2024-05-30'],
  [2025, '2025-04-18', '2025-03-03', '2025-03-04', '2025-06-19'],
  [2026, '2026-04-03', '2026-02-16', '2026-02-17', '2026-06-04'],
  [2027, '2027-03-26', '2027-02-08', '2027-02-09', '2027-05-27'],
  [2030, '2030-04-19', '2030-03-04', '2030-03-05', '2030-06-20'],
])('the movable feasts of %s', (year, ...days) => {
  const byName = new Map(holidaysOf(year).map((one) => [one.name, one]));
  const names = ['good_friday', 'carnival_monday', 'carnival_tuesday', 'corpus_christi'] as const;
  expect(names.map((name) => byName.get(name)?.day)).toEqual(days);
  expect(names.map((name) => byName.get(name)?.kind)).toEqual([
    'national',
    'optional',
    'optional',
    'optional',
  ]);
});

it('the national holidays of 2026, and those that were none yet', () => {
  const national = (year: number) =>
    holidaysOf(year).flatMap((one) => (one.kind === 'national' ? [one.day.slice(5)] : []));
  expect(national(2026)).toEqual('01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-15 11-20 12-25'.split(' '));
  expect(national(2023)).not.toContain('11-20');
  expect(national(1979)).not.toContain('10-12');
});

it.each([
  // from, business days, the day it ends
  ['2026-03-02', 10, '2026-03-16'],
  ['2026-04-01', 1, '2026-04-02'],
  ['2026-04-02', 1, '2026-04-06'],
  ['2026-04-17', 2, '2026-04-22'],
  ['2026-04-30', 1, '2026-05-04'],
  ['2026-12-23', 3, '2026-12-29'],
  ['2026-12-30', 2, '2027-01-04'],
  ['2024-11-19', 1, '2024-11-21'],
  ['2023-11-17', 1, '2023-11-20'],
  // Carnival is no holiday by law.
  ['2026-02-13', 1, '2026-02-16'],
  ['2026-11-01', 10, '2026-11-16'],
  ['2026-03-07', 0, '2026-03-07'],
])('from %s, %s business days later it is %s', (from, days, to) => {
  expect(addBusinessDays(from, days)).toBe(to);
});

it('counts as counting by hand does, in any year', () => {
  const days = fc.integer({ min: 0, max: 60 * 366 }).map((n) => addDays('1990-01-01', n));
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 60 }), (from, count) => {
      const to = addBusinessDays(from, count);
      expect(isBusinessDay(to)).toBe(true);
      let counted = 0;
      for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isBusinessDay(day)) counted += 1;
      expect(counted).toBe(count);
    }),
    { numRuns: 200 },
  );
});

it('the coming year has Brazil’s holidays and the firm’s, yearly ones in their year', () => {
  const own = [
    { name: 'Revolução', on: '07-09', open: null },
    { name: 'Bissexto', on: '02-29', open: null },
  ];
  const days = comingHolidays(own, '2026-11-23').map(({ day, name }) => `${day} ${name}`);
  expect(days).toContain('2026-12-25 christmas');
  expect(days).toContain('2027-07-09 Revolução');
  expect(days.filter((day) => day.includes('Bissexto'))).toEqual([]);
  expect(comingHolidays(own, '2027-11-23').map(({ day }) => day)).toContain('2028-02-29');
});
