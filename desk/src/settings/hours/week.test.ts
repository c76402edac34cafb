import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, painted, stretchesOf, type Week, weekOf, wrongDays } from './week.ts';

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

describe('the grid', () => {
  const office = week({ 1: [['09:10', '12:00']], 2: [['09:00', '18:00']] });
  it('shows what is open wholly and in part', () => {
    const cells = cellsOf(office, 1);
    expect(cells.slice(17, 25)).toEqual(['', 'part', 'all', 'all', 'all', 'all', 'all', '']);
  });
  it('opens and closes an area, and leaves the minutes of the rest', () => {
    const opened = painted(office, { days: [1, 2], from: 26, to: 35 }, true);
    expect(opened[1]).toEqual([
      { from: '09:10', to: '12:00' },
      { from: '13:00', to: '18:00' },
    ]);
    expect(opened[2]).toEqual([{ from: '09:00', to: '18:00' }]);
    const lunch = painted(opened, { days: [2], from: 24, to: 25 }, false);
    expect(lunch[2]).toEqual([
      { from: '09:00', to: '12:00' },
      { from: '13:00', to: '18:00' },
    ]);
  });
  it('what is opened is open, what is closed is closed, for any area', () => {
    const area = fc.record({
      days: fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }),
      from: fc.integer({ min: 0, max: 47 }),
      length: fc.integer({ min: 0, max: 47 }),
      open: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(area, { minLength: 1, maxLength: 6 }), (areas) => {
        let now = office;
        for (const { days, from, length, open } of areas) {
          const to = Math.min(47, from + length);
          const before = now;
          now = painted(before, { days, from, to }, open);
          for (const day of [0, 1, 2, 3, 4, 5, 6])
            for (const [cell, state] of cellsOf(now, day).entries())
              expect(state).toBe(
                days.includes(day) && cell >= from && cell <= to
                  ? open
                    ? 'all'
                    : ''
                  : cellsOf(before, day)[cell],
              );
          expect(wrongDays(now).size).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
