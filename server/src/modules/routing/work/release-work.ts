import type { releaseWork as route, WorkItem } from '@meada/contract/routes/routing';
import { may, permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, notFound, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { handOver } from '../../conversations/index.ts';
import { endHandOverOf } from '../hand-over/end.ts';
import { loadQueues } from '../intake/facts.ts';
import { type ItemRow, itemOf } from '../rows/item.ts';
import { namesFor } from '../rows/names.ts';
import { type QueueRow, queueOf, settingsOf, urgencyIn } from '../rows/queue.ts';
import { workById } from '../views/items.ts';
import { checkSight } from '../views/sight.ts';
import { give, type Hold, hasRoom, holdWork, personId, save, taken } from './hold.ts';

type Releasing = Pick<Input<typeof route>, 'params' | 'body'>;

/**
 * Hands back what an agent has: to its queue, to another one, or for another agent, who has it at once when there and with
 * room; else it waits for them first, as long as the queue keeps items. Throws `taken` where the caller has it no longer.
 */
export async function releaseWork(ctx: Ctx, { params, body }: Releasing): Promise<WorkItem> {
  permit(ctx.actor, 'conversations.reply');
  const me = personId(ctx);
  const to = body.agentId ?? null;
  if (to === me) throw refused('It is yours already.', 'body.agentId');
  const hold = await holdWork(ctx, params.id, [me, ...(to ? [to] : [])]);
  const { item } = hold;
  const held = item.state === 'active' || item.state === 'paused';
  if (!held || (item.agent_id !== me && !may(ctx.actor, 'conversations.manage'))) throw taken();
  if (item.agent_id !== me) await checkSight(ctx, item);
  if (to && !hold.agents.has(to)) throw notFound('agent');
  const queue = found((await loadQueues(ctx)).byId.get(body.queueId ?? item.queue_id), 'queue');
  // Whoever hands it on otherwise asks nobody any more.
  if (item.conversation_id) await endHandOverOf(ctx, item.conversation_id, { end: 'cancelled', at: hold.at });
  await say(ctx, item, { personId: me, text: body.note });
  const moved = inQueue(item, queue);
  const room = to !== null && hasRoom({ ...hold, item: moved }, to);
  const there = room && hold.agents.get(to)?.presence === 'available';
  if (to && there) await give(ctx, { ...hold, item: moved }, { agentId: to, why: 'transferred' });
  else await putBack(ctx, hold, { moved, queue, to });
  if (item.agent_id !== me)
    ctx.audit({
      action: 'work.released',
      subject: { kind: 'work', id: item.id },
      facts: { fromId: item.agent_id },
    });
  return workById(ctx, item.id);
}

async function say(ctx: Ctx, item: ItemRow, words: { personId: string; text: string }): Promise<void> {
  if (!words.text.trim()) return;
  if (item.task_id !== null) await ctx.ports.taskWords.say(ctx, { taskId: item.task_id, ...words });
  if (item.conversation_id !== null) await handOver(ctx, { conversationId: item.conversation_id, words });
}

/** The item as another queue has it: its skills are asked for from now on, and it counts as it says. */
function inQueue(item: ItemRow, queue: QueueRow): ItemRow {
  if (queue.id === item.queue_id) return item;
  const set = settingsOf(queue);
  const skills = set.skills.map(({ skillId, level }) => ({ skill: skillId, level }));
  const next = { ...item, queue_id: queue.id, skills, weight: set.weight };
  return { ...next, urgency: urgencyIn(itemOf(next), queueOf(queue)) };
}

type Back = { moved: ItemRow; queue: QueueRow; to: string | null };

async function putBack(ctx: Ctx, hold: Hold, { moved, queue, to }: Back): Promise<void> {
  const { item, at } = hold;
  const former = item.agent_id;
  const until = at.getTime() + settingsOf(queue).againSeconds * 1000;
  const kept = item.tried.filter(
    ({ agent, until: end }) => agent !== former && agent !== to && end > at.getTime(),
  );
  const after: ItemRow = {
    ...moved,
    ...{ state: 'waiting', agent_id: null, since: null, until: null, grace_until: null },
    ...{ preferred_id: to, waiting_since: at, steps_told: 0, left_by: former },
    tried: former ? [...kept, { agent: former, until }] : kept,
  };
  const why = 'released';
  await save(ctx, hold, { before: item, after, spells: [{ what: 'waiting', agentId: null, why }], why });
  if (item.conversation_id === null) return;
  const names = await namesFor(ctx, { agent: to, queue: queue.id });
  const note = { code: to ? 'kept_for' : 'returned_to_queue', values: to ? names : { queue: names.queue } };
  const team = queue.team_id === null ? {} : { teamId: queue.team_id };
  await handOver(ctx, { conversationId: item.conversation_id, assigneeId: null, note, ...team });
}
