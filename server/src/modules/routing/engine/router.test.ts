import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent, nextDue } from './apply.ts';
import { rebuild, snapshotOf } from './snapshot.ts';
import type { RouterState } from './state.ts';
import { aHouse, anAgent, aQueue, aWork, told } from './testing.ts';
import type { Queue, RoutingEvent, Standing, Work } from './types.ts';

const minute = 60_000;
const comes = (id: string, over: Partial<Work> = {}): RoutingEvent => ({
  type: 'item_set',
  work: aWork(id, over),
});
const does = (state: RouterState, event: RoutingEvent, now: number): string[] =>
  told(applyEvent(state, event, now));
const later = (state: RouterState, now: number): string[] => does(state, { type: 'tick' }, now);
const done = (item: string, agent = 'a1'): RoutingEvent => ({ type: 'done', item, agent });
const email = { class: 'deferred', channel: 'mail' } as const;
const presence = (agent: string, to: 'available' | 'away' | 'offline'): RoutingEvent => ({
  type: 'presence',
  agent,
  presence: to,
});

/** A single agent and a queue with these rules. */
const oneAgent = (over: Partial<Queue> = {}): RouterState => aHouse([aQueue(over)], [anAgent('a1')]);

/** Items come while the only agent is busy; in which order are they taken? */
function orderOf(over: Partial<Queue>, works: [string, Partial<Work>][]): string[] {
  const state = oneAgent(over);
  does(state, comes('first'), 0);
  for (const [id, work] of works) does(state, comes(id, work), Number(work.arrivedAt ?? 0));
  let now = 10 * minute;
  let current = 'first';
  return works.map(() => {
    now += 1;
    const [, started = ''] = does(state, done(current), now);
    current = started.split(' ')[1] ?? '';
    return current;
  });
}

describe('who comes first', () => {
  const three: [string, Partial<Work>][] = [
    ['early', { arrivedAt: 1000, deadline: 9 * minute }],
    ['urgent', { arrivedAt: 2000, priority: 2, deadline: 8 * minute }],
    ['due', { arrivedAt: 3000, deadline: 2 * minute }],
  ];

  it.each<[Queue['order'], string[]]>([
    ['longest', ['early', 'urgent', 'due']],
    ['priority', ['urgent', 'early', 'due']],
    ['deadline', ['due', 'urgent', 'early']],
  ])('%s: %s', (order, wanted) => expect(orderOf({ order }, three)).toEqual(wanted));

  it('priority ages: who came later than the head start comes after', () => {
    const works: [string, Partial<Work>][] = [
      ['patient', { arrivedAt: 0 }],
      ['soon', { arrivedAt: minute, priority: 2 }],
      ['late', { arrivedAt: 3 * minute, priority: 2 }],
    ];
    expect(orderOf({ order: 'priority' }, works)).toEqual(['soon', 'patient', 'late']);
  });

  it('nobody starves under a stream of urgent work', () => {
    const state = oneAgent({ order: 'priority' });
    does(state, comes('first'), 0);
    does(state, comes('plain'), 1);
    let current = 'first';
    for (let n = 0; current !== 'plain'; n += 1) {
      expect(n).toBeLessThan(20);
      const now = 2 + n * 10_000;
      does(state, comes(`u${n}`, { priority: 3, arrivedAt: now }), now);
      current = does(state, done(current), now + 5000)[1]?.split(' ')[1] ?? '';
    }
    expect(state.now).toBeLessThan(200_000);
  });
});

