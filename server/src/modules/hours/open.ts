import type { CalendarDay } from './days.ts';
import { holidaysOf } from './holidays.ts';
import { type Segment, segmentsOf } from './zone.ts';

/** "HH:MM" to "HH:MM" of a day, the end up to "24:00"; over midnight it is two. */
export type Stretch = { from: string; to: string };

/**
 * When somebody is at work, by the clocks of a zone. Several stretches of a day are a split shift. No stretches in the
 * week: always at work but for holidays and exceptions.
 */
export type BusinessHours = {
  timeZone: string;
  /** 0 = Sunday. */
  week: (Stretch & { day: number })[];
  /** Brazil's national holidays are closed; with `optional` the days on which most rest, too. */
  holidays: 'none' | 'national' | 'optional';
  /** Holidays besides: a town's, the firm's own. `on` is a day, or `MM-DD` every year; open only within a stretch, or not. */
  own: { on: string; open: Stretch | null }[];
  /** Days with hours of their own, whatever week and holidays say; without stretches: closed. */
  exceptions: { day: CalendarDay; stretches: Stretch[] }[];
};

/** A span of instants, end excluded; milliseconds. */
export type Span = { from: number; to: number };

const minute = 60_000;
const dayMs = 1440 * minute;
const clock = /^(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$/;

/** Minutes since midnight. RangeError when it is no time of a clock. */
function minutesOf(time: string): number {
  const [, hours, minutes, late] = clock.exec(time) ?? [];
  if (hours === undefined && late === undefined) throw new RangeError(`no time of a clock: ${time}`);
  return late === undefined ? Number(hours) * 60 + Number(minutes) : 1440;
}

/** Stretches in order, those that touch or overlap made one: no time counts twice. */
function merged(stretches: readonly Stretch[]): { from: number; to: number }[] {
  const sorted = stretches.map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) }));
  sorted.sort((a, b) => a.from - b.from);
  const result: { from: number; to: number }[] = [];
  for (const { from, to } of sorted) {
    if (from >= to) throw new RangeError('a stretch must end after it begins');
    const last = result.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
}

function isHoliday({ holidays }: BusinessHours, day: CalendarDay): boolean {
  if (holidays === 'none') return false;
  return holidaysOf(Number(day.slice(0, 4))).some(
    (one) => one.day === day && (holidays === 'optional' || one.kind === 'national'),
  );
}

/** The part of stretches that lies within another; times of a clock compare as text. */
const within = (stretches: readonly Stretch[], { from, to }: Stretch): Stretch[] =>
  stretches
    .map((one) => ({ from: one.from > from ? one.from : from, to: one.to < to ? one.to : to }))
    .filter((one) => one.from < one.to);

/** The stretches of a day by the wall clock: the exception's, none on a holiday, what is left of the week's on half a one. */
function stretchesOf(hours: BusinessHours, day: CalendarDay): Stretch[] {
  const exception = hours.exceptions.find((one) => one.day === day);
  if (exception) return exception.stretches;
  if (isHoliday(hours, day)) return [];
  const own = hours.own.filter(({ on }) => on === day || on === day.slice(5));
  if (own.some(({ open }) => open === null)) return [];
  return own.reduce((left, { open }) => (open ? within(left, open) : left), usualOf(hours, day));
}

function usualOf({ week }: BusinessHours, day: CalendarDay): Stretch[] {
  if (week.length === 0) return [{ from: '00:00', to: '24:00' }];
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return week.filter((stretch) => stretch.day === weekday);
}

const known = new WeakMap<BusinessHours, Map<number, Span[]>>();

/**
 * The spans of a day of UTC in which somebody is at work, in order: every instant at which the zone's clocks show a time
 * within the stretches of the day they show. An hour that clocks skip is not there, one they show twice counts twice.
 * Remembered by the object, which is not to be changed afterwards.
 */
function spansOf(hours: BusinessHours, midnight: number): Span[] {
  const days = known.get(hours) ?? new Map<number, Span[]>();
  known.set(hours, days);
  let spans = days.get(midnight);
  if (!spans) {
    if (days.size >= mostDays) days.clear();
    const segments = segmentsOf(hours.timeZone, midnight, midnight + dayMs);
    spans = segments.flatMap((segment) => spansWithin(hours, segment));
    days.set(midnight, spans);
  }
  return spans;
}

function spansWithin(hours: BusinessHours, { from, to, offset }: Segment): Span[] {
  const spans: Span[] = [];
  // The calendar's days that the zone's clocks show meanwhile, their midnights as if they were UTC's.
  const first = Math.floor((from + offset) / dayMs) * dayMs;
  for (let local = first; local < to + offset; local += dayMs) {
    for (const stretch of merged(stretchesOf(hours, new Date(local).toISOString().slice(0, 10)))) {
      const start = Math.max(from, local + stretch.from * minute - offset);
      const end = Math.min(to, local + stretch.to * minute - offset);
      if (start < end) spans.push({ from: start, to: end });
    }
  }
  return spans;
}

/** Ten years: whoever is not at work in them never is. */
const mostDays = 3660;

/**
 * The spans from an instant on, the first one cut to begin there; ends where nobody will ever be at work. RangeError for
 * times and zones that do not exist.
 */
export function* spansFrom(hours: BusinessHours, from: number): Generator<Span, void> {
  let midnight = Math.floor(from / dayMs) * dayMs;
  for (let empty = 0; empty < mostDays; midnight += dayMs) {
    const spans = spansOf(hours, midnight).filter(({ to }) => to > from);
    empty = spans.length === 0 ? empty + 1 : 0;
    for (const span of spans) yield { from: Math.max(span.from, from), to: span.to };
  }
}
