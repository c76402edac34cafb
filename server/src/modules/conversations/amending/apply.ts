import type { Content } from '@meada/contract/content';
import { summaryOf } from '@meada/contract/content';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';

/** Makes a change of ours true in the house: at once for a note, for the customer's eyes when the platform said yes. */

type Target = { messageId: string; conversationId: string; author: string };

const tell = (ctx: Ctx, { conversationId, messageId }: Target, what: string): void =>
  ctx.emit({ name: 'message.changed', facts: { conversationId, messageId, what } });

/** Puts aside what the message says now, with who ended it. False when it is deleted or not there. */
async function keepVersion(ctx: Ctx, target: Target): Promise<boolean> {
  const result = await sql`
    INSERT INTO message_versions (org_id, message_id, n, content, ended_by, ended_at)
    SELECT m.org_id, m.id, 1 + (SELECT count(*) FROM message_versions v WHERE v.org_id = m.org_id AND v.message_id = m.id),
      m.content, ${target.author}, ${ctx.clock.now()}
    FROM messages m WHERE m.org_id = ${ctx.orgId} AND m.id = ${target.messageId} AND m.deleted_at IS NULL`.execute(
    ctx.db,
  );
  return Number(result.numAffectedRows ?? 0) > 0;
}

/** The list shows the last words: they change with the message they are of. */
async function changePreview(ctx: Ctx, target: Target, preview: string): Promise<void> {
  await sql`
    UPDATE conversations c SET preview = ${preview} FROM messages m
    WHERE c.org_id = ${ctx.orgId} AND c.id = ${target.conversationId} AND m.org_id = c.org_id AND m.id = ${target.messageId}
      AND m.visibility <> 'internal' AND NOT EXISTS (SELECT FROM messages l WHERE l.org_id = c.org_id
        AND l.conversation_id = c.id AND l.seq > m.seq AND l.visibility <> 'internal')`.execute(ctx.db);
}

export async function applyEdit(ctx: Ctx, target: Target, content: Content): Promise<void> {
  if (!(await keepVersion(ctx, target))) return;
  await ctx.db
    .updateTable('messages')
    .set({ content: sql<string>`${JSON.stringify(content)}::jsonb`, edited_at: ctx.clock.now() })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', target.messageId)
    .execute();
  await changePreview(ctx, target, summaryOf(content));
  tell(ctx, target, 'edit');
}

/** The words go, the number and the fact stay. */
export async function applyDeletion(ctx: Ctx, target: Target): Promise<void> {
  if (!(await keepVersion(ctx, target))) return;
  await ctx.db
    .updateTable('messages')
    .set({
      content: sql<string>`${JSON.stringify({ v: 1, kind: 'text', text: '' })}::jsonb`,
      deleted_at: ctx.clock.now(),
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', target.messageId)
    .execute();
  await changePreview(ctx, target, '');
  tell(ctx, target, 'delete');
}

/**
 * A reaction of ours; null takes it back. On the customer's message the firm has one, whoever put it: that is what the
 * platform shows. On a note everybody has their own.
 */
export async function applyReaction(
  ctx: Ctx,
  target: Target,
  reaction: { emoji: string | null; shared: boolean },
): Promise<void> {
  const { messageId, author } = target;
  await sql`
    DELETE FROM reactions WHERE org_id = ${ctx.orgId} AND message_id = ${messageId}
      AND (author = ${author} OR (${reaction.shared}::boolean AND split_part(author, ':', 1) <> 'identity'))`.execute(
    ctx.db,
  );
  if (reaction.emoji !== null) {
    await ctx.db
      .insertInto('reactions')
      .values({
        org_id: ctx.orgId,
        message_id: messageId,
        author,
        emoji: reaction.emoji,
        at: ctx.clock.now(),
      })
      .execute();
  }
  tell(ctx, target, 'reaction');
}

/** Nobody but the author and the firm reads it any more, or everybody does again. */
export async function applyHiding(ctx: Ctx, target: Target, hidden: boolean): Promise<void> {
  await ctx.db
    .updateTable('messages')
    .set({ hidden_at: hidden ? ctx.clock.now() : null })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', target.messageId)
    .execute();
  tell(ctx, target, 'hiding');
}
