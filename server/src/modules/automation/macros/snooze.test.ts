import { expect, it } from 'vitest';
import { snoozedUntil } from './snooze.ts';

it.each([
  [{ minutes: 90 }, '2026-03-02T12:00:00Z', 'America/Sao_Paulo', '2026-03-02T13:30:00.000Z'],
  [{ days: 1, time: '08:00' }, '2026-03-02T12:00:00Z', 'America/Sao_Paulo', '2026-03-03T11:00:00.000Z'],
  // Late in the evening of Monday in Brazil it is Tuesday in Greenwich.
  [{ days: 1, time: '08:00' }, '2026-03-03T01:00:00Z', 'America/Sao_Paulo', '2026-03-03T11:00:00.000Z'],
  [{ weekday: 1, time: '09:00' }, '2026-03-02T12:00:00Z', 'America/Sao_Paulo', '2026-03-09T12:00:00.000Z'],
  [{ weekday: 5, time: '09:00' }, '2026-03-02T12:00:00Z', 'America/Sao_Paulo', '2026-03-06T12:00:00.000Z'],
  // The clocks go forward in New York on 8 March 2026, back on 1 November.
  [{ days: 1, time: '08:00' }, '2026-03-07T15:00:00Z', 'America/New_York', '2026-03-08T12:00:00.000Z'],
  [{ days: 1, time: '02:30' }, '2026-03-07T15:00:00Z', 'America/New_York', '2026-03-08T07:30:00.000Z'],
  [{ days: 1, time: '08:00' }, '2026-10-31T15:00:00Z', 'America/New_York', '2026-11-01T13:00:00.000Z'],
  [{ days: 30, time: '00:00' }, '2026-12-15T12:00:00Z', 'Asia/Kolkata', '2027-01-13T18:30:00.000Z'],
] as const)('%j from %s in %s is %s', (snooze, now, zone, until) =>
  expect(snoozedUntil(snooze, new Date(now), zone).toISOString()).toBe(until),
);
