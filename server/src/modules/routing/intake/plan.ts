import { Failure } from '../../../kernel/errors.ts';
import { isOnShift } from '../engine/slots.ts';
import { shiftAt } from '../rows/agent.ts';
import type { ItemRow } from '../rows/item.ts';
import type { ConversationFacts } from '../rows/lock.ts';
import type { Move } from '../rows/moves.ts';
import { queueSilence, silentAt } from '../rows/silence.ts';
import { classOf, isOnLine, refreshed, weightOf } from './fresh.ts';
import { type Assignee, type Plan, planFor } from './rules.ts';
import type { Scene } from './scene.ts';

/** From what a conversation says now to what becomes of its item; pure, so that the races in memory play it, too. */

export type Pair = { conversation: ConversationFacts; item: ItemRow | null };
export type Planned = { conversation: ConversationFacts; item: ItemRow; plan: Plan };

/** What is to be done about a conversation's item. Throws `no_capacity` where somebody without room is given it by hand. */
export function planOf(scene: Scene, { conversation, item }: Pair): Plan {
  const assignee = standingOf(scene, { conversation, item });
  const facts = {
    ...{
      status: conversation.status,
      merged: conversation.merged,
      waits: conversation.waiting_since !== null,
    },
    ...{
      owed: scene.owed.has(conversation.id),
      assigneeId: conversation.assignee_id,
      routed: (scene.places.get(conversation.id)?.queue ?? null) !== null,
    },
    onLine: isOnLine(scene, { conversation, item }),
    silent: item !== null && isSilent(scene, item),
  };
  const held = item && item.state !== 'done' ? asHeld(item) : null;
  return handed(planFor(facts, held, assignee), { scene, assignee, item, conversation });
}

/** Whether a contact has been answered for so long that it no longer takes the agent's place. */
function isSilent({ queues, at }: Scene, item: ItemRow): boolean {
  const queue = queues.byId.get(item.queue_id);
  const due = queue && silentAt(item, queueSilence(queue));
  return due !== undefined && due !== null && due <= at.getTime();
}

const asHeld = (item: ItemRow) => ({
  state: item.state as 'waiting',
  ...{ agentId: item.agent_id, preferredId: item.preferred_id, class: item.class },
});

/** Given by hand: who gets it has room, or the hand is told so; who it is kept for already gets it now. */
function handed(plan: Plan, of: Pair & { scene: Scene; assignee: Assignee }): Plan {
  const { scene, assignee, item, conversation } = of;
  const to = conversation.assignee_id;
  if (!scene.byHand || to === null) return plan;
  const has = item?.agent_id === to && (item.state === 'active' || item.state === 'paused');
  const concerns = plan.do === 'enter' || (item !== null && plan.do !== 'end' && !has);
  if (!concerns) return plan;
  if (assignee === 'full') throw new Failure('no_capacity', 'This person has no room for it.', {});
  return plan.do === 'enter' ? { do: 'enter', agentId: to } : { do: 'give', agentId: to, why: 'assigned' };
}

function standingOf(scene: Scene, { conversation, item }: Pair): Assignee {
  const id = conversation.assignee_id;
  const kind = isOnLine(scene, { conversation, item }) ? 'real_time' : classOf(scene, { conversation, item });
  const agent = id === null ? undefined : scene.agents.get(id);
  if (!agent || id === null) return 'none';
  const load = scene.loads.get(id)?.[kind] ?? 0;
  // What is offered to them has its place already.
  const own = item && item.agent_id === id && item.class === kind ? item.weight : 0;
  if (load - own + weightOf(scene, { conversation, item }) > agent.capacity[kind]) return 'full';
  const wraps = kind === 'real_time' && agent.wrap_until !== null && agent.wrap_until > scene.at;
  const { at } = scene;
  const onShift = isOnShift({ shift: shiftAt(agent, at.getTime()) }, kind, at.getTime());
  return agent.presence === 'available' && !wraps && onShift ? 'room' : 'away';
}

/** What is counted for the next conversation of the same batch. */
export function count({ loads }: Pick<Scene, 'loads'>, { before, after }: Move): void {
  const from = before.agent_id === null ? undefined : loads.get(before.agent_id);
  if (from) from[before.class] -= before.weight;
  const to = after.agent_id === null || after.state === 'done' ? undefined : loads.get(after.agent_id);
  if (to) to[after.class] += after.weight;
}

/** What the conversation says of it; who is on the line by now is a contact, over the channel they are on. */
function planned(scene: Scene, { conversation, item, plan }: Planned): ItemRow {
  const base = refreshed(scene, { conversation, item });
  // Whoever is given it was counted for what it is by now.
  const given = plan.do === 'give' && isOnLine(scene, { conversation, item });
  const onLine = given || plan.do === 'rise' || (plan.do === 'free' && plan.why === 'on_line');
  return onLine ? { ...base, class: 'real_time', channel: conversation.channel } : base;
}

/** What a plan makes of an item; null: it stays as it is. */
export function moveFor(scene: Scene, { conversation, item, plan }: Planned): Move | null {
  const base = planned(scene, { conversation, item, plan });
  const { at } = scene;
  const waiting = { state: 'waiting', agent_id: null, since: null, until: null, grace_until: null } as const;
  if (plan.do === 'end')
    return { before: item, after: { ...base, state: 'done', done_at: at }, spells: [], why: plan.why };
  if (plan.do === 'give') {
    const { agentId, why } = plan;
    const active = { state: 'active', agent_id: agentId, since: at, until: null, grace_until: null } as const;
    const left = item.agent_id !== agentId && item.state !== 'offered' ? item.agent_id : item.left_by;
    const after: ItemRow = { ...base, ...active, tried: [], left_by: left };
    return { before: item, after, spells: [{ what: 'active', agentId, why }], why };
  }
  if (plan.do === 'free') {
    const { preferredId, why } = plan;
    const had = item.state === 'offered' ? null : item.agent_id;
    const anew = { waiting_since: at, steps_told: 0, left_by: had ?? item.left_by };
    const after = { ...base, ...waiting, ...anew, preferred_id: preferredId };
    return { before: item, after, spells: [{ what: 'waiting', agentId: null, why }], why };
  }
  if (plan.do === 'rise') {
    const active = { ...base, state: 'active', since: item.state === 'active' ? item.since : at } as const;
    const spells = [{ what: 'active', agentId: plan.agentId, why: 'on_line' }] as const;
    return { before: item, after: active, spells, why: 'on_line' };
  }
  const after = plan.do === 'prefer' ? { ...base, preferred_id: plan.preferredId } : base;
  if (after.queue_id !== item.queue_id) {
    const spells = [{ what: 'waiting', agentId: null, why: 'placed' }] as const;
    return { before: item, after, spells, why: 'placed' };
  }
  return same(item, after) ? null : { before: item, after, spells: [], why: 'changed' };
}

const same = (a: ItemRow, b: ItemRow): boolean => JSON.stringify(a) === JSON.stringify(b);
