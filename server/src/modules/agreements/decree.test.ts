import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decreeAfter, decreeOwed, decreeTarget } from './decree.ts';
import type { Happened } from './rules.ts';

/** The seven days of the SAC decree: by the calendar, whatever the conversation waits for. */

const hour = 3_600_000;
const history = (text: string): Happened[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map((word, place) => {
      const [type, at] = word.split('@');
      return { type: type as Happened['type'], at: Number(at) * hour, seq: place + 1, personId: `p${place}` };
    });

it.each([
  // what happened, when the demand that runs was registered, hours each ended one took
  ['', null, []],
  ['wrote@1', 1, []],
  ['wrote@1 wrote@30', 1, []],
  ['wrote@1 answered@2', 1, []],
  ['wrote@1 answered@2 waits@3', 1, []],
  ['wrote@1 answered@2 waits@3 resolved@100', null, [99]],
  ['wrote@1 answered@2 resolved@4', null, [3]],
  ['wrote@1 resolved@4 wrote@200', 200, [3]],
  ['wrote@1 resolved@4 wrote@200 resolved@203', null, [3, 3]],
  ['wrote@1 resolved@4 reopened@5', 1, []],
  ['wrote@1 resolved@4 reopened@5 resolved@11', null, [10]],
  ['wrote@1 resolved@4 reopened@5 wrote@6 resolved@11', null, [10]],
  ['answered@1', null, []],
  ['answered@1 wrote@5', 5, []],
  ['answered@1 resolved@2', null, []],
  ['reopened@2', null, []],
  ['wrote@5 resolved@3', null, [0]],
])('%s', (text, since, took) => {
  const { clock, ended } = decreeAfter(undefined, history(text), 0);
  expect(clock?.state === 'running' ? clock.since / hour : null).toBe(since);
  expect(ended.map(({ spent }) => spent / hour)).toEqual(took);
  const [open] = decreeOwed(clock);
  expect(open?.dueAt ?? null).toBe(since === null ? null : since * hour + decreeTarget);
});

it('what happened before the mode was switched on counts for nothing', () => {
  expect(decreeAfter(undefined, history('wrote@1 resolved@2 wrote@3'), 10 * hour)).toEqual({
    clock: undefined,
    ended: [],
  });
  const { clock } = decreeAfter(undefined, history('wrote@1 wrote@20'), 10 * hour);
  expect(clock?.since).toBe(20 * hour);
});

it('it is near two days ahead, and due seven days of 24 hours after it was registered', () => {
  const [open] = decreeOwed(decreeAfter(undefined, history('wrote@0'), 0).clock);
  expect(open).toMatchObject({ what: 'decree', dueAt: 168 * hour, warnAt: 120 * hour });
});

const types = ['wrote', 'answered', 'waits', 'goes_on', 'resolved', 'reopened'] as const;
it('counting on is counting from the beginning, wherever it is cut', () => {
  const happened = fc.array(
    fc.tuple(fc.constantFrom(...types), fc.integer({ min: 0, max: 400 })).map(
      ([type, at]): Happened => ({
        ...{ type, at: at * hour, seq: 1, personId: null },
      }),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(happened, fc.nat(20), (all, cut) => {
      const whole = decreeAfter(undefined, all, 0);
      const first = decreeAfter(undefined, all.slice(0, cut), 0);
      expect(decreeAfter(first.clock, all.slice(cut), 0).clock).toEqual(whole.clock);
    }),
  );
});
