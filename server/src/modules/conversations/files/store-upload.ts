import type { Attachment, AttachmentKind } from '@meada/contract/content';
import { type Actor, actorKey } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { Received } from '../../../kernel/files/incoming.ts';
import { cleanName } from '../ingest/read.ts';
import { type AttachmentRow, presentAttachment } from '../views/attachments.ts';
import { thumbnailOf } from './images.ts';
import { type Sniffed, sniff } from './sniff.ts';

export type Upload = { received: Received; name: string; voice: boolean };

/**
 * Keeps a received file as a draft that only its uploader may send. It is looked at and stored outside of any
 * transaction; when that fails nothing of it is left. Also for the chat's visitors, whose actor is a customer.
 */
export async function storeUpload(kernel: Kernel, actor: Actor, upload: Upload): Promise<Attachment> {
  const { orgId } = actor;
  const { received } = upload;
  const { sniffed, picture } = await lookAt(received);
  await kernel.files.keep(orgId, received);
  const { hash, size } = received;
  const pictureHash = picture ? await kernel.files.put(orgId, picture) : null;
  const isVoice = upload.voice && isSound(sniffed.type);
  const kind: AttachmentKind = isVoice ? 'voice' : sniffed.kind;
  // A recording without pictures is called video/webm by its container.
  const type = isVoice ? sniffed.type.replace(/^video\//, 'audio/') : sniffed.type;
  return inTransaction(kernel, actor, async (ctx) => {
    const row = {
      org_id: orgId,
      id: ctx.ids.uuid(),
      kind,
      name: cleanName(upload.name),
      type,
      size,
      width: sniffed.width,
      height: sniffed.height,
      seconds: null,
      inline: false,
      state: 'ready',
    } satisfies AttachmentRow & { org_id: string };
    const fileId = await insertFile(ctx, { hash, size, type });
    const thumbnailId =
      picture && pictureHash
        ? await insertFile(ctx, { hash: pictureHash, size: picture.length, type: 'image/webp' })
        : null;
    await ctx.db
      .insertInto('attachments')
      .values({
        ...row,
        file_id: fileId,
        thumbnail_id: thumbnailId,
        uploaded_by: actorKey(actor),
        created_at: ctx.clock.now(),
      })
      .execute();
    return presentAttachment(ctx, { ...row, thumbnail: thumbnailId !== null });
  });
}

async function lookAt(received: Received): Promise<{ sniffed: Sniffed; picture: Uint8Array | null }> {
  try {
    const sniffed = await sniff(received.path);
    return { sniffed, picture: sniffed.kind === 'image' ? await thumbnailOf(received.path) : null };
  } catch (error) {
    await received.drop();
    throw error;
  }
}

const isSound = (type: string): boolean => type.startsWith('audio/') || type === 'video/webm';

/** Writes a file's row; the bytes are stored already. */
export async function insertFile(
  ctx: Ctx,
  file: { hash: Buffer; size: number; type: string },
): Promise<string> {
  const id = ctx.ids.uuid();
  await ctx.db
    .insertInto('files')
    .values({ org_id: ctx.orgId, id, ...file })
    .execute();
  return id;
}
