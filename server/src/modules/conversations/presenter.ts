import type { ConversationScope } from '@meada/contract/permissions';
import { answersForDuty } from '@meada/contract/public';
import type { ConversationItem, Message } from '@meada/contract/routes/conversations';
import { type Actor, systemActor } from '../../kernel/actor.ts';
import { inTransaction, type Kernel } from '../../kernel/ctx.ts';
import type { LoggedEvent } from '../../kernel/events/log.ts';
import type { LiveFrame, Presenter, Wanted } from '../../kernel/live/hub.ts';
import { refFor } from '../customers/index.ts';
import { ownersOfDuties } from './public/views.ts';
import { attachmentsFor } from './views/attachments.ts';
import { conversationItems } from './views/items.ts';
import { messagesByIds } from './views/messages.ts';
import { sees } from './visibility.ts';

/**
 * Frames of conversations: the item on `desk`, the message on `conversation:<id>`, a reader's own mark on `desk`. Loaded
 * once per batch and organisation, and only what somebody here follows; each reader is held against the one rule.
 */
export const presentConversations: Presenter = async (kernel, events, wanted) => {
  const byOrg = Map.groupBy(
    events.filter((event) => event.conversationId !== null),
    (event) => event.orgId,
  );
  const lists = [...byOrg].map(([orgId, list]) => presentOrganisation(kernel, orgId, { list, wanted }));
  return (await Promise.all(lists)).flat();
};

type Batch = { list: LoggedEvent[]; wanted: Wanted };

async function presentOrganisation(kernel: Kernel, orgId: string, batch: Batch): Promise<LiveFrame[]> {
  const { list, wanted } = batch;
  const toDesk = wanted.topic(orgId, 'desk');
  const changed = list.filter((event) =>
    /^(conversation|message|duty|callback|scheduled|deadline)\./.test(event.name),
  );
  const itemIds = toDesk ? idsOf(changed, (event) => event.conversationId) : [];
  const followed = changed.filter((event) => wanted.topic(orgId, `conversation:${event.conversationId}`));
  const messageIds = idsOf(followed, (event) => event.facts.messageId);
  const marks = toDesk ? list.flatMap((event) => markFrame(event) ?? []) : [];
  if (itemIds.length === 0 && messageIds.length === 0) return marks;
  const due = toDesk ? changed.filter((event) => event.name === 'duty.due') : [];
  const { items, messages, owners } = await inTransaction(kernel, systemActor(orgId), async (ctx) => ({
    items: await conversationItems(ctx, itemIds),
    messages: await messagesByIds(ctx, messageIds),
    owners: await ownersOfDuties(
      ctx,
      idsOf(due, (event) => event.facts.dutyId),
    ),
  }));
  return [
    // Messages first: who has the conversation open sees it before the list moves.
    ...messages.map((entry) => messageFrame(kernel, orgId, entry)),
    ...items.map((item) => itemFrame(kernel, item, { orgId, leaves: leavesSight(changed, item.id) })),
    ...items.flatMap((item) => regroupedFrames(orgId, item, changed)),
    ...items.flatMap((item) => dutyFrames(orgId, item, changed)),
    ...items.flatMap((item) => dueFrames(orgId, item, { due, owners })),
    ...items.flatMap((item) => callbackFrames(orgId, item, changed)),
    ...items.flatMap((item) => callDueFrames(orgId, item, changed)),
    ...items.flatMap((item) => scheduledFrames(orgId, item, changed)),
    ...items.flatMap((item) => wokenFrames(orgId, item, changed)),
    ...items.flatMap((item) => undeliveredFrames(orgId, item, changed)),
    ...marks,
  ];
}

const idsOf = (events: LoggedEvent[], idOf: (event: LoggedEvent) => unknown): string[] => [
  ...new Set(events.map(idOf).filter((id) => typeof id === 'string')),
];

/** Whether somebody who saw the conversation before may not see it now. */
const leavesSight = (events: LoggedEvent[], conversationId: string): boolean =>
  events.some((event) => {
    const what = event.conversationId === conversationId ? event.facts.what : null;
    return (
      Array.isArray(what) && ['assignee', 'team', 'followers', 'guest'].some((one) => what.includes(one))
    );
  });

type Leaving = { orgId: string; leaves: boolean };

function itemFrame(kernel: Kernel, item: ConversationItem, { orgId, leaves }: Leaving): LiveFrame {
  const customerFor = refFor(kernel, item.customer);
  return {
    orgId,
    topic: 'desk',
    name: 'conversation',
    data: item,
    visibleTo: (actor) => sees(actor, item),
    ...(customerFor ? { dataFor: (actor) => ({ ...item, customer: customerFor(actor) }) } : {}),
    ...(leaves
      ? { otherwise: { name: 'conversation.gone', data: { id: item.id } }, closes: `conversation:${item.id}` }
      : {}),
  };
}

/** Messages left or came otherwise than at the end: whoever has the thread open reads it anew. */
function regroupedFrames(orgId: string, item: ConversationItem, events: LoggedEvent[]): LiveFrame[] {
  const happened = events.some(
    ({ name, conversationId }) => name === 'conversation.regrouped' && conversationId === item.id,
  );
  if (!happened) return [];
  return [
    {
      orgId,
      topic: `conversation:${item.id}`,
      name: 'regrouped',
      data: { id: item.id },
      visibleTo: (actor) => sees(actor, item),
    },
  ];
}

