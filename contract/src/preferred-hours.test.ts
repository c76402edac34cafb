import { expect, it } from 'vitest';
import { clockIn, isWithin } from './preferred-hours.ts';

it('a moment has the hour and the day of its zone', () => {
  // 02:30 UTC on a Monday is still Sunday evening in São Paulo.
  const at = new Date('2026-03-02T02:30:00Z');
  expect(clockIn('America/Sao_Paulo', at)).toEqual({ hour: 23, day: 0 });
  expect(clockIn('Asia/Kolkata', at)).toEqual({ hour: 8, day: 1 });
  expect(clockIn('UTC', new Date('2026-03-02T00:10:00Z'))).toEqual({ hour: 0, day: 1 });
});

it.each([
  [{ days: [], from: 9, to: 12 }, [9, 11], [8, 12, 23]],
  [{ days: [], from: 22, to: 6 }, [22, 23, 0, 5], [6, 12, 21]],
  [{ days: [], from: 18, to: 24 }, [18, 23], [0, 17]],
  [{ days: [], from: 0, to: 24 }, [0, 23], []],
  [{ days: [], from: 7, to: 7 }, [0, 7, 23], []],
])('%o holds its hours', (hours, inside, outside) => {
  for (const hour of inside) expect(isWithin(hours, { hour, day: 3 }), String(hour)).toBe(true);
  for (const hour of outside) expect(isWithin(hours, { hour, day: 3 }), String(hour)).toBe(false);
});

it('a night belongs to the day it began on', () => {
  const saturdays = { days: [6], from: 20, to: 2 };
  expect(isWithin(saturdays, { hour: 21, day: 6 })).toBe(true);
  expect(isWithin(saturdays, { hour: 1, day: 0 })).toBe(true);
  expect(isWithin(saturdays, { hour: 1, day: 6 })).toBe(false);
  expect(isWithin({ days: [0], from: 20, to: 2 }, { hour: 1, day: 1 })).toBe(true);
});
