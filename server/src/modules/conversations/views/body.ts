import type { ResponseOf } from '@meada/contract/route';
import type { readBody } from '@meada/contract/routes/messages';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { fileExpiry, fileUrl, readerOf } from '../../../kernel/files/address.ts';
import { cleanHtml } from '../../../kernel/html.ts';
import { findSeenMessage } from '../visibility.ts';

/** The whole body of a message: its text, and its HTML made safe with its own pictures put in. */
export async function readWholeBody(
  ctx: Ctx,
  messageId: string,
  images: 'block' | 'show',
): Promise<ResponseOf<typeof readBody>> {
  await findSeenMessage(ctx, messageId);
  const [body, pictures] = await Promise.all([
    ctx.db
      .selectFrom('messages')
      .leftJoin('message_bodies', (join) =>
        join
          .onRef('message_bodies.org_id', '=', 'messages.org_id')
          .onRef('message_bodies.message_id', '=', 'messages.id'),
      )
      .select(['message_bodies.html', 'message_bodies.text', 'messages.content', 'messages.deleted_at'])
      .where('messages.id', '=', messageId)
      .executeTakeFirst(),
    ctx.db
      .selectFrom('attachments')
      .select(['id', 'content_id'])
      .where('message_id', '=', messageId)
      .where('content_id', 'is not', null)
      .where('file_id', 'is not', null)
      .execute(),
  ]);
  const row = found(body, 'message');
  if (row.deleted_at) return { text: null, html: null, blocked: 0 };
  const [expires, reader] = [fileExpiry(ctx.clock.now()), readerOf(ctx.actor)];
  const addresses = new Map(
    pictures.map((picture) => [
      (picture.content_id ?? '').replace(/^<|>$/g, ''),
      fileUrl(ctx, { orgId: ctx.orgId, attachmentId: picture.id, variant: 'original', reader }, expires),
    ]),
  );
  const clean = row.html ? cleanHtml(row.html, { images, cid: (id) => addresses.get(id) ?? null }) : null;
  const visible = (row.content as { text?: unknown }).text;
  return {
    text: row.text ?? (typeof visible === 'string' ? visible : null),
    html: clean?.html ?? null,
    blocked: clean?.blocked ?? 0,
  };
}
