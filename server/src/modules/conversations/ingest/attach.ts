import { hexOf } from '../../../kernel/db/bulk.ts';
import type { Batch, StoredAttachment } from './batch.ts';

/** Hangs the files of a message on it, in their order. */
export function storeAttachments(batch: Batch, messageId: string, files: readonly StoredAttachment[]): void {
  for (const [position, file] of files.entries()) storeOne(batch, { messageId, position }, file);
}

function storeOne(
  batch: Batch,
  place: { messageId: string; position: number },
  file: StoredAttachment,
): void {
  const { messageId, position } = place;
  if (file.uploadId) {
    batch.writes.uploads.push({ id: file.uploadId, message_id: messageId, position, uploaded_by: null });
    return;
  }
  const fileId = file.hash ? batch.ctx.ids.uuid() : null;
  if (fileId && file.hash) {
    const { size, type } = file;
    batch.writes.files.push({ id: fileId, hash: hexOf(file.hash), size, type, created_at: batch.now });
  }
  batch.writes.attachments.push({
    id: batch.ctx.ids.uuid(),
    message_id: messageId,
    position,
    kind: file.kind,
    name: file.name,
    type: file.type,
    size: file.size,
    file_id: fileId,
    width: file.width,
    height: file.height,
    seconds: file.seconds,
    inline: file.inline,
    content_id: file.contentId,
    ref: file.ref,
    state: file.hash && !wantsThumbnail(file) ? 'ready' : 'pending',
    created_at: batch.now,
  });
}

/** Pictures wait for their thumbnail, platform files for their bytes; the worker takes both. */
const wantsThumbnail = (file: StoredAttachment): boolean => file.kind === 'image' && file.width !== null;
