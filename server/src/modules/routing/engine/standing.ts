import { enterLine, leaveLine } from './lines.ts';
import { accrue } from './occupancy.ts';
import { hold, refresh, unhold } from './slots.ts';
import { agentOf, type Entry, queueOf, type RouterState, type Slot } from './state.ts';
import { timeItem, untimeItem } from './timers.ts';
import type { Standing, Why } from './types.ts';

/** The slot of the agent who has an item. */
const holderOf = (state: RouterState, entry: Entry): Slot | undefined =>
  state.slots.get(agentOf(entry.item) ?? '');

/** Loosens an item from line and agent: after it nobody knows of it but the list of items. */
export function detach(state: RouterState, entry: Entry): void {
  leaveLine(state, entry);
  const slot = holderOf(state, entry);
  if (!slot) return;
  unhold(state, slot, entry);
  refresh(state, slot);
}

/** Ties an item to line or agent as its standing says, tells what steps have come, sets its timer. */
export function attach(state: RouterState, entry: Entry): void {
  const { item } = entry;
  const slot = holderOf(state, entry);
  if (slot) {
    hold(state, slot, entry);
    item.graceUntil = slot.agent.presence === 'offline' ? graceEnd(state, entry) : null;
    refresh(state, slot);
  } else {
    item.graceUntil = null;
    tellSteps(state, entry);
  }
  timeItem(state, entry);
}

const graceEnd = (state: RouterState, { item }: Entry): number =>
  item.graceUntil ?? state.now + queueOf(state, item).graceMs[item.class];

/** Into the line, with a decision when a further step of the queue has come. */
function tellSteps(state: RouterState, entry: Entry): void {
  const { item } = entry;
  const { steps, queues, skills, priority } = enterLine(state, entry);
  if (steps <= item.stepsTold) return;
  const come = queueOf(state, item).steps.slice(item.stepsTold, steps);
  item.stepsTold = steps;
  const escalate = come.some((step) => step.escalate);
  state.out.push({ type: 'step', item: item.id, step: steps, queues, skills, priority, escalate });
}

/** Places a waiting item anew: time, its queue or its preferred agent has changed. */
export function replace(state: RouterState, entry: Entry): void {
  tellSteps(state, entry);
  timeItem(state, entry);
}

/** Gives an item another standing, with all that hangs on it. */
export function setStanding(state: RouterState, entry: Entry, standing: Standing): void {
  detach(state, entry);
  entry.item.standing = standing;
  attach(state, entry);
}

/** Forgets an item. */
export function forget(state: RouterState, entry: Entry): void {
  detach(state, entry);
  state.entries.delete(entry.item.id);
  state.dirty.entries.delete(entry.item.id);
  untimeItem(state, entry.item.id);
}

/** Asks an agent. */
export function offer(state: RouterState, entry: Entry, slot: Slot): void {
  const { item } = entry;
  const was = item.standing;
  const until = state.now + queueOf(state, item).offerMs;
  item.attempts += 1;
  setStanding(state, entry, { state: 'offered', agent: slot.agent.id, until });
  const { id: agent } = slot.agent;
  state.out.push({ type: 'offer', item: item.id, agent, until, attempt: item.attempts, was });
}

/** The agent has it now. */
export function start(state: RouterState, entry: Entry, to: { slot: Slot; why: Why }): void {
  const { item } = entry;
  const { agent } = to.slot;
  const was = item.standing;
  agent.missed = 0;
  item.tried = [];
  item.graceUntil = null;
  setStanding(state, entry, { state: 'active', agent: agent.id, since: state.now });
  state.out.push({ type: 'start', item: item.id, agent: agent.id, why: to.why, was });
}

/** Reasons for which the former agent is not who it would best go to next. */
const turnedAway = new Set<Why>([
  'declined',
  'timed_out',
  'agent_gone',
  'agent_away',
  'released',
  'item_changed',
  'no_room',
]);

/** Back to the queue. The time waited for an offer counts on; work that had begun waits anew. */
export function giveBack(state: RouterState, entry: Entry, why: Why): void {
  const { item } = entry;
  const was = item.standing;
  if (was.state === 'waiting') return;
  const { agent } = was;
  const queue = queueOf(state, item);
  const asked = why === 'declined' || why === 'timed_out' || why === 'released';
  detach(state, entry);
  if (was.state !== 'offered') {
    item.waitingSince = state.now;
    item.stepsTold = 0;
    if (!turnedAway.has(why)) item.preferred = agent;
  }
  item.tried = item.tried.filter((one) => one.until > state.now && !(asked && one.agent === agent));
  if (asked) item.tried.push({ agent, until: state.now + queue.againMs });
  item.standing = { state: 'waiting' };
  state.out.push({ type: 'return', item: item.id, agent, why, was });
  attach(state, entry);
}

/** Pauses what an agent has begun, or goes on with it. */
export function setPaused(state: RouterState, entry: Entry, pause: boolean): void {
  const { item } = entry;
  const was = item.standing;
  const slot = holderOf(state, entry);
  if (!slot || was.state === 'waiting') return;
  accrue(state, slot);
  item.standing = { state: pause ? 'paused' : 'active', agent: was.agent, since: state.now };
  timeItem(state, entry);
  const why = pause ? 'real_time' : 'real_time_over';
  state.out.push({ type: pause ? 'pause' : 'resume', item: item.id, agent: was.agent, why, was });
}
