import { Failure } from '../../kernel/errors.ts';
import { stands } from './hand-over/rules.ts';
import { freshItem } from './intake/fresh.ts';
import { moveFor, planOf } from './intake/plan.ts';
import type { Scene } from './intake/scene.ts';
import type { ConversationFacts, LockedAgent } from './rows/lock.ts';
import type { QueueRow } from './rows/queue.ts';
import { endAsk } from './simulated-asks.ts';
import {
  anAgent,
  askOf,
  capacityOf,
  insert,
  loadOf,
  pick,
  queues,
  type World,
  workOf,
  write,
} from './simulated-world.ts';

/** What customers and those who lead do in the races in memory, and the intake behind the log: its rules are the production's. */

const openAtMost = 16;

const aTalk = (world: World): ConversationFacts | undefined => pick(world, [...world.talks.values()]);

export function arrive(world: World): void {
  if (world.talks.size >= openAtMost) return;
  world.made += 1;
  const channel = world.random() < 0.6 ? 'chat' : 'letter';
  const id = `c${world.made}`;
  world.talks.set(id, {
    ...{ id, status: 'open', merged: false, waiting_since: new Date(world.now), assignee_id: null },
    ...{ team_id: null, inbox_id: channel, channel, priority: 'normal', loudness: 0 },
  });
  world.unsettled.add(id);
}

/** The customer writes again; who wrote letters goes on in the chat, as often as not. */
export function writeAgain(world: World): void {
  const talk = aTalk(world);
  if (talk?.status !== 'open') return;
  talk.waiting_since ??= new Date(world.now);
  if (talk.channel === 'letter' && world.random() < 0.5) {
    Object.assign(talk, { channel: 'chat', inbox_id: 'chat' });
    if (workOf(world, talk.id)) world.report.became += 1;
  }
  world.unsettled.add(talk.id);
}

export function answer(world: World): void {
  const talk = aTalk(world);
  if (!talk) return;
  talk.waiting_since = null;
  world.unsettled.add(talk.id);
}

export function resolve(world: World): void {
  const talk = aTalk(world);
  if (!talk) return;
  talk.status = 'resolved';
  world.unsettled.add(talk.id);
}

/** Who leads gives it to somebody, or to nobody, in one transaction with its work; or is told that there is no room. */
export function assign(world: World): void {
  const talk = aTalk(world);
  if (talk?.status !== 'open') return;
  const before = talk.assignee_id;
  talk.assignee_id = world.random() < 0.85 ? anAgent(world).person_id : null;
  try {
    settleTalk(world, talk.id, true);
    world.unsettled.add(talk.id);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    talk.assignee_id = before;
    world.report.refused += 1;
  }
}

/** The intake looks at what the log told it some time ago. */
export function follow(world: World): void {
  const id = pick(world, [...world.unsettled]);
  if (id !== undefined) settleTalk(world, id);
}

/** A conversation's items are brought up to what it says, as the production's intake does it. */
export function settleTalk(world: World, id: string, byHand = false): void {
  const conversation = world.talks.get(id);
  if (!conversation) return;
  const item = workOf(world, id);
  const scene = sceneOf(world, { conversation, byHand });
  const plan = planOf(scene, { conversation, item });
  world.unsettled.delete(id);
  if (plan.do === 'enter') {
    const preferredId = conversation.assignee_id;
    const queue = queues.get(conversation.inbox_id) as QueueRow;
    world.made += 1;
    const ids = { uuid: () => `w${world.made}` } as never;
    insert(
      world,
      freshItem({ ids }, scene, {
        conversation,
        queue,
        skills: [],
        weight: 1,
        agentId: plan.agentId,
        preferredId,
      }),
    );
  } else if (item) {
    const move = moveFor(scene, { conversation, item, plan });
    if (move) write(world, move, item.agent_id);
  }
  const ask = askOf(world, id);
  if (ask && !stands(ask, conversation)) endAsk(world, ask);
  if (conversation.status === 'resolved') world.talks.delete(id);
}

type Of = { conversation: ConversationFacts; byHand: boolean };

function sceneOf(world: World, { conversation, byHand }: Of): Scene {
  const queue = queues.get(conversation.inbox_id) as QueueRow;
  const agents = lockedAgents(world);
  return {
    ...{ at: new Date(world.now), agents, byHand, owed: new Map(), deadlines: new Map() },
    queues: { byId: queues, forInbox: (id) => queues.get(id) ?? null },
    places: new Map([[conversation.id, { queue, skills: [], weight: 1, byRule: false }]]),
    loads: new Map([...agents.keys()].map((id) => [id, loadOf(world, id)])),
    classOf: (channel) => (channel === 'chat' ? 'real_time' : 'deferred'),
  };
}

/** The agents as whoever locks them reads them. */
export const lockedAgents = ({ agents }: World): Map<string, LockedAgent> =>
  new Map(
    [...agents.values()].map((row) => {
      const { person_id, presence, chosen, wrap_until } = row;
      const locked = { person_id, presence, chosen, wrap_until, hours: null, shift_last_minutes: 0 };
      return [person_id, { ...locked, capacity: capacityOf(row) }];
    }),
  );
