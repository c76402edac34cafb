import { replacePreferring } from './lines.ts';
import { accrue, startAtMean } from './occupancy.ts';
import { heldBy, refresh } from './slots.ts';
import { giveBack } from './standing.ts';
import { queueOf, type RouterState, type Slot } from './state.ts';
import { timeItem } from './timers.ts';
import type { Presence } from './types.ts';

/**
 * The agent comes, goes for a while, or is gone. Offers nobody is there for go on at once; what was begun stays, for as long
 * as its queue allows when the agent is offline.
 */
export function setPresence(
  state: RouterState,
  slot: Slot,
  to: { presence: Presence; reason: string | null },
): void {
  const { agent } = slot;
  const was = agent.presence;
  accrue(state, slot);
  agent.presence = to.presence;
  agent.reason = to.reason;
  if (was === 'offline' && to.presence !== 'offline') startAtMean(state, slot);
  for (const entry of heldBy(slot)) {
    const { item } = entry;
    if (item.standing.state === 'offered') {
      if (to.presence !== 'available') giveBack(state, entry, 'agent_away');
      continue;
    }
    const stays = to.presence !== 'offline';
    item.graceUntil = stays
      ? null
      : (item.graceUntil ?? state.now + queueOf(state, item).graceMs[item.class]);
    timeItem(state, entry);
  }
  refresh(state, slot);
  replacePreferring(state, agent.id);
}
