import type { ConversationItem, StatusCategory } from '@meada/contract/routes/conversations';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import { answerItem } from './answer.ts';
import { settleResolved } from './public/settle.ts';
import {
  type ConversationChange,
  emitChanged,
  insertNote,
  lockSeen,
  type SystemNote,
  updateConversation,
} from './store.ts';

export type StatusInput = {
  conversationId: string;
  status: StatusCategory;
  label?: string | null | undefined;
  until?: string | undefined;
};

const codes: Record<StatusCategory, string> = {
  open: 'reopened',
  pending: 'pending',
  snoozed: 'snoozed',
  resolved: 'resolved',
};

/** Resolves, reopens, waits for the customer, or snoozes until a time that is still to come. */
export async function changeStatus(ctx: Ctx, input: StatusInput): Promise<ConversationItem> {
  permit(ctx.actor, 'conversations.reply');
  const until = untilOf(ctx, input);
  const conversation = await lockSeen(ctx, input.conversationId);
  const label =
    input.label === undefined && input.status === conversation.status ? undefined : input.label || null;
  const moves =
    input.status !== conversation.status || until?.getTime() !== conversation.snoozed_until?.getTime();
  if (!moves && (label === undefined || label === conversation.status_label))
    return answerItem(ctx, conversation.id);
  if (moves) await insertNote(ctx, conversation, noteOf(input, label, until));
  await updateConversation(ctx, conversation, {
    ...(label === undefined ? {} : { status_label: label }),
    ...(moves ? stateOf(ctx, input.status, until) : {}),
  });
  if (moves && input.status === 'resolved') await settleResolved(ctx, conversation.id);
  emitChanged(ctx, conversation.id, ['status']);
  return answerItem(ctx, conversation.id);
}

function untilOf(ctx: Ctx, input: StatusInput): Date | null {
  if (input.status !== 'snoozed') return null;
  const until = input.until === undefined ? null : new Date(input.until);
  if (!until || until <= ctx.clock.now())
    throw refused('Say until when, a time that is still to come.', 'body.until');
  return until;
}

function noteOf(input: StatusInput, label: string | null | undefined, until: Date | null): SystemNote {
  return {
    code: codes[input.status],
    values: { ...(label ? { label } : {}), ...(until ? { until: until.toISOString() } : {}) },
  };
}

/** Columns of a status. A resolved conversation lets nobody wait. */
function stateOf(ctx: Ctx, status: StatusCategory, until: Date | null): ConversationChange {
  return {
    status,
    snoozed_until: until,
    resolved_at: status === 'resolved' ? ctx.clock.now() : null,
    ...(status === 'resolved' ? { waiting_since: null } : {}),
  };
}