it('nobody is overtaken by who came later than the head start', () => {
  const streams = fc.array(
    fc.record({ after: fc.integer({ min: 0, max: 60_000 }), priority: fc.integer({ min: 0, max: 3 }) }),
    { minLength: 2, maxLength: 40 },
  );
  fc.assert(
    fc.property(streams, (stream) => {
      const state = oneAgent({ order: 'priority' });
      does(state, comes('w0'), 0);
      let now = 0;
      const came = new Map([['w0', 0]]);
      const begun: string[] = [];
      let current = 'w0';
      stream.forEach(({ after, priority }, n) => {
        now += after;
        came.set(`w${n + 1}`, now);
        does(state, comes(`w${n + 1}`, { priority, arrivedAt: now }), now);
      });
      while (current) {
        begun.push(current);
        current = does(state, done(current), now)[1]?.split(' ')[1] ?? '';
      }
      expect(begun).toHaveLength(stream.length + 1);
      begun.forEach((one, at) => {
        for (const earlier of begun.slice(1, at)) {
          expect(came.get(earlier)).toBeLessThanOrEqual((came.get(one) ?? 0) + 3 * 60_000);
        }
      });
    }),
    { numRuns: 100 },
  );
});

describe('whom it goes to', () => {
  it('the last agent first, while free', () => {
    const state = aHouse([aQueue()], [anAgent('a1'), anAgent('a2'), anAgent('a3')]);
    expect(does(state, comes('w1', { preferred: 'a2' }), 1)).toEqual(['start w1 a2']);
    expect(does(state, comes('w2', { preferred: 'a2' }), 2)).toEqual(['start w2 a1']);
  });

  it('is kept for the last agent as long as the queue says, unless they go', () => {
    const kept = (): RouterState => {
      const state = aHouse([aQueue({ preferredMs: minute })], [anAgent('a1'), anAgent('a2')]);
      does(state, comes('busy', { preferred: 'a2' }), 0);
      expect(does(state, comes('w1', { preferred: 'a2', arrivedAt: 1000 }), 1000)).toEqual([]);
      return state;
    };
    expect(does(kept(), done('busy', 'a2'), 30_000)).toEqual(['finish busy a2', 'start w1 a2']);
    const waits = kept();
    expect(nextDue(waits)).toBe(61_000);
    expect(later(waits, 61_000)).toEqual(['start w1 a1']);
    expect(does(kept(), presence('a2', 'away'), 5000)).toEqual(['start w1 a1']);
  });

  it('skills and levels, then aptitude for the channel', () => {
    const state = aHouse(
      [aQueue()],
      [
        anAgent('a1', { skills: { en: 1 }, aptitude: { chat: 3 } }),
        anAgent('a2', { skills: { en: 3 } }),
        anAgent('a3', { skills: { en: 3 }, aptitude: { chat: 2 } }),
        anAgent('a4', { skills: { en: 3 }, aptitude: { chat: 0 } }),
      ],
    );
    const skills = [{ skill: 'en', level: 2 }];
    const went = ['w1', 'w2', 'w3'].flatMap((id) => does(state, comes(id, { skills }), 1));
    expect(went).toEqual(['start w1 a3', 'start w2 a2']);
  });

  it('the best skilled, where the queue says so', () => {
    const agents = [anAgent('a1', { skills: { en: 1 } }), anAgent('a2', { skills: { en: 3 } })];
    const asks = comes('w1', { skills: [{ skill: 'en', level: 1 }] });
    expect(does(aHouse([aQueue({ agents: 'best_skilled' })], agents), asks, 1)).toEqual(['start w1 a2']);
  });

  it('the one whom the rest of the work misses least', () => {
    const many = { en: 1, tax: 1 };
    const state = aHouse([aQueue()], [anAgent('a1', { skills: many }), anAgent('a2', { skills: { en: 1 } })]);
    const asks = (id: string, skill: string) => comes(id, { skills: [{ skill, level: 1 }] });
    expect(does(state, asks('t', 'tax'), 0)).toEqual(['start t a1']);
    does(state, done('t'), 1);
    expect(does(state, asks('e', 'en'), 2)).toEqual(['start e a2']);
  });

  it('the least occupied; who comes in does not get all', () => {
    const state = aHouse([aQueue()], [anAgent('a1'), anAgent('a2')]);
    does(state, comes('w1', { preferred: 'a1' }), 0);
    does(state, done('w1'), 10 * minute);
    expect(does(state, comes('w2'), 11 * minute)).toEqual(['start w2 a2']);
    const a3 = { type: 'agent_set', agent: anAgent('a3') } as const;
    does(state, a3, 12 * minute);
    does(state, presence('a3', 'available'), 12 * minute);
    expect(state.slots.get('a3')?.agent.occupancy.real_time).toBeGreaterThan(0.01);
  });
});

