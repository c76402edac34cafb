import type { Decision, Item, Queue } from '../engine/types.ts';
import { stands } from '../hand-over/rules.ts';
import { type ItemRow, isHandOver, rowAfter } from '../rows/item.ts';
import type { ConversationFacts, Load, LockedAgent } from '../rows/lock.ts';
import type { Move, Spell } from '../rows/moves.ts';
import { urgencyIn } from '../rows/queue.ts';

/** What of a router's decisions can be stored, given the rows as they are; pure, so that a simulation races with it, too. */

type About = Exclude<Decision, { type: 'set_away' } | { type: 'refuse' }>;

/** What one step of the router leads to, per item: the row it knew, the item it made of it, and the decisions. */
export type Change = { known: ItemRow; item: Item; queue: Queue; decisions: About[] };
export type Ground = {
  rows: ReadonlyMap<string, ItemRow>;
  agents: ReadonlyMap<string, LockedAgent>;
  loads: ReadonlyMap<string, Load>;
  stray: ReadonlySet<Change>;
};

/** The changes that can be stored: first those that free an agent, then as many of the others as there is room for. */
export function fitting(changes: readonly Change[], { rows, agents, loads, stray }: Ground): Change[] {
  // What is not given up is not counted as free either.
  const quicker = quickerIn(changes, rows);
  const current = changes.filter(
    (one) => isAsKnown(one, rows) && !stray.has(one) && !isGivenUp(one, quicker),
  );
  const isGiven = ({ item, known }: Change): boolean =>
    item.standing.state !== 'waiting' && item.standing.agent !== known.agent_id;
  const able = current.filter((one) => !isGiven(one));
  for (const { known, item } of able) {
    const load = known.agent_id === null ? undefined : loads.get(known.agent_id);
    if (load && item.standing.state === 'waiting') load[known.class] -= known.weight;
  }
  for (const one of current.filter(isGiven)) {
    const { standing } = one.item;
    const agent = standing.state === 'waiting' ? '' : standing.agent;
    const [load, locked] = [loads.get(agent), agents.get(agent)];
    const from = one.known.agent_id === null ? undefined : loads.get(one.known.agent_id);
    if (!load || !locked || load[one.known.class] + one.known.weight > locked.capacity[one.known.class])
      continue;
    load[one.known.class] += one.known.weight;
    if (from) from[one.known.class] -= one.known.weight;
    able.push(one);
  }
  return able;
}

const stretches = {
  offer: 'offered',
  start: 'active',
  pause: 'paused',
  resume: 'active',
  return: 'waiting',
} as const;

export function moveOf({ known, item, queue, decisions }: Change, at: Date): Move {
  const spells = decisions.flatMap((one): Spell[] => {
    if (one.type === 'step' || one.type === 'finish') return [];
    const what = stretches[one.type];
    const why = one.type === 'offer' ? 'offered' : one.why;
    return [{ what, agentId: one.type === 'return' ? null : one.agent, why }];
  });
  const step = decisions.findLast((one) => one.type === 'step');
  const left = decisions.some((one) => one.type === 'return' && one.was.state !== 'offered');
  const after = {
    ...rowAfter(known, item),
    ...(step ? { urgency: urgencyIn(item, queue, step.priority) } : {}),
    ...(step?.escalate ? { escalated_at: at } : {}),
    ...(left ? { left_by: known.agent_id } : {}),
  };
  return { before: known, after, spells, why: spells.at(-1)?.why ?? (step ? 'step' : 'changed') };
}

/** Whether somebody else has the conversation afterwards. */
export const changesHands = ({ known, item }: Change): boolean =>
  holderOf(known) !==
  (item.standing.state === 'active' || item.standing.state === 'paused' ? item.standing.agent : null);

export const holderOf = ({ state, agent_id }: ItemRow): string | null =>
  state === 'active' || state === 'paused' ? agent_id : null;

/** Resolved, merged or given to somebody meanwhile, and not yet said to the router. */
export function isStray(change: Change, conversations: ReadonlyMap<string, ConversationFacts>): boolean {
  const { known } = change;
  if (isHandOver(known)) {
    const facts = conversations.get(known.conversation_id ?? '');
    return !facts || !stands(known, facts);
  }
  if (!changesHands(change) || known.conversation_id === null) return false;
  const facts = conversations.get(known.conversation_id);
  if (facts?.status !== 'open' || facts.merged) return true;
  return facts.assignee_id !== null && ![holderOf(known), known.preferred_id].includes(facts.assignee_id);
}

const isAsKnown = ({ known }: Change, rows: Ground['rows']): boolean =>
  rows.get(known.id)?.version === known.version;

/** Whose offer passed by the clock while the row says that they had answered it by then: the row is right. */
export function quickerIn(changes: readonly Change[], rows: Ground['rows']): Set<string> {
  const lost = changes.filter((one) => !isAsKnown(one, rows)).flatMap(({ decisions }) => decisions);
  return new Set(
    lost.flatMap((one) => (one.type === 'return' && one.why === 'timed_out' ? [one.agent] : [])),
  );
}

/** What would go on to others because its agent seemed to be away. */
const isGivenUp = ({ decisions }: Change, quicker: ReadonlySet<string>): boolean =>
  decisions.some((one) => one.type === 'return' && one.why === 'agent_away' && quicker.has(one.agent));