/** What is owed to the public changed: said beside the item, to whoever sees the conversation. */
function dutyFrames(orgId: string, item: ConversationItem, events: LoggedEvent[]): LiveFrame[] {
  const duties = events.filter(
    ({ name, conversationId }) => name === 'duty.changed' && conversationId === item.id,
  );
  return duties.map(({ facts }) => ({
    orgId,
    topic: 'desk',
    name: 'duty',
    data: { id: facts.dutyId, conversationId: item.id, state: facts.state },
    visibleTo: (actor) => sees(actor, item),
  }));
}

type Due = { due: LoggedEvent[]; owners: ReadonlyMap<string, string | null> };

/** A public deadline comes near: said to whoever has the conversation or answers for the inbox, if they see it. */
function dueFrames(orgId: string, item: ConversationItem, { due, owners }: Due): LiveFrame[] {
  const { assigneeId } = item;
  return due
    .filter(({ conversationId }) => conversationId === item.id)
    .map(({ facts }) => ({
      orgId,
      topic: 'desk',
      name: 'duty.due',
      data: { id: facts.dutyId, conversationId: item.id, dueAt: facts.dueAt },
      visibleTo: (actor) =>
        actor.kind === 'person' &&
        sees(actor, item) &&
        answersForDuty(actor.id, { assigneeId, ownerId: owners.get(String(facts.dutyId)) ?? null }),
    }));
}

/** Somebody waits to be called, or was called. */
function callbackFrames(orgId: string, item: ConversationItem, events: LoggedEvent[]): LiveFrame[] {
  const callbacks = events.filter(
    ({ name, conversationId }) => name === 'callback.changed' && conversationId === item.id,
  );
  return callbacks.map(({ facts }) => ({
    orgId,
    topic: 'desk',
    name: 'callback',
    data: { id: facts.callbackId, conversationId: item.id, state: facts.state },
    visibleTo: (actor) => sees(actor, item),
  }));
}

/** A snooze ended: said to who had put it aside, if they see it. */
function wokenFrames(orgId: string, item: ConversationItem, events: LoggedEvent[]): LiveFrame[] {
  return events
    .filter(({ name, conversationId }) => name === 'conversation.woken' && conversationId === item.id)
    .map(({ facts }) => ({
      orgId,
      topic: 'desk',
      name: 'woken',
      data: { conversationId: item.id, why: facts.why },
      visibleTo: (actor) => actor.kind === 'person' && actor.id === facts.personId && sees(actor, item),
    }));
}

/** Words did not arrive, or nobody knows: said to whose they are, and to who has the conversation. */
function undeliveredFrames(orgId: string, item: ConversationItem, events: LoggedEvent[]): LiveFrame[] {
  return events
    .filter(({ name, conversationId }) => name === 'message.undelivered' && conversationId === item.id)
    .map(({ facts }) => ({
      orgId,
      topic: 'desk',
      name: 'undelivered',
      // Of older events nothing is said: they failed.
      data: { conversationId: item.id, state: facts.state ?? 'failed' },
      visibleTo: (actor) =>
        actor.kind === 'person' && [facts.personId, item.assigneeId].includes(actor.id) && sees(actor, item),
    }));
}

/** A promised call is due soon, or was not made: said to who has the conversation, else to who sees it. */
function callDueFrames(orgId: string, item: ConversationItem, events: LoggedEvent[]): LiveFrame[] {
  return events
    .filter(({ name, conversationId }) => name === 'callback.due' && conversationId === item.id)
    .map(({ facts }) => ({
      orgId,
      topic: 'desk',
      name: 'callback.due',
      data: {
        ...{ id: facts.callbackId, conversationId: item.id },
        ...{ promisedAt: facts.promisedAt, missed: facts.missed },
      },
      visibleTo: (actor) =>
        actor.kind === 'person' &&
        sees(actor, item) &&
        (item.assigneeId === null || item.assigneeId === actor.id),
    }));
}

/** What goes out later changed: said to who sees the conversation, and to whose words they are. */
function scheduledFrames(orgId: string, item: ConversationItem, events: LoggedEvent[]): LiveFrame[] {
  return events
    .filter(({ name, conversationId }) => name === 'scheduled.changed' && conversationId === item.id)
    .map(({ facts }) => ({
      orgId,
      topic: 'desk',
      name: 'scheduled',
      data: {
        id: facts.scheduledId,
        conversationId: item.id,
        personId: facts.personId,
        state: facts.state,
      },
      visibleTo: (actor) => (actor.kind === 'person' && actor.id === facts.personId) || sees(actor, item),
    }));
}

type Entry = { message: Message; scope: ConversationScope };

function messageFrame(kernel: Kernel, orgId: string, { message, scope }: Entry): LiveFrame {
  const { attachments } = message;
  return {
    orgId,
    topic: `conversation:${message.conversationId}`,
    name: 'message',
    data: message,
    visibleTo: (actor) => sees(actor, scope),
    ...(attachments.length > 0
      ? { dataFor: (actor) => ({ ...message, attachments: attachmentsFor(kernel, actor, attachments) }) }
      : {}),
  };
}

function markFrame(event: LoggedEvent): LiveFrame | null {
  const { personId, seq } = event.facts;
  if (event.name !== 'read_mark.changed') return null;
  return {
    orgId: event.orgId,
    topic: 'desk',
    name: 'read_mark',
    data: { conversationId: event.conversationId, seq },
    visibleTo: (actor: Actor) => actor.kind === 'person' && actor.id === personId,
  };
}
