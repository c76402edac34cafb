import type { BulkAction, EditedWords, MacroAction, MacroStep } from '@meada/contract/macros';
import { fillText, type Variables, valuesIn } from '@meada/contract/variables';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { refused } from '../../../kernel/errors.ts';
import {
  assignConversation,
  changeConversation,
  changeStatus,
  followConversation,
  markRead,
  readOne,
  scheduleMessage,
  sendMessage,
  stateOf,
} from '../../conversations/index.ts';
import { organisationOf } from '../../organisations/index.ts';
import { variablesOf } from '../variables.ts';
import { snoozedUntil } from './snooze.ts';
import { type Said, sayReply } from './words.ts';

/** An action being done in a conversation, by the use cases a person's own hand would call, with their checks. */

export type Doing = {
  conversationId: string;
  legId?: string | undefined;
  edited?: EditedWords | undefined;
  /** Replies wait the seconds in which their author can take them back. */
  delays: boolean;
};
export type Performed = { step: MacroStep; messageIds: string[]; scheduledIds: string[] };

/** Everything an agent does in one go, without running another macro. */
export type PlainAction = MacroAction | Exclude<BulkAction, { kind: 'macro' }>;

export const emptyStep: MacroStep = {
  outcome: 'done',
  code: null,
  text: null,
  html: null,
  channel: null,
  inboxId: null,
  address: null,
  files: [],
  undoSeconds: 0,
  until: null,
};

/** Does one action. Throws what its use case refuses. */
export async function performAction(ctx: Ctx, action: PlainAction, doing: Doing): Promise<Performed> {
  const none = { messageIds: [], scheduledIds: [] };
  if (action.kind === 'reply') return reply(ctx, action, doing);
  if (action.kind === 'note') return { ...none, ...(await note(ctx, action.text, doing)) };
  const before = await stateOf(ctx, doing.conversationId);
  const more = await set(ctx, action, doing);
  const after = await stateOf(ctx, doing.conversationId);
  const isSame = JSON.stringify(before) === JSON.stringify(after) && !['field', 'read'].includes(action.kind);
  return { ...none, step: { ...emptyStep, ...more, outcome: isSame ? 'nothing' : 'done' } };
}

type Setting = Exclude<PlainAction, { kind: 'reply' | 'note' }>;

/** What is set on the conversation itself. */
async function set(ctx: Ctx, action: Setting, { conversationId }: Doing): Promise<Partial<MacroStep>> {
  switch (action.kind) {
    case 'status': {
      const { snooze, status, statusId, wake } = action;
      const until = snooze && snoozedUntil(snooze, ctx.clock.now(), await zoneOf(ctx)).toISOString();
      const own = statusId === undefined ? {} : { statusId };
      const back = { ...(until ? { until } : {}), ...(wake ? { wake } : {}) };
      await changeStatus(ctx, { conversationId, status, ...own, ...back });
      return { until };
    }
    case 'assign':
      await assignConversation(ctx, { conversationId, ...assignment(ctx, action) });
      return {};
    case 'labels':
      await changeConversation(ctx, {
        conversationId,
        labelIds: await labelsAfter(ctx, conversationId, action),
      });
      return {};
    case 'priority':
      await changeConversation(ctx, { conversationId, priority: action.priority });
      return {};
    case 'follow':
      await followConversation(ctx, { conversationId, follow: action.follow });
      return {};
    case 'field':
      await changeConversation(ctx, { conversationId, customFields: { [action.name]: action.value } });
      return {};
    case 'read':
      await markRead(ctx, { conversationId, seq: Number.MAX_SAFE_INTEGER, unread: false });
      return {};
  }
}

const zoneOf = async (ctx: Ctx): Promise<string> => (await organisationOf(ctx.db, ctx.orgId)).timeZone;

function assignment(
  ctx: Ctx,
  action: Extract<Setting, { kind: 'assign' }>,
): { assigneeId: string | null; teamId?: string } {
  if (action.to === 'team') return { assigneeId: null, ...(action.teamId ? { teamId: action.teamId } : {}) };
  if (action.to === 'person') return { assigneeId: action.assigneeId ?? null };
  if (action.to === 'nobody') return { assigneeId: null };
  if (ctx.actor.kind !== 'person') throw refused('A program is no assignee.', 'to');
  return { assigneeId: ctx.actor.id };
}

