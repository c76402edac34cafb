import { z } from 'zod';
import { Id, Instant, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** What somebody who waits in a chat is told, and what they may ask for instead of waiting before the screen. */

/** A way on which the firm can write when it is their turn. */
export const PlaceWay = z.strictObject({
  inboxId: Id,
  channel: z.string(),
  name: z.string(),
  icon: z.string(),
  /** What address is asked for. */
  asks: z.enum(['phone', 'email']),
});
export type PlaceWay = z.infer<typeof PlaceWay>;

/** What changes while somebody waits. */
export const WaitNumbers = z.strictObject({
  /** When this was worked out; the later one counts. */
  at: Instant,
  /** 1 is next; rounded where it is far; null: not known. */
  position: z.number().int().nullable(),
  /** Minutes still to wait, rounded outwards: right four times in five. null: too little is known to say. */
  low: z.number().int().nullable(),
  high: z.number().int().nullable(),
  /** It takes longer than was told first. */
  late: z.boolean(),
  /** Nobody who could answer is there now. */
  nobody: z.boolean(),
});
export type WaitNumbers = z.infer<typeof WaitNumbers>;

export const ChatWait = WaitNumbers.extend({
  /** The firm is closed until then; null: it is not, or nobody knows until when. */
  opensAt: Instant.nullable(),
  offersCall: z.boolean(),
  places: z.array(PlaceWay),
  /** The place is kept: the firm writes there when it is their turn. */
  kept: z.strictObject({ channel: z.string(), name: z.string(), address: z.string() }).nullable(),
  /** They are called when it is their turn. */
  call: z.strictObject({ phone: z.string(), promisedAt: Instant }).nullable(),
});
export type ChatWait = z.infer<typeof ChatWait>;

const answer = z.strictObject({ wait: ChatWait.nullable() });

export const keepChatPlace = defineRoute({
  id: 'chat.keepPlace',
  method: 'PUT',
  path: '/api/chat/wait/place',
  access: 'visitor',
  summary:
    'Keeps the visitor’s place in the queue: when it is their turn the firm writes to this address. It is a claim and proves nothing',
  perMinute: 10,
  body: z.strictObject({ inboxId: Id, address: lineOf(254, 3) }),
  response: answer,
});
export const leaveChatPlace = defineRoute({
  id: 'chat.leavePlace',
  method: 'DELETE',
  path: '/api/chat/wait/place',
  access: 'visitor',
  summary: 'Waits in the chat again',
  perMinute: 20,
  response: answer,
});
export const askChatCall = defineRoute({
  id: 'chat.askCall',
  method: 'PUT',
  path: '/api/chat/wait/call',
  access: 'visitor',
  summary: 'Asks to be called when it is the visitor’s turn; the same clientId counts once',
  perMinute: 10,
  body: z.strictObject({ clientId: Id, phone: lineOf(40, 3) }),
  response: z.strictObject({ accepted: z.literal(true), phone: z.string(), promisedAt: Instant }),
});
export const dropChatCall = defineRoute({
  id: 'chat.dropCall',
  method: 'DELETE',
  path: '/api/chat/wait/call',
  access: 'visitor',
  summary: 'Takes back the wish to be called, and waits in the chat again',
  perMinute: 20,
  response: answer,
});
