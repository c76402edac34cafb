import type { AttachmentKind, Content } from '@meada/contract/content';
import { actorKey, type CustomerActor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found, refused } from '../../../kernel/errors.ts';
import type { ChatRecord } from './record.ts';
import { chatConversation } from './views.ts';

/** What a visitor's message refers to, looked up within their own conversation. */

/** Draft uploads of this very visitor, in the order they were named (LESSONS 11). */
export async function uploadsOf(
  ctx: Ctx,
  ids: readonly string[],
): Promise<NonNullable<ChatRecord['attachments']>> {
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('attachments')
    .select(['id', 'kind', 'name', 'type', 'size', 'seconds'])
    .where('id', 'in', [...ids])
    .where('uploaded_by', '=', actorKey(ctx.actor))
    .execute();
  return ids.map((id) => {
    const row = rows.find((candidate) => candidate.id === id);
    if (!row) throw refused('This file is not there or was sent already.', 'body.attachmentIds');
    return { ...row, kind: row.kind as AttachmentKind, seconds: row.seconds ?? undefined };
  });
}

/** The press of a button or row that stands in a message of the visitor's conversation. */
export async function pressedOf(
  ctx: Ctx,
  pressed: { id: string; title: string },
): Promise<ChatRecord['pressed']> {
  const conversation = found(await chatConversation(ctx, ctx.actor as CustomerActor), 'conversation');
  const result = await ctx.client.query<{ content: Content }>({
    name: 'chat_pressed',
    text: `SELECT content FROM messages WHERE org_id = $1 AND conversation_id = $2 AND visibility <> 'internal'
      AND content->>'kind' IN ('buttons', 'list') ORDER BY seq DESC LIMIT 20`,
    values: [ctx.orgId, conversation.id],
  });
  for (const { content } of result.rows) {
    if (content.kind === 'buttons' && content.buttons.some((button) => button.id === pressed.id)) {
      return { from: 'buttons', ...pressed };
    }
    const rows = content.kind === 'list' ? content.sections.flatMap((section) => section.rows) : [];
    const row = rows.find((candidate) => candidate.id === pressed.id);
    if (row) return { from: 'list', id: row.id, title: row.title, description: row.description };
  }
  throw refused('There is no such button any more.', 'body.pressed');
}

/** External id of a message of the visitor's conversation, by its number. */
export async function replyTargetOf(ctx: Ctx, seq: number): Promise<string | undefined> {
  const conversation = found(await chatConversation(ctx, ctx.actor as CustomerActor), 'conversation');
  const row = await ctx.db
    .selectFrom('messages')
    .innerJoin('external_ids', (join) =>
      join
        .onRef('external_ids.org_id', '=', 'messages.org_id')
        .onRef('external_ids.message_id', '=', 'messages.id'),
    )
    .select('external_ids.external_id')
    .where('messages.conversation_id', '=', conversation.id)
    .where('messages.seq', '=', seq)
    .where('external_ids.inbox_id', '=', (ctx.actor as CustomerActor).inboxId)
    .executeTakeFirst();
  return row?.external_id;
}
