import { put, take } from './heap.ts';
import { stageAt } from './stage.ts';
import { type Entry, queueOf, type RouterState, type Slot } from './state.ts';

const never = Number.POSITIVE_INFINITY;

/** When something about an item is due of itself. */
function itemDue(state: RouterState, { item }: Entry): number {
  const { standing } = item;
  if (standing.state === 'waiting')
    return stageAt(item, { queue: queueOf(state, item), queues: state.queues }, state.now).next;
  if (standing.state === 'offered') return standing.until;
  const most = queueOf(state, item).pausedMostMs;
  const paused = standing.state === 'paused' && most !== null ? standing.since + most : never;
  return Math.min(paused, item.graceUntil ?? never);
}

/** When something about an agent is due of itself: the end of the wrap-up, the turns of the shift. */
function agentDue({ now }: RouterState, { agent }: Slot): number {
  const { wrapUntil, shift } = agent;
  const turns = shift ? [shift.from, shift.to - shift.lastMs, shift.to] : [];
  return Math.min(...[wrapUntil ?? never, ...turns].filter((time) => time > now), never);
}

function set(state: RouterState, key: string, due: number): void {
  if (due === never) take(state.timers, key);
  else put(state.timers, key, due);
}

export const timeItem = (state: RouterState, entry: Entry): void =>
  set(state, `i${entry.item.id}`, itemDue(state, entry));

export const timeAgent = (state: RouterState, slot: Slot): void =>
  set(state, `a${slot.agent.id}`, agentDue(state, slot));

export const untimeItem = (state: RouterState, id: string): void => void take(state.timers, `i${id}`);
export const untimeAgent = (state: RouterState, id: string): void => void take(state.timers, `a${id}`);
