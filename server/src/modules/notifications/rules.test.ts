import { type PushPreferences, usualPush } from '@meada/contract/push';
import { describe, expect, it } from 'vitest';
import { isQuiet, nextTry, outcomeOf } from './rules.ts';

const quiet = (some: Partial<PushPreferences>): PushPreferences => ({ ...usualPush, ...some });

describe('quiet hours', () => {
  const night = { quietFrom: '22:00', quietTo: '07:30' };
  it.each([
    ['2026-11-23T00:59:00Z', night, false],
    ['2026-11-23T01:00:00Z', night, true],
    ['2026-11-23T10:29:00Z', night, true],
    ['2026-11-23T10:30:00Z', night, false],
    ['2026-11-23T15:00:00Z', { quietFrom: '12:00', quietTo: '13:00' }, true],
    ['2026-11-23T16:00:00Z', { quietFrom: '12:00', quietTo: '13:00' }, false],
    ['2026-11-23T15:00:00Z', { quietFrom: '12:00', quietTo: '12:00' }, false],
    // Sunday evening in São Paulo is Monday in Lisbon.
    ['2026-11-23T01:30:00Z', { quietDays: [7] }, true],
    ['2026-11-23T01:30:00Z', { quietDays: [7], zone: 'Europe/Lisbon' }, false],
    ['2026-11-23T12:00:00Z', { quietDays: [6, 7] }, false],
    ['2026-11-23T12:30:00Z', { quietFrom: '12:00', quietTo: '13:00', zone: 'No/Place' }, true],
  ])('%s %j: %s', (at, some, expected) => {
    expect(isQuiet(new Date(at), quiet(some))).toBe(expected);
  });
});

it.each([
  [201, 'sent'],
  [200, 'sent'],
  [404, 'gone'],
  [410, 'gone'],
  [429, 'again'],
  [500, 'again'],
  [503, 'again'],
  [400, 'failed'],
  [401, 'failed'],
  [413, 'failed'],
  [301, 'failed'],
])('an answer %i means %s', (status, expected) => expect(outcomeOf(status)).toBe(expected));

it('pauses grow, wait as long as the push service asks, and end with the use of it', () => {
  const now = new Date('2026-11-23T12:00:00Z');
  const after = (tries: number, retryAfter: number | null = null, hours = 4) =>
    nextTry(now, tries, { retryAfter, endsAt: new Date(now.getTime() + hours * 3_600_000) })?.getTime();
  const pauses = [1, 2, 3, 4, 5].map((tries) => (after(tries) ?? 0) - now.getTime());
  expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
  expect(after(1, 3600)).toBe(now.getTime() + 3_600_000);
  expect(after(6)).toBeUndefined();
  expect(after(1, 5 * 3600)).toBeUndefined();
});
