import { z } from 'zod';

/**
 * What a person may be told of on their devices while they are not looking: a customer's message in a conversation of theirs,
 * a conversation given to them, their name in a note, an offer of work, a deadline of theirs, a task's reminder, a conversation
 * they had put aside that is back, a message of theirs that did not go out.
 */
export const PushKind = z.enum([
  'message',
  'assigned',
  'mention',
  'offer',
  'deadline',
  'task',
  'woken',
  'scheduled',
]);
export type PushKind = z.infer<typeof PushKind>;

/** How much a lock screen may show: that there is something, also of whom, also what it says. */
export const PushDetail = z.enum(['none', 'name', 'all']);
export type PushDetail = z.infer<typeof PushDetail>;

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** What a person wants to be told, and when not. `quietDays`: 1 is Monday; quiet all day. */
export const PushPreferences = z.strictObject({
  kinds: z.array(PushKind).max(PushKind.options.length),
  detail: PushDetail,
  quietFrom: Clock.nullable(),
  quietTo: Clock.nullable(),
  quietDays: z.array(z.number().int().min(1).max(7)).max(7),
  /** IANA name: whose clock the quiet hours go by. */
  zone: z.string().min(1).max(64),
});
export type PushPreferences = z.infer<typeof PushPreferences>;

/** As long as a person has said nothing: everything that is theirs, and nothing personal on a lock screen. */
export const usualPush: PushPreferences = {
  kinds: [...PushKind.options],
  detail: 'none',
  quietFrom: null,
  quietTo: null,
  quietDays: [],
  zone: 'America/Sao_Paulo',
};

/** What a push says to the desk's service worker. `path` is an address of the desk; `tag` folds what is of one matter. */
export type PushText = {
  title: string;
  body: string;
  tag: string;
  path: string;
  lang: string;
  at: number;
};