/** Labels that are gone since the macro was written are passed over. */
async function labelsAfter(
  ctx: Ctx,
  conversationId: string,
  { mode, labelIds }: Extract<Setting, { kind: 'labels' }>,
): Promise<string[]> {
  const { labelIds: now } = await stateOf(ctx, conversationId);
  if (mode === 'remove') return now.filter((id) => !labelIds.includes(id));
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM labels WHERE org_id = ${ctx.orgId} AND id = ANY (${labelIds}::uuid[])`.execute(ctx.db);
  return [...new Set([...now, ...rows.map(({ id }) => id)])];
}

async function note(
  ctx: Ctx,
  words: string,
  { conversationId, edited }: Doing,
): Promise<{ step: MacroStep }> {
  const text = fillText(edited?.text ?? words, ownValues(await variablesOf(ctx, conversationId))).text;
  const content = { v: 1 as const, kind: 'text' as const, text };
  await sendMessage(ctx, {
    conversationId,
    clientId: ctx.ids.uuid(),
    content,
    internal: true,
    attachmentIds: [],
  });
  return { step: { ...emptyStep, text } };
}

const ownValues = (variables: Variables) => valuesIn(variables, null);

type Message = Omit<Parameters<typeof sendMessage>[1], 'conversationId'>;

/** The reply as one message, or as many as its files need. */
function messagesOf(ctx: Ctx, said: Said): Message[] {
  const { text, html, attachments, perMessage, leg } = said;
  const common = { internal: false, legId: leg.id };
  const first = { ...common, clientId: ctx.ids.uuid(), ...(html ? { html } : {}) };
  if (attachments.length === 0)
    return [{ ...first, content: { v: 1, kind: 'text', text }, attachmentIds: [] }];
  const lots = Array.from({ length: Math.ceil(attachments.length / perMessage) }, (_, n) =>
    attachments.slice(n * perMessage, (n + 1) * perMessage),
  );
  return lots.map((lot, index) => ({
    ...(index === 0 ? first : { ...common, clientId: ctx.ids.uuid() }),
    content: {
      v: 1,
      kind: 'media',
      media: (lot[0]?.kind ?? 'document') as 'document',
      ...(index === 0 && text ? { text } : {}),
    },
    attachmentIds: lot.map(({ id }) => id),
  }));
}

async function reply(
  ctx: Ctx,
  action: Extract<MacroAction, { kind: 'reply' }>,
  doing: Doing,
): Promise<Performed> {
  const { conversationId, legId, edited, delays } = doing;
  const conversation = await readOne(ctx, conversationId);
  const variables = await variablesOf(ctx, conversationId);
  const said = await sayReply(ctx, action, { conversation, legId, variables, edited });
  const messages = messagesOf(ctx, said);
  const undoSeconds = delays ? await undoSecondsOf(ctx, said.letter) : 0;
  const step: MacroStep = {
    ...emptyStep,
    ...{ text: said.text, html: said.html, channel: said.leg.channel, inboxId: said.leg.inboxId },
    address: said.leg.identity.name ?? said.leg.identity.value,
    files: said.attachments.map(({ name }) => name),
    undoSeconds,
  };
  if (undoSeconds > 0) {
    const id = ctx.ids.uuid();
    const when = { seconds: undoSeconds };
    await scheduleMessage(ctx, {
      clientId: id,
      conversationId,
      messages,
      draftHtml: said.html,
      when,
      unlessAnswered: false,
    });
    return { step, messageIds: [], scheduledIds: [id] };
  }
  const messageIds: string[] = [];
  for (const message of messages)
    messageIds.push((await sendMessage(ctx, { ...message, conversationId })).id);
  return { step, messageIds, scheduledIds: [] };
}

/** For how long the person can take back what they send this way. A program's words go at once. */
async function undoSecondsOf(ctx: Ctx, letter: boolean): Promise<number> {
  if (ctx.actor.kind !== 'person') return 0;
  const row = await ctx.db
    .selectFrom('members')
    .select(['undo_letter_seconds', 'undo_chat_seconds'])
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', ctx.actor.id)
    .executeTakeFirst();
  return (letter ? row?.undo_letter_seconds : row?.undo_chat_seconds) ?? 0;
}
