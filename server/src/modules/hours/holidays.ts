import { addDays, type CalendarDay, dayOf } from './days.ts';

export type HolidayName = keyof typeof fixed | keyof typeof movable;
export type Holiday = {
  day: CalendarDay;
  name: HolidayName;
  /** `optional`: no holiday by national law, though public offices and banks mostly rest (ponto facultativo). */
  kind: 'national' | 'optional';
};

/**
 * Holidays on the same date every year, with the first year of the law where it is young: Leis 662/1949 and 10.607/2002
 * (civil ones), 6.802/1980 (Aparecida), 14.759/2023 (Consciência Negra).
 */
const fixed = {
  new_year: { date: '01-01', since: 1950 },
  tiradentes: { date: '04-21', since: 1950 },
  labour: { date: '05-01', since: 1950 },
  independence: { date: '09-07', since: 1950 },
  aparecida: { date: '10-12', since: 1980 },
  all_souls: { date: '11-02', since: 2002 },
  republic: { date: '11-15', since: 1950 },
  black_awareness: { date: '11-20', since: 2024 },
  christmas: { date: '12-25', since: 1950 },
} as const;

/** Days from Easter Sunday. Good Friday is kept as a holiday everywhere (Lei 9.093/1995); the others are optional. */
const movable = {
  carnival_monday: { offset: -48, kind: 'optional' },
  carnival_tuesday: { offset: -47, kind: 'optional' },
  good_friday: { offset: -2, kind: 'national' },
  corpus_christi: { offset: 60, kind: 'optional' },
} as const;

/** Easter Sunday of a year from 1583 on in the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): CalendarDay {
  const golden = year % 19;
  const [century, rest] = [Math.floor(year / 100), year % 100];
  const moon = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moon + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - epact - (rest % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * late + 114;
  return dayOf(year, Math.floor(sum / 31), (sum % 31) + 1);
}

/** The holidays of Brazil in a year, in order. States' and towns' own are not among them. */
export function holidaysOf(year: number): Holiday[] {
  const easter = easterSunday(year);
  const own = Object.entries(fixed)
    .filter(([, { since }]) => year >= since)
    .map(([name, { date }]) => ({ day: `${String(year).padStart(4, '0')}-${date}`, name, kind: 'national' }));
  const moving = Object.entries(movable).map(([name, { offset, kind }]) => ({
    day: addDays(easter, offset),
    name,
    kind,
  }));
  return ([...own, ...moving] as Holiday[]).sort((a, b) => (a.day < b.day ? -1 : 1));
}
