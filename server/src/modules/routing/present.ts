import type { ConversationScope } from '@meada/contract/permissions';
import type { Agent, QueueCounts, WorkItem } from '@meada/contract/routes/routing';
import { sql } from 'kysely';
import { type Actor, may, systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import type { LiveFrame, Presenter } from '../../kernel/live/hub.ts';
import { scopesOf, sees } from '../conversations/index.ts';
import { refFor } from '../customers/index.ts';
import { agentsById, stateOf } from './views/agents.ts';
import { workItems } from './views/items.ts';
import { countsOf, noCounts } from './views/queues.ts';
import { unseen } from './views/sight.ts';

/**
 * Frames of routing on `desk`: work to the agent who has it or is asked and to who leads, what left an agent to that agent,
 * counts of queues to who serves them, agents to who may hand work over. Each of a batch once, as it stands now.
 */
export const presentRouting: Presenter = async (kernel, events, wanted) => {
  const ours = events.filter(
    ({ name, orgId }) => /^(work|agent|routing)\./.test(name) && wanted.topic(orgId, 'desk'),
  );
  const lists = [...Map.groupBy(ours, ({ orgId }) => orgId)].map(([orgId, list]) =>
    present(kernel, orgId, list),
  );
  return (await Promise.all(lists)).flat();
};

type Loaded = {
  items: WorkItem[];
  /** With what the one before was writing, for the agent alone. */
  own: WorkItem[];
  /** What sight of their conversations is decided on. */
  scopes: ReadonlyMap<string, ConversationScope>;
  agents: Agent[];
  counts: ReadonlyMap<string, QueueCounts>;
  /** People who serve a queue. */
  serving: ReadonlyMap<string, ReadonlySet<string>>;
};

const idsOf = (events: readonly LoggedEvent[], ...names: string[]): string[] => [
  ...new Set(
    events.flatMap(({ facts }) => names.map((name) => facts[name])).filter((id) => typeof id === 'string'),
  ),
];

async function present(kernel: Kernel, orgId: string, events: LoggedEvent[]): Promise<LiveFrame[]> {
  const work = events.filter(({ name }) => name === 'work.changed');
  const queueIds = idsOf(work, 'queueId');
  const loaded = await inTransaction(kernel, systemActor(orgId), async (ctx): Promise<Loaded> => {
    const ids = idsOf(work, 'itemId');
    const items =
      ids.length > 0 ? await workItems(ctx, sql`w.id = ANY (${ids}::uuid[])`, { reader: null }) : [];
    const own: WorkItem[] = [];
    for (const [agentId, list] of Map.groupBy(items, ({ agentId: holder }) => holder)) {
      const held = list.map(({ id }) => id);
      if (agentId)
        own.push(...(await workItems(ctx, sql`w.id = ANY (${held}::uuid[])`, { reader: agentId })));
    }
    const scopes = await scopesOf(
      ctx,
      items.flatMap(({ conversation }) => conversation?.id ?? []),
    );
    const people = idsOf(events, 'agentId', 'formerId', 'personId');
    const agents = people.length > 0 ? await agentsById(ctx, people) : [];
    if (queueIds.length === 0) return { items, own, scopes, agents, counts: new Map(), serving: new Map() };
    return {
      items,
      own,
      scopes,
      agents,
      counts: await countsOf(ctx, queueIds),
      serving: await servingOf(ctx, queueIds),
    };
  });
  const at = { orgId, topic: 'desk' } as const;
  return [
    ...goneFrames(at, work, loaded),
    ...loaded.own.map((item) => ({ ...workFrame(kernel, at, item), visibleTo: isPerson(item.agentId) })),
    ...loaded.items.flatMap((item) => leadFrames(workFrame(kernel, at, item), item, loaded.scopes)),
    ...loaded.agents.map(
      (agent): LiveFrame => ({
        ...{ ...at, name: 'agent', data: stateOf(agent) },
        visibleTo: (actor) => may(actor, 'conversations.reply'),
      }),
    ),
    ...queueIds.map(
      (id): LiveFrame => ({
        ...{ ...at, name: 'queue', data: { id, counts: loaded.counts.get(id) ?? noCounts } },
        visibleTo: (actor) =>
          may(actor, 'routing.manage') || (loaded.serving.get(id)?.has(actor.id ?? '') ?? false),
      }),
    ),
    ...events.flatMap((event) => plainFrames(at, event)),
  ];
}

type At = { orgId: string; topic: 'desk' };

/** All of an item; the customer's picture as each reader may open it. */
function workFrame(kernel: Kernel, at: At, item: WorkItem): Omit<LiveFrame, 'visibleTo'> {
  const { conversation, task } = item;
  const talker = refFor(kernel, conversation?.customer ?? null);
  const subject = refFor(kernel, task?.customer ?? null);
  const frame = { ...at, name: 'work', data: item };
  if (!talker && !subject) return frame;
  const dataFor = (actor: Actor): WorkItem => ({
    ...item,
    conversation: conversation && talker ? { ...conversation, customer: talker(actor) } : conversation,
    task: task && subject ? { ...task, customer: subject(actor) } : task,
  });
  return { ...frame, dataFor };
}

/** To who leads: all of it where they see the conversation, else only that it is there. */
function leadFrames(
  whole: Omit<LiveFrame, 'visibleTo'>,
  item: WorkItem,
  scopes: Loaded['scopes'],
): LiveFrame[] {
  const scope = scopes.get(item.conversation?.id ?? '');
  const leads = (actor: Actor): boolean => may(actor, 'routing.manage') && actor.id !== item.agentId;
  const sight = (actor: Actor): boolean =>
    item.task ? may(actor, 'tasks.manage') : scope !== undefined && sees(actor, scope);
  return [
    { ...whole, visibleTo: (actor) => leads(actor) && sight(actor) },
    {
      ...{ orgId: whole.orgId, topic: whole.topic, name: 'work', data: unseen(item) },
      visibleTo: (actor) => leads(actor) && !sight(actor),
    },
  ];
}

const isPerson = (id: string | null) => (actor: Parameters<LiveFrame['visibleTo']>[0]) =>
  actor.kind === 'person' && actor.id === id;

async function servingOf(ctx: Ctx, queueIds: readonly string[]): Promise<Loaded['serving']> {
  const rows = await ctx.db
    .selectFrom('agent_queues')
    .select(['queue_id', 'person_id'])
    .where('org_id', '=', ctx.orgId)
    .where('queue_id', 'in', [...queueIds])
    .execute();
  const byQueue = Map.groupBy(rows, ({ queue_id }) => queue_id);
  return new Map([...byQueue].map(([id, list]) => [id, new Set(list.map(({ person_id }) => person_id))]));
}

/** To who had it, or was asked; and to who leads when it is done. */
function goneFrames(at: At, work: readonly LoggedEvent[], { items }: Loaded): LiveFrame[] {
  const holders = new Map(items.map(({ id, agentId }) => [id, agentId]));
  return work.flatMap(({ facts, conversationId }): LiveFrame[] => {
    const { itemId, formerId, why, state } = facts;
    const former = typeof formerId === 'string' && holders.get(String(itemId)) !== formerId ? formerId : null;
    if (former === null && state !== 'done') return [];
    const data = { id: itemId, conversationId, why };
    const visibleTo: LiveFrame['visibleTo'] = (actor) =>
      (former !== null && isPerson(former)(actor)) || (state === 'done' && may(actor, 'routing.manage'));
    return [{ ...at, name: 'work.gone', data, visibleTo }];
  });
}

function plainFrames(at: At, { name, facts, conversationId }: LoggedEvent): LiveFrame[] {
  if (name === 'work.escalated') {
    const data = { id: facts.itemId, queueId: facts.queueId, conversationId };
    return [{ ...at, name, data, visibleTo: (actor) => may(actor, 'routing.manage') }];
  }
  const settings =
    name === 'routing.changed' ? facts.what : facts.what === 'settings' || facts.what === 'removed';
  if (!settings || (name !== 'routing.changed' && name !== 'agent.changed')) return [];
  const what = name === 'routing.changed' ? String(facts.what) : 'agent';
  return [{ ...at, name: 'routing', data: { what }, visibleTo: (actor) => may(actor, 'conversations.read') }];
}