describe('offers', () => {
  const offering = (over: Partial<Queue> = {}): RouterState =>
    aHouse([aQueue({ mode: 'offer', ...over })], [anAgent('a1'), anAgent('a2')]);

  it('go on when declined or passed, and come round again', () => {
    const state = offering();
    expect(does(state, comes('w1'), 0)).toEqual(['offer w1 a1']);
    const declined = does(state, { type: 'decline', item: 'w1', agent: 'a1' }, 1000);
    expect(declined).toEqual(['return w1 a1 declined', 'offer w1 a2']);
    expect(later(state, 21_000)).toEqual(['return w1 a2 timed_out']);
    expect(nextDue(state)).toBe(61_000);
    expect(later(state, 61_000)).toEqual(['offer w1 a1']);
    expect(does(state, { type: 'accept', item: 'w1', agent: 'a1' }, 62_000)).toEqual(['start w1 a1']);
  });

  it('cannot be accepted when they are over', () => {
    const state = offering();
    does(state, comes('w1'), 0);
    const late = does(state, { type: 'accept', item: 'w1', agent: 'a1' }, 20_000);
    expect(late).toEqual(['return w1 a1 timed_out', 'offer w1 a2', 'refuse not_theirs']);
  });

  it('set away who lets too many pass', () => {
    const state = offering({ missedMost: 1 });
    does(state, comes('w1'), 0);
    expect(later(state, 20_000)).toEqual(['return w1 a1 timed_out', 'set_away a1', 'offer w1 a2']);
  });

  it('go on at once when the agent goes', () => {
    for (const to of ['away', 'offline'] as const) {
      const state = offering();
      does(state, comes('w1'), 0);
      expect(does(state, presence('a1', to), 1)).toEqual(['return w1 a1 agent_away', 'offer w1 a2']);
    }
  });

  it('a pull queue hands nothing out; agents take the next or a certain one', () => {
    const state = oneAgent({ mode: 'pull' });
    expect(does(state, comes('w1'), 0)).toEqual([]);
    does(state, comes('w2', { ...email, arrivedAt: 1 }), 1);
    expect(does(state, { type: 'pull', agent: 'a1', item: 'w2' }, 2)).toEqual(['start w2 a1']);
    const next = does(state, { type: 'pull', agent: 'a1', item: null }, 3);
    expect(next).toEqual(['start w1 a1', 'pause w2 a1']);
    expect(does(state, { type: 'pull', agent: 'a1', item: null }, 4)).toEqual(['refuse nothing_waiting']);
  });
});

describe('a real-time contact beside deferred work', () => {
  it('pauses it, and it goes on afterwards, wrap-up over', () => {
    const state = oneAgent({ wrapUpMs: 10_000 });
    does(state, comes('m1', email), 0);
    does(state, comes('m2', email), 0);
    expect(does(state, comes('m3', email), 0)).toEqual([]);
    expect(does(state, comes('call'), 1000)).toEqual(['start call a1', 'pause m1 a1', 'pause m2 a1']);
    expect(does(state, done('call'), 60_000)).toEqual(['finish call a1']);
    expect(later(state, 70_000)).toEqual(['resume m1 a1', 'resume m2 a1']);
    expect(does(state, done('m1'), 71_000)).toEqual(['finish m1 a1', 'start m3 a1']);
  });

  it('waits for work that must not stop', () => {
    const state = oneAgent();
    does(state, comes('m1', { ...email, pausable: false }), 0);
    expect(does(state, comes('call'), 1)).toEqual([]);
    expect(does(state, done('m1'), 2)).toEqual(['finish m1 a1', 'start call a1']);
  });

  it('gives back what was paused too long', () => {
    const state = oneAgent({ pausedMostMs: 5 * minute });
    does(state, comes('m1', email), 0);
    does(state, comes('call'), 1);
    expect(later(state, 5 * minute + 1)).toEqual(['return m1 a1 paused_too_long']);
    expect(does(state, done('call'), 6 * minute)).toEqual(['finish call a1', 'start m1 a1']);
  });
});

