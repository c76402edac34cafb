import type { ConversationItem, StatusCategory, WakeEvent } from '@meada/contract/routes/conversations';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import { refused } from '../../kernel/errors.ts';
import { answerItem } from './answer.ts';
import { settleResolved } from './public/settle.ts';
import { noOpenTask } from './snoozing/hear-snoozed.ts';
import { awake } from './snoozing/wake.ts';
import { listStatuses } from './statuses/views.ts';
import {
  type ConversationChange,
  emitChanged,
  insertNote,
  type LockedConversation,
  lockSeen,
  type SystemNote,
  updateConversation,
} from './store.ts';

export type StatusInput = {
  conversationId: string;
  status: StatusCategory;
  statusId?: string | null | undefined;
  until?: string | undefined;
  wake?: WakeEvent | undefined;
  note?: string | undefined;
};

const codes: Record<StatusCategory, string> = {
  open: 'reopened',
  pending: 'pending',
  snoozed: 'snoozed',
  resolved: 'resolved',
};

type Snooze = { until: Date | null; event: WakeEvent | null; note: string | null };
const none: Snooze = { until: null, event: null, note: null };

/**
 * Resolves, reopens, waits for the customer, or snoozes until a time that is still to come or until something happens;
 * under a category one of the firm's own statuses.
 */
export async function changeStatus(ctx: Ctx, input: StatusInput): Promise<ConversationItem> {
  permit(ctx.actor, 'conversations.reply');
  const snooze = snoozeOf(ctx, input);
  const conversation = await lockSeen(ctx, input.conversationId);
  await checkEvent(ctx, conversation.id, snooze.event);
  const own = await ownOf(ctx, conversation, input);
  const moves = input.status !== conversation.status || isOther(conversation, snooze);
  const renames = own.id !== conversation.status_id;
  if (!moves && !renames) return answerItem(ctx, conversation.id);
  await insertNote(ctx, conversation, noteOf(input, { moves, label: own.name, snooze }));
  await updateConversation(ctx, conversation, {
    ...(moves ? stateOf(ctx, input.status, snooze) : {}),
    status_id: own.id,
  });
  if (moves && input.status === 'resolved') await settleResolved(ctx, conversation.id);
  emitChanged(ctx, conversation.id, ['status']);
  ctx.afterCommit(() => ctx.bus.wake('snoozed'));
  return answerItem(ctx, conversation.id);
}

function snoozeOf(ctx: Ctx, { status, until, wake, note }: StatusInput): Snooze {
  if (status !== 'snoozed') return none;
  const at = until === undefined ? null : new Date(until);
  if (at ? at <= ctx.clock.now() : !wake)
    throw refused('Say until when, a time that is still to come, or until what.', 'body.until');
  return { until: at, event: wake ?? null, note: note || null };
}

const isOther = (now: LockedConversation, { until, event, note }: Snooze): boolean =>
  until?.getTime() !== now.snoozed_until?.getTime() ||
  (now.status === 'snoozed' && (event !== now.snooze_event || note !== now.snooze_note));

/** What is waited for must be there: a call that is owed, a task that is open. */
async function checkEvent(ctx: Ctx, id: string, event: WakeEvent | null): Promise<void> {
  if (event !== 'callback' && event !== 'task') return;
  const over =
    event === 'task'
      ? noOpenTask
      : sql`NOT EXISTS (SELECT FROM callbacks b WHERE b.org_id = c.org_id AND b.conversation_id = c.id
          AND b.settled_at IS NULL)`;
  const { rows } = await sql<{ over: boolean }>`
    SELECT ${over} AS over FROM conversations c WHERE c.org_id = ${ctx.orgId} AND c.id = ${id}`.execute(
    ctx.db,
  );
  if (rows[0]?.over) throw refused('There is no such thing to wait for here.', 'body.wake');
}

/** The firm's own status it will have; that of another category, or an archived one it has not, is none. */
async function ownOf(
  ctx: Ctx,
  conversation: LockedConversation,
  { status, statusId }: StatusInput,
): Promise<{ id: string | null; name: string | null }> {
  const stays = statusId === undefined && status === conversation.status;
  if (stays || !statusId) return { id: stays ? conversation.status_id : null, name: null };
  const own = (await listStatuses(ctx)).find((one) => one.id === statusId && one.category === status);
  if (!own || (own.archived && own.id !== conversation.status_id))
    throw refused('There is no such status under this category.', 'body.statusId');
  return own;
}

type Said = { moves: boolean; label: string | null; snooze: Snooze };

function noteOf({ status }: StatusInput, { moves, label, snooze }: Said): SystemNote {
  const { until, event, note } = snooze;
  return {
    code: moves ? codes[status] : 'status_changed',
    values: {
      ...(label ? { label } : {}),
      ...(moves ? {} : { status }),
      ...(until ? { until: until.toISOString() } : {}),
      ...(event ? { wake: event } : {}),
      ...(note ? { note } : {}),
    },
  };
}

/** Columns of a status. A resolved conversation lets nobody wait. */
function stateOf(ctx: Ctx, status: StatusCategory, snooze: Snooze): ConversationChange {
  const aside =
    status === 'snoozed'
      ? {
          snoozed_until: snooze.until,
          snoozed_by: ctx.actor.kind === 'person' ? ctx.actor.id : null,
          snooze_event: snooze.event,
          snooze_note: snooze.note,
        }
      : awake;
  return {
    status,
    ...aside,
    resolved_at: status === 'resolved' ? ctx.clock.now() : null,
    ...(status === 'resolved' ? { waiting_since: null } : {}),
  };
}
