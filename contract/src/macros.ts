import { z } from 'zod';
import { ShownTo, shared } from './canned.ts';
import { Priority, StatusCategory, WakeEvent } from './conversations.ts';
import { CustomFieldValue, Id, Instant, lineOf, textOf } from './primitives.ts';

/** Macros: actions done in one go. The same actions, but for words, can be done to many conversations at once. */

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** When a snoozed conversation comes back, reckoned when the macro runs, in the firm's time zone. */
export const Snooze = z.union([
  z.strictObject({
    minutes: z
      .number()
      .int()
      .min(5)
      .max(60 * 24 * 365),
  }),
  z.strictObject({ days: z.number().int().min(1).max(365), time: TimeOfDay }),
  /** The next such day (0 = Sunday), never today. */
  z.strictObject({ weekday: z.number().int().min(0).max(6), time: TimeOfDay }),
]);
export type Snooze = z.infer<typeof Snooze>;

const Reply = z.strictObject({
  kind: z.literal('reply'),
  /** A canned reply with its wordings and files; else the words here. */
  cannedId: Id.optional(),
  text: textOf(5000).default(''),
  html: textOf(50_000).nullable().default(null),
});
const Note = z.strictObject({ kind: z.literal('note'), text: textOf(5000, 1) });
const Status = z.strictObject({
  kind: z.literal('status'),
  status: StatusCategory,
  /** One of the firm's own under this category; null or absent: its default. */
  statusId: Id.nullable().optional(),
  /** Of a snooze: a moment, something that happens, or both, whichever comes first. */
  snooze: Snooze.nullable().default(null),
  wake: WakeEvent.nullable().optional(),
});
const Assign = z.strictObject({
  kind: z.literal('assign'),
  /** `team`: to the team and nobody in particular. */
  to: z.enum(['me', 'nobody', 'person', 'team']),
  assigneeId: Id.optional(),
  teamId: Id.optional(),
});
const Labels = z.strictObject({
  kind: z.literal('labels'),
  mode: z.enum(['add', 'remove']),
  labelIds: z.array(Id).min(1).max(50),
});
const Prioritise = z.strictObject({ kind: z.literal('priority'), priority: Priority });
const Follow = z.strictObject({ kind: z.literal('follow'), follow: z.boolean() });
const Field = z.strictObject({ kind: z.literal('field'), name: lineOf(64, 1), value: CustomFieldValue });

const complete = (action: { kind: string } & Record<string, unknown>): boolean => {
  if (action.kind === 'reply') return Boolean(action.cannedId) !== (String(action.text).trim() !== '');
  if (action.kind === 'assign')
    return (
      (action.to === 'person') === Boolean(action.assigneeId) &&
      (action.to === 'team') === Boolean(action.teamId)
    );
  if (action.kind !== 'status') return true;
  const returns = action.snooze !== null || Boolean(action.wake);
  return (action.status === 'snoozed') === returns && !(returns && action.statusId);
};

export const MacroAction = z
  .discriminatedUnion('kind', [Reply, Note, Status, Assign, Labels, Prioritise, Follow, Field])
  .refine(complete, { error: 'incomplete' });
export type MacroAction = z.infer<typeof MacroAction>;
export type MacroActionKind = MacroAction['kind'];

export const MacroInput = z.strictObject({
  name: lineOf(80, 1),
  actions: z.array(MacroAction).min(1).max(20),
  /** Offered in conversations of these inboxes; none: in all. */
  inboxIds: z.array(Id).max(100).default([]),
  ...shared,
});
export type MacroInput = z.infer<typeof MacroInput>;

export const Macro = z.strictObject({
  id: Id,
  name: z.string(),
  folder: z.string(),
  shownTo: ShownTo,
  teamIds: z.array(Id),
  inboxIds: z.array(Id),
  actions: z.array(MacroAction),
  uses: z.number().int(),
  mayChange: z.boolean(),
});
export type Macro = z.infer<typeof Macro>;

/** What an action would do, or did: the macro has the action itself under the same number. */
export const MacroStep = z.strictObject({
  /** `nothing`: it is so already. */
  outcome: z.enum(['done', 'nothing', 'refused']),
  /** Why it was refused: a code of an error. */
  code: z.string().nullable(),
  /** Of a reply or note: the words with their variables filled. */
  text: z.string().nullable(),
  html: z.string().nullable(),
  /** Of a reply: where it goes. */
  channel: z.string().nullable(),
  inboxId: Id.nullable(),
  address: z.string().nullable(),
  files: z.array(z.string()),
  /** Of a reply: seconds in which it can be taken back; 0: it goes at once. */
  undoSeconds: z.number().int(),
  /** Of snoozing. */
  until: Instant.nullable(),
});
export type MacroStep = z.infer<typeof MacroStep>;

/** Words as an agent changed them in the preview, by the number of the action. */
export const EditedWords = z.strictObject({
  index: z.number().int().min(0).max(19),
  text: textOf(20_000),
  html: textOf(200_000).nullable().default(null),
});
export type EditedWords = z.infer<typeof EditedWords>;

/** What can be done to many conversations: no words, but those of a macro. */
export const BulkAction = z
  .discriminatedUnion('kind', [
    Status,
    Assign,
    Labels,
    Prioritise,
    Follow,
    z.strictObject({ kind: z.literal('read') }),
    z.strictObject({
      kind: z.literal('macro'),
      macroId: Id,
      /** Whether its replies go out, too: to many at once, with conversations.manage only. */
      replies: z.boolean().default(false),
    }),
  ])
  .refine(complete, { error: 'incomplete' });
export type BulkAction = z.infer<typeof BulkAction>;

/** Conversations in one run at most. */
export const bulkAtMost = 1000;

export const BulkRun = z.strictObject({
  id: Id,
  action: BulkAction,
  state: z.enum(['running', 'done', 'failed', 'undoing', 'undone']),
  /** Conversations its person saw when it began: it is done to these. */
  total: z.number().int(),
  /** How many were named beside these: not there, or not for this person. */
  notFound: z.number().int(),
  place: z.number().int(),
  done: z.number().int(),
  nothing: z.number().int(),
  refused: z.number().int(),
  replied: z.number().int(),
  /** The first of those refused, and why. */
  refusals: z.array(
    z.strictObject({ conversationId: Id, protocol: z.string().nullable(), code: z.string() }),
  ),
  /** Until when it can be taken back; null: no longer, or not at all. */
  undoUntil: Instant.nullable(),
});
export type BulkRun = z.infer<typeof BulkRun>;
