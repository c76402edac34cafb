import { z } from 'zod';
import { Role } from './permissions.ts';
import { Id } from './primitives.ts';

/**
 * Every event, declared once: ids and non-personal facts only (personal content lives in rows that can be emptied).
 * Any module may listen to any; no order between listeners is promised.
 */
const conversation = { conversationId: Id };
export const eventFacts = {
  'organisation.created': z.strictObject({}),
  'organisation.changed': z.strictObject({}),
  'person.changed': z.strictObject({ personId: Id }),
  /** What somebody may do changed; null: what a role may, or a key was revoked. */
  'person.access_changed': z.strictObject({
    personId: Id.nullable(),
    role: Role.optional(),
    keyId: Id.optional(),
  }),
  'session.ended': z.strictObject({ personId: Id, sessionId: Id.nullable() }),
  'team.changed': z.strictObject({ teamId: Id }),
  /** Somebody arranged their desk; null: what people begin with changed. */
  'workspace.changed': z.strictObject({ personId: Id.nullable() }),
  /** Hours or the firm's holidays changed; null: all hours. */
  'hours.changed': z.strictObject({ hoursId: Id.nullable() }),
  'inbox.changed': z.strictObject({ inboxId: Id }),
  'inbox.health': z.strictObject({ inboxId: Id }),
  'announcement.changed': z.strictObject({ inboxId: Id, announcementId: Id }),
  'canned.changed': z.strictObject({}),
  'macro.changed': z.strictObject({}),
  'label.changed': z.strictObject({}),
  'status.changed': z.strictObject({}),
  'brand.changed': z.strictObject({}),
  'customer.created': z.strictObject({ customerId: Id }),
  /** `what` names parts of the record, never their content. */
  'customer.changed': z.strictObject({ customerId: Id, what: z.array(z.string()).optional() }),
  'customer.noted': z.strictObject({
    customerId: Id,
    noteId: Id,
    what: z.enum(['added', 'edited', 'pinned', 'dropped']),
  }),
  'customer.filed': z.strictObject({ customerId: Id, fileId: Id, what: z.enum(['added', 'dropped']) }),
  'customer.moved': z.strictObject({
    customerId: Id,
    addressId: Id,
    what: z.enum(['added', 'changed', 'dropped']),
  }),
  'customer.preferred': z.strictObject({
    customerId: Id,
    kind: z.string(),
    what: z.enum(['stated', 'dropped']),
  }),
  'customer.told': z.strictObject({
    customerId: Id,
    factId: Id,
    kind: z.string(),
    what: z.enum(['learned', 'ended']),
  }),
  /** A line of the ledger of consents; no purpose: everything that is no answer. */
  'customer.consented': z.strictObject({
    customerId: Id,
    consentId: Id,
    purpose: z.string().nullable(),
    state: z.string(),
  }),
  'customer.erased': z.strictObject({ customerId: Id }),
  /** A request, package, erasure, hold, run or incident changed. */
  'privacy.changed': z.strictObject({ what: z.string(), customerId: Id.nullable() }),
  /** A deadline of a request or an incident is near, or was missed. */
  'privacy.due': z.strictObject({
    kind: z.enum(['request', 'incident']),
    id: Id,
    dueOn: z.string(),
    late: z.boolean(),
    assigneeId: Id.nullable(),
  }),
  'company.changed': z.strictObject({
    customerId: Id,
    otherId: Id,
    tieId: Id,
    what: z.enum(['joined', 'changed', 'left', 'dropped']),
  }),
  'field.changed': z.strictObject({}),
  'pipeline.changed': z.strictObject({}),
  'deal.created': z.strictObject({ customerId: Id, dealId: Id, outcome: z.string() }),
  /** `what` names parts of the deal; `otherId`: whose it was before. */
  'deal.changed': z.strictObject({
    customerId: Id,
    dealId: Id,
    what: z.array(z.string()),
    otherId: Id.optional(),
  }),
  /** Into another stage; `outcome` is that stage's category. */
  'deal.moved': z.strictObject({ customerId: Id, dealId: Id, fromId: Id, toId: Id, outcome: z.string() }),
  'deal.dropped': z.strictObject({ customerId: Id, dealId: Id }),
  /**
   * `what`: created, changed, done, reopened, commented, dropped, moved (from or to who has it as work). What it is about,
   * if about somebody.
   */
  'task.changed': z.strictObject({
    taskId: Id,
    customerId: Id.nullable(),
    conversationId: Id.nullable(),
    what: z.string(),
  }),
  /** A reminder rang for these people. */
  'task.rang': z.strictObject({ taskId: Id, personIds: z.array(Id) }),
  'segment.changed': z.strictObject({ segmentId: Id }),
  /** `first`: met the conditions when the segment was made or its conditions were changed. */
  'segment.entered': z.strictObject({ customerId: Id, segmentId: Id, first: z.boolean() }),
  'segment.left': z.strictObject({ customerId: Id, segmentId: Id }),
  'customer.merged': z.strictObject({ customerId: Id, otherId: Id, mergeId: Id }),
  'customer.unmerged': z.strictObject({ customerId: Id, otherId: Id, mergeId: Id }),
  'import.changed': z.strictObject({ importId: Id, state: z.string() }),
  /** An address was proven, by a code or link that was answered or by a person's word; `outcome`: what came of it. */
  'identity.verified': z.strictObject({
    customerId: Id,
    identityId: Id,
    kind: z.string(),
    proof: z.enum(['code', 'link', 'person']),
    outcome: z.enum(['proven', 'merged', 'suggested', 'shared']),
  }),
  'suggestion.created': z.strictObject({ customerId: Id, otherId: Id }),
  'suggestion.settled': z.strictObject({ customerId: Id }),
  'conversation.created': z.strictObject({ ...conversation, customerId: Id, inboxId: Id }),
  'conversation.changed': z.strictObject({ ...conversation, what: z.array(z.string()) }),
  'conversation.switched': z.strictObject({ ...conversation, inboxId: Id, legId: Id }),
  /** Messages went from one conversation to another, or came back. */
  'conversation.regrouped': z.strictObject({ ...conversation, otherId: Id, regroupingId: Id }),
  'message.created': z.strictObject({
    ...conversation,
    messageId: Id,
    seq: z.number().int(),
    authorKind: z.string(),
    visibility: z.string(),
    inboxId: Id.nullable(),
    automatic: z.string(),
  }),
  'message.changed': z.strictObject({ ...conversation, messageId: Id, what: z.string() }),
  /** A question after resolving: planned, sent, skipped. */
  'survey.changed': z.strictObject({ ...conversation, customerId: Id, surveyId: Id, state: z.string() }),
  /** Also when a rating was changed; never the comment. */
  'survey.rated': z.strictObject({
    ...conversation,
    customerId: Id,
    surveyId: Id,
    rating: z.number().int(),
    scale: z.string(),
    mark: z.string(),
    personId: Id.nullable(),
  }),
  'survey.commented': z.strictObject({ ...conversation, customerId: Id, surveyId: Id }),
  'duty.changed': z.strictObject({ ...conversation, dutyId: Id, state: z.string() }),
  /** A public deadline ends within a day and nobody has answered. */
  'duty.due': z.strictObject({ ...conversation, dutyId: Id, dueAt: z.string() }),
  /** A snooze ended; `personId`: who had put it aside, `why`: what brought it back. */
  'conversation.woken': z.strictObject({ ...conversation, personId: Id, why: z.string() }),
  /** Kept, sent, held, changed or dropped; `personId`: whose words. */
  'scheduled.changed': z.strictObject({ ...conversation, scheduledId: Id, personId: Id, state: z.string() }),
  /** A promised call is due soon, or was not made in time: said once each. */
  'callback.due': z.strictObject({
    ...conversation,
    callbackId: Id,
    promisedAt: z.string(),
    missed: z.boolean(),
  }),
  'callback.changed': z.strictObject({ ...conversation, callbackId: Id, state: z.string() }),
  /** An item of work moved; `by`: the router that decided it, null: a person or what happened in the conversation. */
  'work.changed': z.strictObject({
    conversationId: Id.nullable(),
    itemId: Id,
    queueId: Id,
    state: z.string(),
    agentId: Id.nullable(),
    /** Who had it, or was asked, before. */
    formerId: Id.nullable(),
    why: z.string(),
    by: Id.nullable(),
  }),
  /** An item has waited so long that those who lead are told. */
  'work.escalated': z.strictObject({
    conversationId: Id.nullable(),
    itemId: Id,
    queueId: Id,
    step: z.number().int(),
  }),
  /** Who waits is told of it for the first time, asked for something instead, or waits no longer. */
  'wait.changed': z.strictObject({ ...conversation, what: z.string() }),
  /** Somebody was asked to take over a conversation; `state`: asked, offered, or how it ended. */
  'hand_over.changed': z.strictObject({
    ...conversation,
    itemId: Id,
    fromId: Id,
    /** Who was named, is asked now, or took it. */
    toId: Id.nullable(),
    queueId: Id,
    state: z.string(),
  }),
  /** Who leads wrote a note to the agent who has the work. */
  'work.whispered': z.strictObject({ ...conversation, itemId: Id, messageId: Id, toId: Id }),
  /** A queue, a skill, a reason of being away or what holds for all was set up differently; null: not a queue. */
  'routing.changed': z.strictObject({
    what: z.enum(['queue', 'skill', 'reason', 'rule', 'settings']),
    queueId: Id.nullable(),
  }),
  /** Settings, presence or wrap-up of an agent. */
  'agent.changed': z.strictObject({ personId: Id, what: z.string(), by: Id.nullable() }),
  /** Somebody left without what they came for, or what became of it; no conversation: a form that was never sent. */
  'abandonment.changed': z.strictObject({
    abandonmentId: Id,
    customerId: Id,
    conversationId: Id.nullable(),
    kind: z.string(),
    state: z.string(),
  }),
  /** The nearest deadline of a conversation came, moved, stood still or went. */
  'deadline.changed': z.strictObject({ ...conversation }),
  /** A deadline is near, or was passed: said once each. */
  'deadline.warned': z.strictObject({ ...conversation, deadlineId: Id, what: z.string(), dueAt: z.string() }),
  'deadline.missed': z.strictObject({ ...conversation, deadlineId: Id, what: z.string(), dueAt: z.string() }),
  'agreement.changed': z.strictObject({}),
  /** A brand answers by the SAC decree from now on, or no more. */
  'sac.switched': z.strictObject({ brandId: Id, on: z.boolean() }),
  /** A customer asked by a word for what the decree gives them. */
  'sac.asked': z.strictObject({ ...conversation, kind: z.enum(['history']) }),
  /** A request was written down, sent, stuck, handed over, carried out. */
  'sac.changed': z.strictObject({ ...conversation, requestId: Id, state: z.string() }),
  /** The platform did not deliver it, or nobody knows; whose words they are, null: of whoever has the conversation. */
  'message.undelivered': z.strictObject({
    ...conversation,
    ...{ messageId: Id, personId: Id.nullable() },
    state: z.enum(['failed', 'unknown']),
  }),
  'dispatch.queued': z.strictObject({ ...conversation, dispatchId: Id, inboxId: Id }),
  /** A note names people, or (no note) somebody has looked at what names them. */
  'mention.changed': z.strictObject({
    conversationId: Id.nullable(),
    messageId: Id.nullable(),
    personIds: z.array(Id),
    rings: z.boolean(),
  }),
  /** Others were let in to follow it. */
  'follower.added': z.strictObject({ ...conversation, personIds: z.array(Id) }),
  'read_mark.changed': z.strictObject({ ...conversation, personId: Id, seq: z.number().int() }),
} as const;
export type EventName = keyof typeof eventFacts;
export type EventFacts<N extends EventName> = z.infer<(typeof eventFacts)[N]>;
export type DomainEvent = { [N in EventName]: { name: N; facts: EventFacts<N> } }[EventName];