describe('time makes more agents able', () => {
  it('overflow, fewer demands, more priority, somebody told', () => {
    const steps = [
      { afterMs: minute, overflowTo: ['second'] },
      { afterMs: 2 * minute, lowerLevels: 1, escalate: true },
    ];
    const state = aHouse(
      [aQueue({ steps }), aQueue({ id: 'second' })],
      [anAgent('a2', { queues: ['second'], skills: { en: 1 } })],
    );
    does(state, comes('w1', { skills: [{ skill: 'en', level: 2 }] }), 0);
    expect(later(state, minute)).toEqual(['step w1 1']);
    const [step] = applyEvent(state, { type: 'tick' }, 2 * minute);
    expect(step).toMatchObject({ type: 'step', escalate: true, skills: [{ skill: 'en', level: 1 }] });
    expect(state.entries.get('w1')?.item.standing).toMatchObject({ state: 'active', agent: 'a2' });
  });
});

describe('agents come and go', () => {
  it('who went offline keeps the work for the grace time', () => {
    const state = oneAgent();
    does(state, comes('w1'), 0);
    does(state, comes('m1', email), 0);
    expect(does(state, presence('a1', 'offline'), 1000)).toEqual([]);
    expect(does(state, presence('a1', 'available'), 20_000)).toEqual([]);
    does(state, presence('a1', 'offline'), 30_000);
    expect(later(state, 60_000)).toEqual(['return w1 a1 agent_offline']);
    // Back within the grace of deferred work: it is still theirs, and the call comes back first.
    expect(does(state, presence('a1', 'available'), 70_000)).toEqual(['start w1 a1']);
    expect(state.slots.get('a1')?.held.size).toBe(1);
  });

  it('a shift begins and ends of itself', () => {
    const shift = { from: 10 * minute, to: 20 * minute, lastMs: 0 };
    const state = aHouse([aQueue()], [anAgent('a1', { shift })]);
    expect(does(state, comes('w1'), 0)).toEqual([]);
    expect(nextDue(state)).toBe(10 * minute);
    expect(later(state, 10 * minute)).toEqual(['start w1 a1']);
    does(state, comes('w2', { arrivedAt: 11 * minute }), 11 * minute);
    expect(does(state, done('w1'), 20 * minute)).toEqual(['finish w1 a1']);
  });

  it('no contact comes near the end of a shift, deferred work does', () => {
    const shift = { from: 0, to: 20 * minute, lastMs: 5 * minute };
    const state = aHouse([aQueue()], [anAgent('a1', { shift })]);
    expect(does(state, comes('w1'), 15 * minute)).toEqual([]);
    expect(does(state, comes('m1', { class: 'deferred' }), 15 * minute)).toEqual(['start m1 a1']);
    expect(does(state, comes('m2', { class: 'deferred' }), 20 * minute)).toEqual([]);
  });

  it('is kept for nobody whose shift is over', () => {
    const shift = { from: 0, to: 5 * minute, lastMs: 0 };
    const state = aHouse([aQueue({ preferredMs: 10 * minute })], [anAgent('a1', { shift }), anAgent('a2')]);
    does(state, comes('busy', { preferred: 'a1' }), 0);
    expect(does(state, comes('w1', { preferred: 'a1' }), 1)).toEqual([]);
    expect(later(state, 5 * minute)).toEqual(['start w1 a2']);
  });

  it('a person reassigns over queue and skill, not over capacity', () => {
    const state = aHouse([aQueue()], [anAgent('a1'), anAgent('a2', { queues: ['other'] })]);
    does(state, comes('w1'), 0);
    does(state, comes('w2'), 0);
    const assign = (item: string): RoutingEvent => ({ type: 'assign', item, agent: 'a2' });
    expect(does(state, assign('w1'), 1)).toEqual(['start w1 a2', 'start w2 a1']);
    expect(does(state, assign('w2'), 2)).toEqual(['refuse no_capacity']);
    const back = does(state, { type: 'release', item: 'w1', agent: 'a2' }, 3);
    expect(back).toEqual(['return w1 a2 released']);
  });
});

