import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEvent, nextDue } from './apply.ts';
import { snapshotOf } from './snapshot.ts';
import { emptyState, type RouterState } from './state.ts';
import { aHouse, aimed, anAgent, aQueue, aWork, histories, told } from './testing.ts';
import type { Item, RoutingEvent } from './types.ts';

const house = (): RouterState =>
  aHouse(
    [aQueue(), aQueue({ id: 'second', mode: 'offer' }), aQueue({ id: 'hand', mode: 'pull' })],
    [anAgent('a1'), anAgent('a2', { queues: ['main', 'second'], skills: { en: 2, tax: 1 } })],
  );

const truthOf = (state: RouterState): RoutingEvent => {
  const { agents, items } = snapshotOf(state);
  return { type: 'truth', agents, items, gone: [] };
};

it('rows that say what the router knows change nothing', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const state = house();
      let now = 0;
      for (const moment of history) {
        now += moment.afterMs;
        applyEvent(state, aimed(state, moment), now);
      }
      const before = snapshotOf(state);
      expect(told(applyEvent(state, truthOf(state), before.now))).toEqual([]);
      const after = snapshotOf(state);
      expect(after.items).toEqual(before.items);
      expect(nextDue(state)).toBeGreaterThan(before.now);
    }),
    { numRuns: 100 },
  );
});

it('a router begun from rows alone knows what the other one knew, and settles the rest', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const state = house();
      let now = 0;
      for (const moment of history) {
        now += moment.afterMs;
        applyEvent(state, aimed(state, moment), now);
      }
      const { queues, items } = snapshotOf(state);
      const fresh = emptyState(state.now);
      for (const queue of queues) applyEvent(fresh, { type: 'queue_set', queue }, state.now);
      expect(told(applyEvent(fresh, truthOf(state), state.now))).toEqual([]);
      expect(snapshotOf(fresh).items).toEqual(items);
    }),
    { numRuns: 100 },
  );
});

const itemOf = (state: RouterState, id: string): Item => {
  const found = snapshotOf(state).items.find((item) => item.id === id);
  if (!found) throw new Error(`no item ${id}`);
  return found;
};

it('what somebody else was quicker with is taken as it stands, and the next one goes to who is free', () => {
  const state = aHouse([aQueue()], [anAgent('a1'), anAgent('a2')]);
  expect(told(applyEvent(state, { type: 'item_set', work: aWork('w1') }, 0))).toEqual(['start w1 a1']);
  const taken: Item = { ...itemOf(state, 'w1'), standing: { state: 'active', agent: 'a2', since: 0 } };
  expect(told(applyEvent(state, { type: 'truth', agents: [], items: [taken], gone: [] }, 1))).toEqual([]);
  expect(told(applyEvent(state, { type: 'item_set', work: aWork('w2') }, 2))).toEqual(['start w2 a1']);
});

it('an offer in the rows to somebody who is not there goes back', () => {
  const state = aHouse([aQueue({ mode: 'offer' })], [anAgent('a1')]);
  applyEvent(state, { type: 'item_set', work: aWork('w1') }, 0);
  const offered = itemOf(state, 'w1');
  applyEvent(state, { type: 'presence', agent: 'a1', presence: 'offline' }, 1);
  const truth: RoutingEvent = { type: 'truth', agents: [], items: [offered], gone: [] };
  expect(told(applyEvent(state, truth, 2))).toEqual(['return w1 a1 agent_away']);
});

it('items of agents who are no more wait again', () => {
  const state = aHouse([aQueue({ mode: 'pull' })], [anAgent('a1')]);
  const item: Item = {
    ...aWork('w1'),
    standing: { state: 'active', agent: 'gone', since: 0 },
    waitingSince: 0,
    attempts: 1,
    tried: [],
    stepsTold: 0,
    graceUntil: null,
  };
  const decisions = applyEvent(state, { type: 'truth', agents: [], items: [item], gone: [] }, 5);
  expect(told(decisions)).toEqual(['return w1 gone agent_gone']);
  expect(itemOf(state, 'w1').standing).toEqual({ state: 'waiting' });
});

it('what became due before the rows spoke is not decided about what they speak of', () => {
  const state = aHouse([aQueue({ mode: 'offer', offerMs: 1000 })], [anAgent('a1'), anAgent('a2')]);
  applyEvent(state, { type: 'item_set', work: aWork('w1') }, 0);
  const accepted: Item = { ...itemOf(state, 'w1'), standing: { state: 'active', agent: 'a1', since: 900 } };
  // By the router's own clock the offer has passed; by the rows it was accepted in time.
  const decisions = applyEvent(state, { type: 'truth', agents: [], items: [accepted], gone: [] }, 2000);
  expect(told(decisions)).toEqual([]);
  expect(itemOf(state, 'w1').standing).toEqual(accepted.standing);
});
