import type { Attachment, AttachmentKind } from '@meada/contract/content';
import type { Ctx } from '../../../kernel/ctx.ts';
import { fileExpiry, fileUrl } from '../../../kernel/files/address.ts';

/** An attachment as the database has it. */
export type AttachmentRow = {
  id: string;
  kind: string;
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
  seconds: number | null;
  inline: boolean;
  state: string;
  thumbnail?: boolean;
};

/** The attachment as a screen needs it, with addresses that are signed and expire. */
export function presentAttachment(
  ctx: Pick<Ctx, 'orgId' | 'secrets' | 'config' | 'publicUrl' | 'clock'>,
  row: AttachmentRow,
): Attachment {
  const expires = fileExpiry(ctx.clock.now());
  const ref = { orgId: ctx.orgId, attachmentId: row.id };
  return {
    id: row.id,
    kind: row.kind as AttachmentKind,
    name: row.name,
    type: row.type,
    size: row.size,
    url: fileUrl(ctx, { ...ref, variant: 'original' }, expires),
    thumbnailUrl: row.thumbnail ? fileUrl(ctx, { ...ref, variant: 'thumbnail' }, expires) : null,
    width: row.width,
    height: row.height,
    seconds: row.seconds,
    inline: row.inline,
    state: row.state as Attachment['state'],
  };
}
