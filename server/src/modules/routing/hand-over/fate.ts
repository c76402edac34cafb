import type { HandOverEnd } from '@meada/contract/routes/hand-over';
import type { ItemRow } from '../rows/item.ts';
import type { Move } from '../rows/moves.ts';
import { type Change, moveOf } from '../runner/fitting.ts';
import { endFor } from './rules.ts';

/** What becomes of a hand-over and of the work it is about; pure, so that the races in memory play it, too. */

type Relief = {
  agentId: string;
  at: Date;
  /** Who asked. */
  fromId: string | null;
  /** What the taker holds of the item's class, and may hold. */
  load: number;
  capacity: number;
};

/** The conversation's work goes to the taker; without room for what it has become it keeps the first place in line for them. */
export function relieving(item: ItemRow, { agentId, at, fromId, load, capacity }: Relief): Move {
  const own = item.agent_id === agentId ? item.weight : 0;
  const fits = load - own + item.weight <= capacity;
  const why = 'handed_over';
  const common = { ...item, until: null, tried: [], grace_until: null, left_by: fromId ?? item.left_by };
  const after: ItemRow = fits
    ? { ...common, state: 'active', agent_id: agentId, since: at }
    : { ...common, state: 'waiting', agent_id: null, since: null, preferred_id: agentId, waiting_since: at };
  const spells = [{ what: fits ? 'active' : 'waiting', agentId: fits ? agentId : null, why }] as const;
  return { before: item, after, spells, why };
}

type Fate = { end: Exclude<HandOverEnd, 'accepted'> } | { takenBy: string } | { store: Move };

/** What becomes of a hand-over by what the router decided: what a named colleague let pass goes on to nobody else. */
export function fateOf(change: Change, at: Date): Fate {
  const { known, decisions } = change;
  const move = moveOf(change, at);
  const { state, agent_id: agentId } = move.after;
  const back = decisions.find((one) => one.type === 'return');
  const late = known.ends_at !== null && known.ends_at <= at;
  if (back && late) return { end: 'timed_out' };
  if (back?.type === 'return' && known.only_id !== null) return { end: endFor(back.why) };
  if (state === 'active' && agentId !== null) return { takenBy: agentId };
  return { store: move };
}
