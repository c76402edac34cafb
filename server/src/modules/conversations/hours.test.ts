import type { Hours } from '@meada/contract/routes/inboxes';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isOpen, opensAt } from './hours.ts';

const week = (from: string, to: string, days: number[]): Hours => ({
  timeZone: 'America/Sao_Paulo',
  stretches: days.map((day) => ({ day, from, to })),
  awayMessage: '',
});
const shop = week('09:00', '18:00', [1, 2, 3, 4, 5]);

it.each([
  ['2026-11-23T12:00:00Z', true],
  ['2026-11-23T11:59:00Z', false],
  ['2026-11-23T20:59:00Z', true],
  ['2026-11-23T21:00:00Z', false],
  ['2026-11-22T15:00:00Z', false],
])('at %s open is %s', (at, open) => expect(isOpen(shop, new Date(at))).toBe(open));

it('without stretches it is always open', () => {
  expect(isOpen({ ...shop, stretches: [] }, new Date())).toBe(true);
  expect(isOpen(null, new Date())).toBe(true);
});

it('says when it opens next, over the week-end too', () => {
  expect(opensAt(shop, new Date('2026-11-21T15:00:00Z'))?.toISOString()).toBe('2026-11-23T12:00:00.000Z');
  expect(opensAt(shop, new Date('2026-11-23T12:00:00Z'))).toBeNull();
});

it('finds an opening that is on no quarter hour', () => {
  const odd = week('09:07', '09:20', [1]);
  expect(opensAt(odd, new Date('2026-11-22T15:00:00Z'))?.toISOString()).toBe('2026-11-23T12:07:00.000Z');
});

it('is open at the instant it says, and not a minute before', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      (at) => {
        const next = opensAt(shop, at);
        if (!next) {
          expect(isOpen(shop, at)).toBe(true);
          return;
        }
        expect(isOpen(shop, next)).toBe(true);
        expect(isOpen(shop, new Date(next.getTime() - 60_000))).toBe(false);
      },
    ),
    { numRuns: 50 },
  );
});
