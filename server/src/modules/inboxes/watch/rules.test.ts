import { expect, test } from 'vitest';
import { isToBeTold, type TroubleFacts, troublesOf } from './rules.ts';

const now = new Date('2026-03-02T12:00:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const well: TroubleFacts = {
  now,
  active: true,
  state: 'connected',
  stateAt: ago(600),
  lastInAt: ago(3),
  expected: 0.2,
  oldestReceiptAt: ago(1),
  oldestDispatchAt: ago(1),
  poison: 0,
  failuresInARow: 1,
  notices: 0,
};

test.each<[string, Partial<TroubleFacts>, string[]]>([
  ['is well', {}, []],
  ['fails only now', { state: 'failing', stateAt: ago(1) }, []],
  ['fails for a while', { state: 'failing', stateAt: ago(3) }, ['disconnected']],
  ['connects for long', { state: 'connecting', stateAt: ago(11) }, ['disconnected']],
  ['is quiet at night', { lastInAt: ago(600), expected: 2 }, []],
  ['is silent by day', { lastInAt: ago(90), expected: 30 }, ['silent']],
  ['is silent, but nothing is known of its past', { lastInAt: ago(9000), expected: null }, []],
  ['had a burst before a short pause', { lastInAt: ago(20), expected: 40 }, []],
  ['does not read', { oldestReceiptAt: ago(6) }, ['backlog']],
  ['does not send', { oldestDispatchAt: ago(16) }, ['backlog']],
  ['fails in a row', { failuresInARow: 3 }, ['errors']],
  ['cannot read something, is warned', { poison: 1, notices: 1 }, ['notice', 'poison']],
  ['is off', { active: false, state: 'failing', stateAt: ago(60), poison: 4 }, []],
])('an inbox that %s', (_name, facts, troubles) => {
  expect(troublesOf({ ...well, ...facts })).toEqual(troubles);
});

test.each<[string, number | null, number | null, boolean]>([
  ['nothing is wrong', null, null, false],
  ['it is bad for a moment', 2, null, false],
  ['it is bad', 6, null, true],
  ['it was told of this spell', 60 * 30, 60 * 29, false],
  ['it was told yesterday of another', 10, 60 * 25, true],
  ['it was told today of another', 10, 60 * 5, false],
])('people are told when %s', (_name, troubled, told, expected) => {
  const at = (minutes: number | null) => (minutes === null ? null : ago(minutes));
  expect(isToBeTold({ now, troubledAt: at(troubled), toldAt: at(told) })).toBe(expected);
});
