import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minutesOf, type Numbers, paceOf, placeOf, type Told, tellLine, type Visit } from './numbers.ts';

const minute = 60_000;
const visit = (came: number, until: number, begun = true): Visit => ({
  came: came * minute,
  until: until * minute,
  begun,
});

describe('the pace of a line', () => {
  it('is how long anybody stood in it, once each, and who was begun from it', () => {
    const visits = [visit(0, 10), visit(5, 12), visit(8, 9, false), visit(30, 31)];
    expect(paceOf(visits, { from: 0, now: 60 * minute })).toEqual({ begun: 3, busyMs: 13 * minute });
    // What came before the hour counts from the hour on.
    expect(paceOf(visits, { from: 11 * minute, now: 60 * minute })).toEqual({ begun: 2, busyMs: 2 * minute });
    expect(paceOf([], { from: 0, now: minute })).toEqual({ begun: 0, busyMs: 0 });
  });
});

describe('what is said of an interval', () => {
  const said = (low: number, high: number) => minutesOf({ lowMs: low * minute, highMs: high * minute });
  it('is rounded outwards, in steps people say', () => {
    expect(said(0.2, 0.4)).toEqual({ low: 0, high: 1 });
    expect(said(4.6, 6.2)).toEqual({ low: 4, high: 7 });
    expect(said(9.9, 10.1)).toEqual({ low: 9, high: 15 });
    expect(said(12, 31)).toEqual({ low: 10, high: 40 });
    expect(said(70, 130)).toEqual({ low: 60, high: 150 });
    expect(said(100, 241)).toBeNull();
    expect(said(5, 55)).toBeNull();
    expect(said(1, Number.NaN)).toBeNull();
  });
  it('holds every interval it is made of', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 240, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (high, share) => {
          const rounded = said(high * share, high);
          if (!rounded) return;
          expect(rounded.low).toBeLessThanOrEqual(high * share);
          expect(rounded.high).toBeGreaterThanOrEqual(high);
        },
      ),
    );
  });
  it('says places near the front exactly', () => {
    expect([1, 2, 10, 11, 15, 16, 50, 51, 99].map(placeOf)).toEqual([1, 2, 10, 15, 15, 20, 50, 60, 100]);
  });
});

describe('who is told something new', () => {
  const pace = { begun: 30, busyMs: 60 * minute };
  const now = 1000 * minute;
  const told = (numbers: Partial<Numbers>, over: Partial<Told> = {}): Told => ({
    ...{ position: 1, low: 0, high: 5, late: false, nobody: false, ...numbers },
    ...{ saidAt: now, promise: { at: now, low: 0, high: 5 }, ...over },
  });
  const line = (items: (Told | null)[], attended = true) => ({
    items: items.map((one, n) => ({ id: `w${n}`, told: one })),
    ...{ pace, attended },
  });

  it('who comes, at once; the next in line the sooner', () => {
    const [first, second, third] = tellLine(line([null, null, null]), now).map(({ numbers }) => numbers);
    expect(first).toMatchObject({ position: 1, low: 0, late: false, nobody: false });
    expect(second?.high).toBeGreaterThan(first?.high ?? 0);
    expect(third?.low).toBeGreaterThanOrEqual(second?.low ?? 99);
  });
  it('nobody, while all is as it was told', () => {
    const numbers = tellLine(line([null]), now)[0]?.numbers as Numbers;
    const same = told(numbers);
    expect(tellLine(line([same]), now)).toEqual([]);
    // A little other is not worth a flicker; a while later it is.
    const other = told({ ...numbers, high: (numbers.high ?? 0) + 1 });
    expect(tellLine(line([other]), now + 10_000)).toEqual([]);
    expect(tellLine(line([other]), now + minute)).toHaveLength(1);
  });
  it('who moved up, at once', () => {
    const [news] = tellLine(line([told({ position: 2 })]), now + 1000);
    expect(news?.numbers.position).toBe(1);
  });
  it('who waits longer than was promised first, once, and for good', () => {
    const promise = { at: now - 6 * minute, low: 0, high: 5 };
    const [news] = tellLine(line([told({}, { promise })]), now);
    expect(news?.numbers.late).toBe(true);
    const [again] = tellLine(line([told({ position: 3, late: true }, { promise: null })]), now);
    expect(again?.numbers.late).toBe(true);
  });
  it('nobody a number, where nobody is there or too little was seen', () => {
    for (const one of [line([null], false), { ...line([null]), pace: { begun: 3, busyMs: minute } }]) {
      const [news] = tellLine(one, now);
      expect(news?.numbers).toMatchObject({ position: 1, low: null, high: null, nobody: !one.attended });
    }
  });
});
