import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEvent, nextDue } from './apply.ts';
import { rebuild, snapshotOf } from './snapshot.ts';
import { stageAt } from './stage.ts';
import { agentOf, type RouterState } from './state.ts';
import { aHouse, aimed, anAgent, aQueue, histories, type Moment } from './testing.ts';
import type { Decision, Item, Snapshot, Standing } from './types.ts';

const start = (): RouterState =>
  aHouse(
    [aQueue(), aQueue({ id: 'second', mode: 'offer' }), aQueue({ id: 'hand', mode: 'pull' })],
    [anAgent('a1'), anAgent('a2', { queues: ['main', 'second'], skills: { en: 2, tax: 1 } })],
  );

/** Plays a history; `look` sees every step. */
function play(
  state: RouterState,
  history: Moment[],
  look: (decisions: Decision[], moment: Moment, before: Snapshot) => void = () => {},
): Decision[] {
  let now = 0;
  return history.flatMap((moment) => {
    now += moment.afterMs;
    const before = snapshotOf(state);
    const event = aimed(state, moment);
    const decisions = applyEvent(state, event, now);
    look(decisions, { ...moment, event }, before);
    return decisions;
  });
}

const always = (check: (history: Moment[]) => void): void =>
  fc.assert(fc.property(histories, check), { numRuns: 150 });

/** Whether an agent may be given an item, said once more from the facts alone, the slow way. */
function mayTake({ now, queues, items }: Snapshot, agent: Snapshot['agents'][number], item: Item): boolean {
  const queue = queues.find(({ id }) => id === item.queue);
  if (!queue || queue.mode === 'pull') return false;
  const stage = stageAt(item, { queue, queues: new Map(queues.map((one) => [one.id, one])) }, now);
  const held = items.filter((one) => agentOf(one) === agent.id);
  const load = (of: Item['class']) =>
    held.filter((one) => one.class === of).reduce((sum, one) => sum + one.weight, 0);
  const open =
    agent.presence === 'available' &&
    agent.wrapUntil === null &&
    (!agent.shift ||
      (agent.shift.from <= now &&
        now < agent.shift.to - (item.class === 'real_time' ? agent.shift.lastMs : 0)));
  const free =
    item.class === 'deferred'
      ? load('real_time') === 0
      : !held.some((one) => !one.pausable && one.class === 'deferred' && one.standing.state === 'active');
  return (
    open &&
    free &&
    load(item.class) + item.weight <= agent.capacity[item.class] &&
    stage.queues.some((id) => agent.queues.includes(id)) &&
    stage.skills.every(({ skill, level }) => (agent.skills[skill] ?? 0) >= level) &&
    (agent.aptitude[item.channel] ?? 1) > 0 &&
    !stage.tried.includes(agent.id) &&
    // Kept for its preferred agent: nobody else's turn yet.
    (stage.keptUntil <= now || item.preferred === agent.id || item.preferred === null)
  );
}

it('nobody waits while an agent who may take it is free, nobody is asked who is away', () => {
  always((history) => {
    const state = start();
    play(state, history, () => {
      const facts = snapshotOf(state);
      const waiting = facts.items.filter((item) => item.standing.state === 'waiting');
      const missed = waiting.flatMap((item) =>
        facts.agents.filter((agent) => mayTake(facts, agent, item)).map((agent) => [item.id, agent.id]),
      );
      expect(missed).toEqual([]);
      const asked = facts.items.flatMap(({ standing }) =>
        standing.state === 'offered' ? [standing.agent] : [],
      );
      for (const agent of asked) expect(state.slots.get(agent)?.agent.presence).toBe('available');
    });
  });
});

it('no decision takes an agent past the capacity', () => {
  always((history) => {
    const state = start();
    play(state, history, (decisions, { event }, before) => {
      for (const one of decisions) {
        if (one.type !== 'offer' && one.type !== 'start') continue;
        const slot = state.slots.get(one.agent);
        const item = state.entries.get(one.item)?.item;
        if (!slot || !item || agentOf(item) !== slot.agent.id) continue;
        // What has just grown, and a capacity that has just been lowered, is not the router's doing.
        if (event.type === 'item_set' && slot.held.has(event.work.id)) continue;
        const was = before.agents.find(({ id }) => id === one.agent)?.capacity[item.class] ?? 0;
        expect(slot.load[item.class]).toBeLessThanOrEqual(Math.max(was, slot.agent.capacity[item.class]));
      }
    });
  });
});

