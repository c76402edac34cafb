import { z } from 'zod';
import { Id } from './primitives.ts';

/**
 * What runs over the socket. Changes go by HTTP; the socket only carries frames, typing, viewing. Desk:
 * `/api/live` (session cookie, or API key), widget: `/api/chat/live?token=…` as subprotocol `meada.<visitor token>`.
 *
 * Topics a desk may follow: `desk` (list items, inbox and people changes, own read marks: everybody gets it),
 * `conversation:<id>` (messages, typing and viewers of one conversation), `customer:<id>`.
 * A visitor's socket has the one topic `chat` without asking.
 */
export const Topic = z.string().regex(/^(desk|chat|(conversation|customer):[0-9a-f-]{36})$/);
export type Topic = z.infer<typeof Topic>;

export const ClientFrame = z.discriminatedUnion('t', [
  /** First frame after connecting; `cursor` is the last one seen, to be given what came since. */
  z.strictObject({
    t: z.literal('hello'),
    topics: z.array(Topic).max(50),
    cursor: z.string().max(100).nullable(),
  }),
  z.strictObject({ t: z.literal('follow'), topic: Topic }),
  z.strictObject({ t: z.literal('unfollow'), topic: Topic }),
  z.strictObject({ t: z.literal('typing'), conversationId: Id.optional(), on: z.boolean() }),
  /** Which conversation is on the screen, for collision warnings. */
  z.strictObject({ t: z.literal('viewing'), conversationId: Id.nullable() }),
  /**
   * Available or away, as the person says. Without `since` it is said now; with it (milliseconds of the Unix epoch) a
   * browser repeats what it remembers, and what was said later elsewhere stays.
   */
  z.strictObject({
    t: z.literal('presence'),
    state: z.enum(['available', 'away']),
    since: z.number().int().min(0).max(9e15).optional(),
  }),
  /** Whether somebody looks at this tab and uses it: who does is not told on their devices as well. */
  z.strictObject({ t: z.literal('looking'), on: z.boolean() }),
  z.strictObject({ t: z.literal('ping') }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

/** Whether a person is at work: a socket of theirs is open (available, or away as they said), or none is. */
export type PresenceState = 'available' | 'away' | 'offline';

export type ServerFrame =
  | { t: 'ready'; cursor: string }
  /** A change; `data` is the shape the name says (see `FrameData`). `cursor` is kept by the client. */
  | {
      [N in keyof FrameData]: { t: 'event'; cursor: string; topic: Topic; name: N; data: FrameData[N] };
    }[keyof FrameData]
  /** Too old or unknown cursor: fetch everything again. */
  | { t: 'reset'; cursor: string }
  | {
      t: 'typing';
      conversationId: string;
      who: { kind: 'customer' | 'person'; id: string; name: string | null };
      on: boolean;
    }
  /** To who waits in a chat: what they are told by now. */
  | { t: 'wait'; conversationId: string; wait: import('./routes/chat-waits.ts').WaitNumbers }
  | { t: 'viewers'; conversationId: string; people: { id: string; name: string }[] }
  /** Of the people of the organisation, to who may read them. `whole`: everybody who is not named is offline. */
  | { t: 'presence'; whole: boolean; people: { id: string; state: PresenceState }[] }
  /** Lines were added to the timeline of a customer one follows. */
  | { t: 'timeline'; customerId: string }
  | { t: 'refused'; topic: string; code: string }
  /** The session is over; do not reconnect. */
  | { t: 'end'; code: string }
  | { t: 'pong' };

/** Payload of each named frame. */
export type FrameData = {
  conversation: import('./routes/conversations.ts').ConversationItem;
  /** The reader may not (or no longer) see it. */
  'conversation.gone': { id: string };
  message: import('./routes/conversations.ts').Message;
  customer: { id: string; mergedInto: string | null };
  /** Everything of this customer was erased: what a browser holds of them goes at once. */
  'customer.erased': { id: string };
  read_mark: { conversationId: string; seq: number };
  inbox: { id: string };
  'inbox.health': { id: string };
  /** Of an inbox, by its id. */
  announcement: { id: string };
  /** Pairs of the queue of duplicates came, went or were settled. */
  duplicates: { what: 'pairs' };
  duty: { id: string; conversationId: string; state: string };
  /** To whoever it concerns: a public deadline ends within a day. */
  'duty.due': { id: string; conversationId: string; dueAt: string };
  /** Of who left: somebody came, went or was tried. */
  abandonments: { what: 'list' };
  /** To whom it concerns: a deadline is near, or was missed. */
  deadline: { id: string; conversationId: string; what: string; dueAt: string; missed: boolean };
  /** To whom it concerns: a promised call is due soon, or was not made. */
  'callback.due': { id: string; conversationId: string; promisedAt: string; missed: boolean };
  callback: { id: string; conversationId: string; state: string };
  /** To who is named in a note (`rings`), or has looked at it elsewhere. */
  mention: { conversationId: string | null; messageId: string | null; rings: boolean };
  /** To who was let in to follow a conversation. */
  followed: { conversationId: string; by: string | null };
  /** To who had put the conversation aside: it is back. */
  woken: { conversationId: string; why: string };
  /** To whose words did not arrive, or of which nobody knows it. */
  undelivered: { conversationId: string; state: 'failed' | 'unknown' };
  /** What goes out later was kept, sent, held, changed or dropped; `personId`: whose words. */
  scheduled: { id: string; conversationId: string; personId: string; state: string };
  /** Messages went or came otherwise than at the end: the thread is read anew. */
  regrouped: { id: string };
  people: { personId: string | null };
  /** To whom it concerns: their desk is arranged otherwise. */
  workspace: { personId: string | null };
  /** A deal changed, came or went; of which customer. */
  deal: { id: string; customerId: string };
  /** A survey was asked, left out, answered or seen to; `mark` when somebody has just rated. */
  survey: { id: string; conversationId: string; mark: string | null };
  /** A task changed, came or went; what it is about. */
  task: { id: string; customerId: string | null; conversationId: string | null };
  /** To whom it rings. */
  'task.rang': { id: string };
  segment: { id: string };
  /** A request, package, erasure, hold, run or incident changed. */
  privacy: { what: string; customerId: string | null };
  /** To who sees to them: a deadline of a request or an incident is near, or was missed. */
  'privacy.due': { kind: string; id: string; dueOn: string; late: boolean; assigneeId: string | null };
  /** To the agent who has it or is asked, and to who leads. */
  work: import('./routes/routing.ts').WorkItem;
  /** To the agent who had it or was asked before. `why` as the router says it: timed_out, taken, released, done … */
  'work.gone': { id: string; conversationId: string | null; why: string };
  /** To who serves the queue, and to who leads; counts as they are now. */
  queue: { id: string; counts: import('./routes/routing.ts').QueueCounts };
  /** To the agent, and to who may hand work over. */
  agent: import('./routes/routing.ts').AgentState;
  /** To who leads: an item has waited too long. */
  'work.escalated': { id: string; queueId: string; conversationId: string | null };
  /**
   * To who asked, who is asked, and who sees the conversation and leads: a hand-over was asked for, offered or ended; `words`:
   * why it was declined.
   */
  hand_over: {
    id: string;
    conversationId: string;
    fromId: string;
    toId: string | null;
    state: string;
    words: string | null;
  };
  /** To the agent who has the work: a note of who leads; `id` is the note's. */
  whisper: { id: string; conversationId: string; fromName: string; text: string };
  /** Queues, skills, agents' settings or reasons of being away changed: they are read anew. */
  routing: { what: string };
  settings: { what: string };
  'chat.message': import('./routes/chat.ts').ChatMessage;
  'chat.conversation': import('./routes/chat.ts').ChatConversation;
};
