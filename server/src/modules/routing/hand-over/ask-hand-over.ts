import type { HandOver, askHandOver as route } from '@meada/contract/routes/hand-over';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { conflict, Failure, found, notFound, refused } from '../../../kernel/errors.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { findSeen, handOver } from '../../conversations/index.ts';
import { loadQueues, type Queues } from '../intake/facts.ts';
import { loadAgents } from '../rows/agent.ts';
import type { ItemRow } from '../rows/item.ts';
import { type ConversationFacts, loadsOf, lockAgents, lockConversations } from '../rows/lock.ts';
import { insertItem, tellHandOver } from '../rows/moves.ts';
import { namesFor } from '../rows/names.ts';
import type { QueueRow } from '../rows/queue.ts';
import { loadRoutingSettings } from '../settings/load.ts';
import { noCapacity, personId, taken } from '../work/hold.ts';
import { type Ground, itemFor } from './asking.ts';
import { openHandOver, openItem } from './end.ts';
import type { AskTimes } from './rules.ts';
import { handOverIn } from './views.ts';

type Asking = Pick<Input<typeof route>, 'params' | 'body'>;

/**
 * Asks a colleague, or whoever of a queue the router chooses, to take over what the caller has. Until they accept it stays
 * the caller's, with its place; who is asked holds a place for it and is a guest in the conversation. Throws `taken` where
 * the caller has it no longer, `conflict` while it is asked already, `not_available`, `no_capacity`.
 */
export async function askHandOver(ctx: Ctx, { params, body }: Asking): Promise<HandOver> {
  permit(ctx.actor, 'conversations.reply');
  const me = personId(ctx);
  const { id } = await findSeen(ctx, params.id);
  const queues = await loadQueues(ctx);
  if (body.queueId !== undefined) found(queues.byId.get(body.queueId), 'queue');
  if (body.agentId !== undefined) found((await loadAgents(ctx, [body.agentId]))[0], 'agent');
  const conversation = found((await lockConversations(ctx, [id])).get(id), 'conversation');
  if (conversation.merged || conversation.status === 'resolved') throw conflict('It is over.');
  if (conversation.assignee_id !== me) throw taken();
  const to = body.agentId ?? null;
  if (to === me) throw refused('It is yours already.', 'body.agentId');
  const agents = to === null ? null : await lockAgents(ctx, [to]);
  if (await openHandOver(ctx, id)) throw conflict('Somebody is asked already.');
  const item = await openItem(ctx, id);
  const queue = queueFor(queues, { conversation, item, queueId: body.queueId });
  const ground: Ground = { me, at: ctx.clock.now(), conversation, item, queue };
  const ask = itemFor(ctx.ids.uuid(), ground, {
    ...{ to, introduces: body.introduce },
    times: await askTimes(ctx),
  });
  if (to !== null) {
    const agent = agents?.get(to);
    if (!agent) throw notFound('agent');
    if (agent.presence !== 'available') throw new Failure('not_available', 'They are not there now.');
    const load = (await loadsOf(ctx, [to])).get(to)?.[ask.class] ?? 0;
    if (load + ask.weight > agent.capacity[ask.class]) throw noCapacity();
  }
  const noteId = await tellThread(ctx, ground, { to, note: body.note });
  await insertItem(ctx, { ...ask, note_id: noteId }, 'handing_over');
  tellHandOver(ctx, ask, { state: 'asked', toId: to });
  // It widens who reads the conversation.
  ctx.audit({
    action: 'work.handover_asked',
    subject: { kind: 'work', id: ask.id },
    facts: { conversationId: id, toId: to, queueId: queue.id },
  });
  return found(await handOverIn(ctx, id), 'hand-over');
}

/** As the house has set them. */
async function askTimes(ctx: Ctx): Promise<AskTimes> {
  const { handOver } = await loadRoutingSettings(ctx);
  return { askMs: handOver.askSeconds * 1000, lookMs: handOver.lookSeconds * 1000 };
}

type Wanted = { conversation: ConversationFacts; item: ItemRow | null; queueId: string | undefined };

/** The queue that was named; else the one it is in, or would enter, or any: a named colleague is asked by its rules. */
function queueFor(queues: Queues, { conversation, item, queueId }: Wanted): QueueRow {
  if (queueId !== undefined) return found(queues.byId.get(queueId), 'queue');
  const own = item && queues.byId.get(item.queue_id);
  const queue = own ?? queues.forInbox(conversation.inbox_id) ?? [...queues.byId.values()][0];
  if (!queue) throw refused('There is no queue.', 'body.agentId');
  return queue;
}

/** Says in the thread whom was asked, with the words for them; who is named sees it from now on. */
async function tellThread(
  ctx: Ctx,
  { me, conversation, queue }: Ground,
  { to, note }: { to: string | null; note: string },
): Promise<string | null> {
  const names = await namesFor(ctx, { agent: to, queue: queue.id });
  const values = to === null ? { to: null, queue: names.queue } : { to: names.to, queue: null };
  const { noteId } = await handOver(ctx, {
    conversationId: conversation.id,
    note: { code: 'hand_over_asked', values },
    ...(to === null ? {} : { guestId: to }),
    ...(note.trim() ? { words: { personId: me, text: note.trim() } } : {}),
  });
  return noteId;
}
