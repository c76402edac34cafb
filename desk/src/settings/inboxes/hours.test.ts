import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stretchesOf, type Week, weekOf, wrongDays } from './hours.ts';

const week = (days: Record<number, [string, string][]>): Week =>
  Array.from({ length: 7 }, (_, day) => (days[day] ?? []).map(([from, to]) => ({ from, to })));

describe('hours', () => {
  it('splits a stretch over midnight and joins it again', () => {
    const night = week({ 6: [['18:00', '02:30']] });
    const stretches = stretchesOf(night);
    expect(stretches).toEqual([
      { day: 6, from: '18:00', to: '24:00' },
      { day: 0, from: '00:00', to: '02:30' },
    ]);
    expect(weekOf(stretches)).toEqual(night);
  });

  it('keeps whole days apart', () => {
    const always = week({ 0: [['00:00', '00:00']], 1: [['00:00', '00:00']] });
    expect(weekOf(stretchesOf(always))).toEqual(always);
  });

  it('finds overlaps, also those of the night before', () => {
    expect(
      wrongDays(
        week({
          1: [
            ['08:00', '12:00'],
            ['11:00', '18:00'],
          ],
        }),
      ),
    ).toEqual(new Set([1]));
    expect(wrongDays(week({ 1: [['20:00', '03:00']], 2: [['02:00', '08:00']] }))).toEqual(new Set([2]));
    expect(
      wrongDays(
        week({
          1: [
            ['08:00', '12:00'],
            ['12:00', '18:00'],
          ],
        }),
      ).size,
    ).toBe(0);
    expect(wrongDays(week({ 3: [['', '10:00']] }))).toEqual(new Set([3]));
  });

  it('comes back as it went for any week without overlaps', () => {
    const time = fc.integer({ min: 0, max: 95 });
    const clock = (quarter: number) =>
      `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`;
    const days = fc.array(fc.array(fc.tuple(time, time), { maxLength: 3 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(days, (raw) => {
        const made = raw.map((spans) =>
          spans
            .map(([from, to]) => ({ from: clock(from), to: clock(to) }))
            .sort((a, b) => a.from.localeCompare(b.from)),
        );
        if (wrongDays(made).size > 0) return;
        const once = stretchesOf(weekOf(stretchesOf(made)));
        const order = (list: ReturnType<typeof stretchesOf>) => list.map((one) => JSON.stringify(one)).sort();
        expect(order(once)).toEqual(order(stretchesOf(made)));
      }),
    );
  });
});
