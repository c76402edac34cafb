import type { Agent, WorkItem } from '@meada/contract/routes/routing';
import type { QueueDay } from '@meada/contract/routes/wallboard';
import { expect, it } from 'vitest';
import { doingOf, heldAfter, inTimeOf, nextOverdue, totalsOf } from './board.ts';
import { intervalOf, percentOf } from './words.ts';

const now = Date.parse('2026-03-02T12:10:00Z');
const agent = (over: Partial<Agent>) =>
  ({
    ...{ presence: 'available', presenceSince: '2026-03-02T12:00:00Z', wrapUntil: null, shiftNow: null },
    ...over,
  }) as Agent;
const over = { from: null, lastFrom: null, to: null };
const item = (over: Partial<WorkItem>) =>
  ({
    id: 'i',
    state: 'active',
    class: 'deferred',
    since: '2026-03-02T12:05:00Z',
    agentId: 'a',
    ...over,
  }) as WorkItem;

it.each([
  ['idle', agent({}), []],
  ['busy', agent({}), [item({})]],
  ['idle', agent({}), [item({ state: 'offered' })]],
  ['contact', agent({}), [item({ class: 'real_time' }), item({ state: 'paused' })]],
  ['contact', agent({ presence: 'away' }), [item({ class: 'real_time' })]],
  ['away', agent({ presence: 'away' }), [item({})]],
  ['wrapUp', agent({ wrapUntil: '2026-03-02T12:10:20Z' }), []],
  ['idle', agent({ wrapUntil: '2026-03-02T12:09:00Z' }), []],
  ['offline', agent({ presence: 'offline' }), []],
  // The shift is over and they forgot to go away; what they have goes on.
  ['away', agent({ shiftNow: over }), []],
  ['busy', agent({ shiftNow: over }), [item({})]],
] as const)('%s', (doing, who, items) => {
  expect(doingOf(who, items, now).doing).toBe(doing);
});

it('frames move what agents hold, and leave the rest as it is', () => {
  const board = { queues: [], held: [item({})], more: false };
  const frame = (name: string, data: object) =>
    ({ t: 'event', cursor: '', topic: 'desk', name, data }) as never;
  expect(heldAfter(board, frame('work', item({ agentId: null, state: 'waiting' }))).held).toEqual([]);
  expect(heldAfter(board, frame('work.gone', { id: 'i' })).held).toEqual([]);
  expect(heldAfter(board, frame('work.gone', { id: 'other' }))).toBe(board);
  expect(heldAfter(board, frame('queue', { id: 'q' }))).toBe(board);
  expect(heldAfter(board, frame('work', item({ id: 'j' }))).held).toHaveLength(2);
});

it('who left, and who waits still and too long, count as not in time; nothing seen is no figure', () => {
  expect(inTimeOf({ begun: 8, within: 6, abandoned: 2, overdue: 0 })).toBe(0.6);
  expect(inTimeOf({ begun: 8, within: 8, abandoned: 0, overdue: 2 })).toBe(0.8);
  expect(inTimeOf({ begun: 0, within: 0, abandoned: 0, overdue: 1 })).toBe(0);
  expect(inTimeOf({ begun: 0, within: 0, abandoned: 0, overdue: 0 })).toBeNull();
  expect(percentOf(0.6, 'pt-BR')).toBe('60%');
  expect(percentOf(null, 'pt-BR')).toBe('–');
  expect(totalsOf([], []).inTime).toBeNull();
});

it('the whole house is summed from its people, not averaged over its queues; the next to be late is the first of all', () => {
  const day = (over: Partial<QueueDay>) =>
    ({ arrived: 0, begun: 0, within: 0, abandoned: 0, overdue: 0, nextOverdueAt: null, ...over }) as QueueDay;
  const days = [
    day({ begun: 9, within: 9, nextOverdueAt: '2026-03-02T12:11:00Z' }),
    day({ overdue: 1, nextOverdueAt: '2026-03-02T12:10:30Z' }),
    day({}),
  ];
  expect(totalsOf([], days)).toMatchObject({ inTime: 0.9, overdue: 1 });
  expect(nextOverdue(days)).toBe(now + 30_000);
  expect(nextOverdue([day({})])).toBeNull();
});

it('an interval is no more exact than anybody knows', () => {
  expect(intervalOf(null)).toBe('–');
  expect(intervalOf({ lowMs: 21_400, highMs: 171_000 })).toBe('30 s – 3 min');
  expect(intervalOf({ lowMs: 2_000, highMs: 9_000 })).toBe('10 s');
});
