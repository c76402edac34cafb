import type {
  ConversationItem,
  changeConversation as changeRoute,
} from '@meada/contract/routes/conversations';
import { permit } from '../../kernel/actor.ts';
import type { Ctx } from '../../kernel/ctx.ts';
import type { Input } from '../../kernel/http/route.ts';
import { applyFields, type FieldValues, knownLabels, shownFields } from '../customers/index.ts';
import { answerItem } from './answer.ts';
import { type ConversationChange, emitChanged, insertNote, lockSeen, updateConversation } from './store.ts';

export type ChangeInput = Input<typeof changeRoute>['body'] & { conversationId: string };

/** Changes subject, priority, labels, custom fields (given ones; null empties one) and the bots' pause. */
export async function changeConversation(ctx: Ctx, input: ChangeInput): Promise<ConversationItem> {
  permit(ctx.actor, 'conversations.reply');
  const conversation = await lockSeen(ctx, input.conversationId);
  const change: ConversationChange = {};
  const what: string[] = [];
  const subject = input.subject === undefined ? undefined : input.subject || null;
  if (subject !== undefined && subject !== conversation.subject) {
    await insertNote(ctx, conversation, { code: 'subject_changed', values: { subject } });
    change.subject = subject;
    what.push('subject');
  }
  if (input.priority !== undefined && input.priority !== conversation.priority) {
    await insertNote(ctx, conversation, { code: 'priority_changed', values: { priority: input.priority } });
    change.priority = input.priority;
    what.push('priority');
  }
  if (input.labelIds !== undefined) {
    change.label_ids = await knownLabels(ctx, input.labelIds, 'body.labelIds');
    what.push('labels');
  }
  if (input.customFields !== undefined) {
    change.custom_fields = JSON.stringify(await fieldsAfter(ctx, conversation.id, input.customFields));
    what.push('customFields');
  }
  if (input.botsPaused !== undefined && input.botsPaused !== conversation.bots_paused) {
    change.bots_paused = input.botsPaused;
    what.push('botsPaused');
  }
  if (what.length > 0) {
    await updateConversation(ctx, conversation, change);
    emitChanged(ctx, conversation.id, what);
  }
  return answerItem(ctx, conversation.id);
}

/** The given values replace those the actor sees; what is hidden from them stays. */
async function fieldsAfter(ctx: Ctx, id: string, given: FieldValues): Promise<FieldValues> {
  const { custom_fields } = await ctx.db
    .selectFrom('conversations')
    .select('custom_fields')
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const before = custom_fields as FieldValues;
  const { values } = await shownFields(ctx, 'conversation', before);
  const hidden = Object.entries(before).filter(([name]) => !(name in values));
  const changed = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value)),
  );
  return { ...Object.fromEntries(hidden), ...given, ...(await applyFields(ctx, 'conversation', changed)) };
}
