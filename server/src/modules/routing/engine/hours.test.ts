import { expect, it } from 'vitest';
import { applyEvent, nextDue } from './apply.ts';
import { stageAt } from './stage.ts';
import type { RouterState } from './state.ts';
import { aHouse, anAgent, aQueue, aWork, told } from './testing.ts';
import type { RoutingEvent, Work } from './types.ts';

const minute = 60_000;
const day = { from: 10 * minute, to: 60 * minute };

const does = (state: RouterState, event: RoutingEvent, at: number) => told(applyEvent(state, event, at));
const comes = (id: string, over: Partial<Work> = {}): RoutingEvent => ({
  type: 'item_set',
  work: aWork(id, over),
});

it('contacts wait for the opening, deferred work does not', () => {
  const state = aHouse([aQueue({ attended: day })], [anAgent('a1')]);
  expect(does(state, comes('w1'), 0)).toEqual([]);
  expect(does(state, comes('m1', { class: 'deferred' }), 1)).toEqual(['start m1 a1']);
  expect(nextDue(state)).toBe(day.from);
  expect(does(state, { type: 'tick' }, day.from)).toEqual(['start w1 a1', 'pause m1 a1']);
});

it('a contact that comes after the end waits until the next stretch is told', () => {
  const state = aHouse([aQueue({ attended: day })], [anAgent('a1')], 30 * minute);
  expect(does(state, comes('w1', { arrivedAt: day.to }), day.to)).toEqual([]);
  const next = { from: 100 * minute, to: 150 * minute };
  expect(does(state, { type: 'queue_set', queue: aQueue({ attended: next }) }, 61 * minute)).toEqual([]);
  expect(nextDue(state)).toBe(next.from);
  expect(does(state, { type: 'tick' }, next.from)).toEqual(['start w1 a1']);
});

it('what a queue offered goes on over its end', () => {
  const state = aHouse([aQueue({ attended: day, mode: 'offer' })], [anAgent('a1')], 59 * minute);
  expect(does(state, comes('w1', { arrivedAt: 59 * minute }), day.to - 1)).toEqual(['offer w1 a1']);
  expect(does(state, { type: 'accept', item: 'w1', agent: 'a1' }, day.to + 1)).toEqual(['start w1 a1']);
});

it('the queue that stands in has the contacts while it is attended itself', () => {
  const night = { queue: 'night', attended: { from: 60 * minute, to: 90 * minute } };
  const queues = [aQueue({ attended: day, afterHours: night }), aQueue({ id: 'night' })];
  const state = aHouse(queues, [anAgent('a1'), anAgent('n1', { queues: ['night'] })], 30 * minute);
  does(state, comes('w1', { arrivedAt: 30 * minute }), 30 * minute);
  expect(does(state, comes('w2', { arrivedAt: 31 * minute }), 31 * minute)).toEqual([]);
  expect(does(state, { type: 'tick' }, day.to)).toEqual(['start w2 n1']);
  does(state, { type: 'done', item: 'w2', agent: 'n1' }, 91 * minute);
  expect(does(state, comes('w3', { arrivedAt: 91 * minute }), 91 * minute)).toEqual([]);
});

it('steps of a contact count from the opening, those of deferred work from when it came', () => {
  const queue = aQueue({ attended: day, steps: [{ afterMs: 5 * minute, escalate: true }] });
  const state = aHouse([queue], []);
  does(state, comes('w1'), 0);
  does(state, comes('m1', { class: 'deferred' }), 0);
  expect(does(state, { type: 'tick' }, 9 * minute)).toEqual(['step m1 1']);
  expect(does(state, { type: 'tick' }, 14 * minute)).toEqual([]);
  expect(does(state, { type: 'tick' }, 15 * minute)).toEqual(['step w1 1']);
});

it('what overflows goes to nobody of a queue that is closed, and to who stands in for it', () => {
  const steps = [{ afterMs: minute, overflowTo: ['second', 'third'] }];
  const night = { queue: 'night', attended: null };
  const second = aQueue({ id: 'second', attended: day });
  const queues = [
    aQueue({ steps }),
    second,
    aQueue({ id: 'third', attended: { from: 0, to: 5 * minute }, afterHours: night }),
    aQueue({ id: 'night' }),
  ];
  const state = aHouse(queues, [anAgent('s1', { queues: ['second'] })]);
  expect(does(state, comes('w1'), 0)).toEqual([]);
  expect(does(state, comes('m1', { class: 'deferred' }), 0)).toEqual([]);
  // Deferred work does not mind the hours; the contact waits, though the step has come.
  expect(does(state, { type: 'tick' }, minute)).toEqual(['step m1 1', 'step w1 1', 'start m1 s1']);
  expect(nextDue(state)).toBe(5 * minute);
  expect(does(state, { type: 'tick' }, 5 * minute)).toEqual([]);
  expect(nextDue(state)).toBe(day.from);
  expect(does(state, { type: 'tick' }, day.from)).toEqual(['start w1 s1', 'pause m1 s1']);
  // Whoever stands in for the third has the next one.
  does(state, { type: 'agent_set', agent: anAgent('n1', { queues: ['night'] }) }, 11 * minute);
  does(state, { type: 'presence', agent: 'n1', presence: 'available' }, 11 * minute);
  expect(does(state, comes('w2', { arrivedAt: 11 * minute }), 11 * minute)).toEqual([]);
  expect(does(state, { type: 'tick' }, 12 * minute)).toEqual(['step w2 1', 'start w2 n1']);
});

it('the next stretch of a queue is told to who waits to overflow to it', () => {
  const steps = [{ afterMs: minute, overflowTo: ['second'] }];
  const second = aQueue({ id: 'second', attended: { from: 0, to: 1 } });
  const state = aHouse([aQueue({ steps }), second], [anAgent('s1', { queues: ['second'] })], 5);
  does(state, comes('w1', { arrivedAt: 5 }), 5);
  expect(does(state, { type: 'tick' }, 2 * minute)).toEqual(['step w1 1']);
  const open = { ...second, attended: { from: 3 * minute, to: 9 * minute } };
  expect(does(state, { type: 'queue_set', queue: open }, 2 * minute)).toEqual([]);
  expect(does(state, { type: 'tick' }, 3 * minute)).toEqual(['start w1 s1']);
});

it('what changes next is known at every instant', () => {
  const state = aHouse([aQueue({ attended: day })], []);
  does(state, comes('w1'), 0);
  const item = state.entries.get('w1')?.item;
  const queue = state.queues.get('main');
  if (!item || !queue) throw new Error('not there');
  for (let at = 0; at < 70 * minute; at += minute) {
    const { next, ...stage } = stageAt(item, { queue }, at);
    const { next: _, ...before } = stageAt(item, { queue }, Math.min(next, 70 * minute) - 1);
    expect(before).toEqual(stage);
  }
});