describe('rows and truth', () => {
  it('what could not be stored is set right', () => {
    const state = aHouse([aQueue()], [anAgent('a1'), anAgent('a2')]);
    expect(does(state, comes('w1'), 0)).toEqual(['start w1 a1']);
    // Somebody else was quicker in the database: a2 has it.
    const standing: Standing = { state: 'active', agent: 'a2', since: 0 };
    expect(does(state, { type: 'item_set', work: aWork('w1'), standing }, 1)).toEqual([]);
    expect(does(state, comes('w2'), 2)).toEqual(['start w2 a1']);
  });

  it('rows that a crash left apart are settled by the next event', () => {
    const state = oneAgent();
    does(state, comes('w1'), 0);
    const rows = snapshotOf(state);
    const [item] = rows.items;
    if (!item) throw new Error('no item');
    item.standing = { state: 'waiting' };
    rows.items.push({ ...item, id: 'w2', standing: { state: 'active', agent: 'gone', since: 0 } });
    expect(later(rebuild(rows), 1)).toEqual(['return w2 gone agent_gone', 'start w1 a1']);
    expect(() => rebuild({ ...rows, queues: [] })).toThrow('not known');
  });
});

describe('nonsense is refused and changes nothing', () => {
  const nan = Number.NaN;
  it.each<[RoutingEvent, string]>([
    [comes('w', { queue: 'none' }), 'unknown_queue'],
    [comes('w', { weight: 0 }), 'not_valid'],
    [comes('w', { priority: nan }), 'not_valid'],
    [comes('w', { arrivedAt: Number.POSITIVE_INFINITY }), 'not_valid'],
    [{ type: 'queue_set', queue: aQueue({ offerMs: 0 }) }, 'not_valid'],
    [{ type: 'queue_set', queue: aQueue({ steps: [{ afterMs: 5 }, { afterMs: 1 }] }) }, 'not_valid'],
    [{ type: 'queue_gone', queue: 'main' }, 'not_valid'],
    [{ type: 'agent_set', agent: anAgent('x', { skills: { en: nan } }) }, 'not_valid'],
    [{ type: 'presence', agent: '__proto__', presence: 'available' }, 'unknown_agent'],
    [{ type: 'presence', agent: 'a1', presence: 'asleep' as never }, 'not_valid'],
    [{ type: 'accept', item: 'constructor', agent: 'a1' }, 'unknown_item'],
    [{ type: 'toString' as never }, 'not_valid'],
  ])('%j: %s', (event, why) => {
    const state = oneAgent();
    does(state, comes('kept'), 0);
    const before = snapshotOf(state);
    expect(does(state, event, 0)).toEqual([`refuse ${why}`]);
    expect(snapshotOf(state)).toEqual(before);
  });

  it('a time that is none', () => {
    expect(does(oneAgent(), comes('w1'), nan)).toEqual(['refuse not_valid']);
  });

  it('skills named like what every object has are nobody’s', () => {
    const asks = comes('w1', { skills: [{ skill: 'constructor', level: 1 }], channel: '__proto__' });
    expect(does(oneAgent(), asks, 0)).toEqual([]);
  });
});
