import type { Hours } from '@meada/contract/routes/inboxes';

/** One stretch as a person types it: an end of 00:00 is midnight, an end before the beginning is on the next day. */
export type Span = { from: string; to: string };
/** Stretches of a week as a person edits them, by weekday (0 = Sunday). */
export type Week = Span[][];
type Stretch = Hours['stretches'][number];

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
