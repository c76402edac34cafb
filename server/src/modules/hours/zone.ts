/** A stretch of time in which a zone's clocks are off UTC by the same; ends excluded. Milliseconds. */
export type Segment = { from: number; to: number; offset: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    const two = '2-digit';
    const parts = { year: 'numeric', month: two, day: two, hour: two, minute: two, second: two } as const;
    format = new Intl.DateTimeFormat('en-US', { timeZone, ...parts, hourCycle: 'h23', era: 'short' });
    formats.set(timeZone, format);
  }
  return format;
}

/** How far a zone's clocks are ahead of UTC at an instant, in ms. RangeError when there is no such zone. */
function offsetAt(timeZone: string, instant: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

const hour = 3_600_000;

/**
 * The stretches of one offset from an instant to another. Clocks change by whole seconds, and never twice within half a
 * day.
 */
export function segmentsOf(timeZone: string, from: number, to: number): Segment[] {
  const segments: Segment[] = [];
  let current: Segment = { from, to, offset: offsetAt(timeZone, from) };
  for (let at = from; at < to; at += 12 * hour) {
    const end = Math.min(at + 12 * hour, to);
    const offset = offsetAt(timeZone, end);
    if (offset === current.offset) continue;
    const change = changeBetween(timeZone, at, end);
    segments.push({ ...current, to: change });
    current = { from: change, to, offset };
  }
  return [...segments, current];
}

/** The first whole second with the later instant's offset. */
function changeBetween(timeZone: string, early: number, late: number): number {
  let [low, high] = [Math.floor(early / 1000), Math.ceil(late / 1000)];
  const after = offsetAt(timeZone, late);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(timeZone, middle * 1000) === after) high = middle;
    else low = middle;
  }
  return high * 1000;
}
