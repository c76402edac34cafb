/** A moment to come back to a conversation. */
export type Preset = { name: 'hour' | 'later' | 'tomorrow' | 'monday'; at: Date };

/** Hour of the morning and of the afternoon things come back at, local time. */
const morning = 8;
const afternoon = 15;

function dayAt(now: Date, days: number, hour: number): Date {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  day.setHours(hour, 0, 0, 0);
  return day;
}

/** Useful moments from now on: in an hour, this afternoon (while it is still before), tomorrow, next Monday. */
export function presetsFrom(now: Date): Preset[] {
  const presets: Preset[] = [{ name: 'hour', at: new Date(now.getTime() + 3_600_000) }];
  if (now.getHours() < afternoon - 1) presets.push({ name: 'later', at: dayAt(now, 0, afternoon) });
  presets.push({ name: 'tomorrow', at: dayAt(now, 1, morning) });
  const toMonday = (8 - now.getDay()) % 7 || 7;
  if (toMonday > 1) presets.push({ name: 'monday', at: dayAt(now, toMonday, morning) });
  return presets;
}

/** Value of a `datetime-local` field for a moment, in local time. */
export function fieldValue(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
