import type { Attachment, AttachmentKind } from '@meada/contract/content';
import { type Actor, actorKey } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { cleanName } from '../ingest/read.ts';
import { type AttachmentRow, presentAttachment } from '../views/attachments.ts';
import { thumbnailOf } from './images.ts';
import { sniff } from './sniff.ts';

export type Upload = { bytes: Uint8Array; name: string; voice: boolean };

/**
 * Keeps an uploaded file as a draft that only its uploader may send. The bytes are stored and looked at outside of any
 * transaction. Also for the chat's visitors, whose actor is a customer.
 */
export async function storeUpload(kernel: Kernel, actor: Actor, upload: Upload): Promise<Attachment> {
  const { orgId } = actor;
  const sniffed = await sniff(upload.bytes);
  const hash = await kernel.files.put(orgId, upload.bytes);
  const picture = sniffed.kind === 'image' ? await thumbnailOf(upload.bytes) : null;
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
      size: upload.bytes.length,
      width: sniffed.width,
      height: sniffed.height,
      seconds: null,
      inline: false,
      state: 'ready',
    } satisfies AttachmentRow & { org_id: string };
    const fileId = await insertFile(ctx, { hash, size: upload.bytes.length, type });
    const thumbnailId =
      picture && pictureHash
        ? await insertFile(ctx, { hash: pictureHash, size: picture.length, type: 'image/webp' })
        : null;
    await ctx.db
      .insertInto('attachments')
      .values({ ...row, file_id: fileId, thumbnail_id: thumbnailId, uploaded_by: actorKey(actor) })
      .execute();
    return presentAttachment(ctx, { ...row, thumbnail: thumbnailId !== null });
  });
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