it('a decision leads from where the item stood, so an item is with one agent at most', () => {
  always((history) => {
    const state = start();
    play(state, history, (decisions, { event }, before) => {
      const stands = new Map(before.items.map((item) => [item.id, item.standing]));
      if (event.type === 'item_set' && !stands.has(event.work.id)) {
        stands.set(event.work.id, { state: 'waiting' });
      }
      for (const one of decisions) {
        if (!('was' in one)) continue;
        expect(stands.get(one.item)).toEqual(one.was);
        stands.set(one.item, after(one, state.now));
      }
      for (const [id, { item }] of state.entries) expect(stands.get(id)).toEqual(item.standing);
    });
  });
});

function after(one: Extract<Decision, { was: Standing }>, now: number): Standing {
  const { agent } = one;
  if (one.type === 'return' || one.type === 'finish') return { state: 'waiting' };
  if (one.type === 'offer') return { state: 'offered', agent, until: one.until };
  return { state: one.type === 'pause' ? 'paused' : 'active', agent, since: now };
}

it('work is paused exactly while a contact is on, and never lost', () => {
  always((history) => {
    const state = start();
    play(state, history, (_decisions, { event }, before) => {
      for (const { held, load } of state.slots.values()) {
        const stands = [...held.values()].map(({ item }) => item);
        const contact = stands.some((one) => one.class === 'real_time' && one.standing.state === 'active');
        for (const { class: of, pausable, standing } of stands) {
          if (of === 'deferred' && contact && pausable) expect(standing.state).not.toBe('active');
          if (load.real_time === 0 && standing.state === 'paused') {
            const slot = state.slots.get(standing.agent);
            expect(slot?.agent.wrapUntil).not.toBeNull();
          }
        }
      }
      const goes = event.type === 'done' || event.type === 'item_gone' ? event.item : '';
      for (const { id } of before.items) expect(state.entries.has(id) || id === goes).toBe(true);
    });
  });
});

it('the same history gives the same decisions', () => {
  always((history) => {
    expect(play(start(), history)).toEqual(play(start(), history));
  });
});

it('a state built anew from its facts goes on as the old one does', () => {
  fc.assert(
    fc.property(histories, fc.nat(80), (history, cut) => {
      const state = start();
      play(state, history.slice(0, cut));
      const stored = JSON.parse(JSON.stringify(snapshotOf(state))) as Snapshot;
      const other = rebuild(stored);
      expect(snapshotOf(other)).toEqual(stored);
      expect(nextDue(other)).toBe(nextDue(state));
      expect(applyEvent(other, { type: 'tick' }, state.now)).toEqual([]);
      const rest = history.slice(cut).map((moment) => ({ ...moment, afterMs: Math.abs(moment.afterMs) }));
      expect(go(other, rest)).toEqual(go(state, rest));
      expect(snapshotOf(other)).toEqual(snapshotOf(state));
    }),
    { numRuns: 150 },
  );
});

/** Plays on from where a state is. */
const go = (state: RouterState, history: Moment[]): Decision[] =>
  history.flatMap((moment) => applyEvent(state, aimed(state, moment), state.now + moment.afterMs));

it('clocks that jump an hour harm nothing', () => {
  const jumps = fc.array(fc.constantFrom(-3_600_000, 3_600_000, 0, 0, 0), { minLength: 90, maxLength: 90 });
  fc.assert(
    fc.property(histories, jumps, (history, by) => {
      const state = start();
      const jumpy = history.map((moment, at) => ({ ...moment, afterMs: moment.afterMs + (by[at] ?? 0) }));
      let last = 0;
      play(state, jumpy, () => {
        expect(state.now).toBeGreaterThanOrEqual(last);
        last = state.now;
      });
      // Nothing hangs: once everybody is there and says yes, all that may be taken is taken.
      expect(nextDue(state)).toBeGreaterThan(state.now);
    }),
    { numRuns: 100 },
  );
});
