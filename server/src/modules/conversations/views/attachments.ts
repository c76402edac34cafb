import type { Attachment, AttachmentKind } from '@meada/contract/content';
import type { Actor } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import { fileExpiry, fileUrl, readerOf } from '../../../kernel/files/address.ts';

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

type Signer = Pick<Ctx, 'orgId' | 'actor' | 'secrets' | 'config' | 'publicUrl' | 'clock'>;

/** The attachment as a screen needs it, with addresses that are signed, expire and are good for who asks. */
export function presentAttachment(ctx: Signer, row: AttachmentRow): Attachment {
  return {
    id: row.id,
    kind: row.kind as AttachmentKind,
    name: row.name,
    type: row.type,
    size: row.size,
    ...addressesOf(ctx, row.id, row.thumbnail === true),
    width: row.width,
    height: row.height,
    seconds: row.seconds,
    inline: row.inline,
    state: row.state as Attachment['state'],
  };
}

function addressesOf(ctx: Signer, id: string, thumbnail: boolean): Pick<Attachment, 'url' | 'thumbnailUrl'> {
  const expires = fileExpiry(ctx.clock.now());
  const ref = { orgId: ctx.orgId, attachmentId: id, reader: readerOf(ctx.actor) };
  return {
    url: fileUrl(ctx, { ...ref, variant: 'original' }, expires),
    thumbnailUrl: thumbnail ? fileUrl(ctx, { ...ref, variant: 'thumbnail' }, expires) : null,
  };
}

/** Attachments that were made ready for the house, with addresses that are good for one reader of a frame. */
export const attachmentsFor = (
  kernel: Omit<Signer, 'orgId' | 'actor'>,
  actor: Actor,
  attachments: readonly Attachment[],
): Attachment[] =>
  attachments.map((one) => ({
    ...one,
    ...addressesOf({ ...kernel, orgId: actor.orgId, actor }, one.id, one.thumbnailUrl !== null),
  }));
