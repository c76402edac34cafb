import type { WeekStretch } from '@meada/contract/routes/hours';

/** One stretch as a person types it: an end of 00:00 is midnight, an end before the beginning is on the next day. */
export type Span = { from: string; to: string };
/** Stretches of a week as a person edits them, by weekday (0 = Sunday). */
export type Week = Span[][];
type Stretch = WeekStretch;

const midnight = '24:00';
const dayStart = '00:00';

/** Order of the days on the screen: Monday first, as a working week is read. */
export const weekOrder = [1, 2, 3, 4, 5, 6, 0] as const;

const byTime = (one: Stretch, other: Stretch) => one.from.localeCompare(other.from);

/** The contract's stretches as a week; two that meet at midnight are shown as the one stretch they are. */
export function weekOf(stretches: readonly Stretch[]): Week {
  const days = Array.from({ length: 7 }, (_, day) => stretches.filter((one) => one.day === day).sort(byTime));
  const tails = new Set<Stretch>();
  for (const [day, list] of days.entries()) {
    const last = list.at(-1);
    const next = days[(day + 1) % 7]?.[0];
    // A night's end is early; a whole day after a whole day is two days, not one stretch.
    if (last?.to === midnight && next && next !== last && next.from === dayStart && next.to < last.from)
      tails.add(next);
  }
  return days.map((list, day) =>
    list
      .filter((one) => !tails.has(one))
      .map((one) => {
        const next = days[(day + 1) % 7]?.[0];
        if (one.to !== midnight) return { from: one.from, to: one.to };
        return { from: one.from, to: next && tails.has(next) ? next.to : dayStart };
      }),
  );
}

/** A week as the contract's stretches: one over midnight becomes two. */
export function stretchesOf(week: Week): Stretch[] {
  return week.flatMap((spans, day) =>
    spans.flatMap(({ from, to }): Stretch[] => {
      if (to === dayStart) return [{ day, from, to: midnight }];
      if (to > from) return [{ day, from, to }];
      return [
        { day, from, to: midnight },
        { day: (day + 1) % 7, from: dayStart, to },
      ];
    }),
  );
}

/** Days whose stretches overlap each other, or are not times. */
export function wrongDays(week: Week): Set<number> {
  const wrong = new Set<number>();
  const time = /^([01]\d|2[0-3]):[0-5]\d$/;
  for (const [day, spans] of week.entries()) {
    if (
      spans.some(({ from, to }) => !time.test(from) || !time.test(to) || (from === to && from !== dayStart))
    )
      wrong.add(day);
  }
  const all = stretchesOf(week);
  for (const one of all) {
    const meets = all.some(
      (other) => other !== one && other.day === one.day && other.from < one.to && one.from < other.to,
    );
    if (meets) wrong.add(one.day);
  }
  return wrong;
}

/** Name of a weekday (0 = Sunday) in a language. */
export function dayName(day: number, locale: string, form: 'long' | 'short' = 'long'): string {
  // 2023-01-01 was a Sunday.
  const name = new Intl.DateTimeFormat(locale, { weekday: form, timeZone: 'UTC' }).format(
    Date.UTC(2023, 0, 1 + day),
  );
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** Cells of a day in the grid: half hours. */
export const cellsADay = 48;
const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
/** When a cell begins; the one after the last is midnight. */
export const cellClock = (cell: number): string => clockOf(cell * 30);

/** How much of each half hour of a day is open: none, a part, all. */
export function cellsOf(week: Week, day: number): ('' | 'part' | 'all')[] {
  const own = stretchesOf(week).filter((one) => one.day === day);
  return Array.from({ length: cellsADay }, (_, cell) => {
    const [from, to] = [cell * 30, cell * 30 + 30];
    const open = own.reduce(
      (sum, one) => sum + Math.max(0, Math.min(minutesOf(one.to), to) - Math.max(minutesOf(one.from), from)),
      0,
    );
    if (open <= 0) return '';
    return open >= 30 ? 'all' : 'part';
  });
}

/** Cells from one to another on some days. */
export type Area = { days: readonly number[]; from: number; to: number };

/** The week with an area opened or closed; what lies outside of it stays to the minute. */
export function painted(week: Week, { days, from, to }: Area, open: boolean): Week {
  const [start, end] = [from * 30, to * 30 + 30];
  const kept = stretchesOf(week).flatMap((one): Stretch[] => {
    if (!days.includes(one.day)) return [one];
    const [a, b] = [minutesOf(one.from), minutesOf(one.to)];
    return [
      { day: one.day, from: a, to: Math.min(b, start) },
      { day: one.day, from: Math.max(a, end), to: b },
    ]
      .filter((piece) => piece.from < piece.to)
      .map((piece) => ({ day: piece.day, from: clockOf(piece.from), to: clockOf(piece.to) }));
  });
  const added = open ? days.map((day) => ({ day, from: clockOf(start), to: clockOf(end) })) : [];
  return weekOf(joined([...kept, ...added]));
}

const later = (one: string, other: string): string => (one < other ? other : one);

/** Stretches of a day that touch are one. */
function joined(stretches: Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const one of [...stretches].sort((a, b) => a.day - b.day || byTime(a, b))) {
    const last = result.at(-1);
    if (last && last.day === one.day && one.from <= last.to)
      result[result.length - 1] = { ...last, to: later(one.to, last.to) };
    else result.push(one);
  }
  return result;
}
