import type { PushPreferences } from '@meada/contract/push';

/** Pauses before a push is tried again (ms); after the last it is given up. */
const pauses = [5_000, 30_000, 120_000, 600_000, 1_800_000];

/** When to try again after so many tries, not sooner than the push service asks (s); null: not any more. */
export function nextTry(
  now: Date,
  tries: number,
  facts: { retryAfter: number | null; endsAt: Date },
): Date | null {
  const pause = pauses[tries - 1];
  if (pause === undefined) return null;
  const at = new Date(now.getTime() + Math.max(pause, (facts.retryAfter ?? 0) * 1000));
  return at < facts.endsAt ? at : null;
}

/** What an answer of a push service means: RFC 8030 §5 and §7.3, RFC 8292 §4. */
export function outcomeOf(status: number): 'sent' | 'gone' | 'again' | 'failed' {
  if (status >= 200 && status < 300) return 'sent';
  if (status === 404 || status === 410) return 'gone';
  return status === 429 || status >= 500 ? 'again' : 'failed';
}

/** Weekday (1 is Monday) and time of the clock at a place. UTC where there is no such place. */
function clockAt(at: Date, zone: string): { day: number; time: string } {
  const parts = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone: zone });
  } catch {
    format = new Intl.DateTimeFormat('en-US', { ...parts, timeZone: 'UTC' });
  }
  const told = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(told.weekday ?? '') + 1;
  return { day, time: `${told.hour}:${told.minute}` };
}

/** Whether a person wants quiet at this moment. Hours over midnight belong to the evening they begin on. */
export function isQuiet(at: Date, preferences: PushPreferences): boolean {
  const { quietFrom: from, quietTo: to, quietDays, zone } = preferences;
  const { day, time } = clockAt(at, zone);
  if (quietDays.includes(day)) return true;
  if (from === null || to === null || from === to) return false;
  return from < to ? time >= from && time < to : time >= from || time < to;
}
