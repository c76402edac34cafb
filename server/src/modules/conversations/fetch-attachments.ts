import type { InboundAttachment } from '@meada/contract/channels';
import { systemActor } from '../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../kernel/ctx.ts';
import { ioOf, loadInbox } from '../inboxes/index.ts';
import { thumbnailOf } from './files/images.ts';
import { type Sniffed, sniff } from './files/sniff.ts';
import { insertFile } from './files/store-upload.ts';

/** How long a try may take, the pauses after failed ones, and how many there are. */
const leaseMs = 180_000;
const pausesMs = [5_000, 30_000, 120_000, 600_000];
const triesAtMost = 5;

type Claimed = {
  id: string;
  messageId: string | null;
  conversationId: string;
  inboxId: string | null;
  kind: InboundAttachment['kind'];
  name: string;
  type: string;
  size: number;
  ref: string | null;
  attempts: number;
  hash: Buffer | null;
};

/** Files that are fetched one after the other: those of one inbox, or of none. */
export type FileLine = { orgId: string; inboxId: string | null };

/** Takes so many due files of a line and begins to fetch them; each answer ends when its file is there or was put off. */
export async function fetchSome(kernel: Kernel, line: FileLine, room: number): Promise<Promise<void>[]> {
  const claimed = await claim(kernel, line, room);
  return claimed.map((attachment) => fetchOne(kernel, line.orgId, attachment));
}

const claim = (kernel: Kernel, { orgId, inboxId }: FileLine, room: number): Promise<Claimed[]> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    const now = ctx.clock.now();
    const result = await ctx.client.query<Claimed>({
      name: 'claim_attachments',
      text: `WITH due AS (
          SELECT a.id FROM attachments a LEFT JOIN messages m ON m.org_id = a.org_id AND m.id = a.message_id
          WHERE a.org_id = $1 AND a.state = 'pending' AND a.next_at <= $2 AND m.inbox_id IS NOT DISTINCT FROM $5
          ORDER BY a.next_at, a.id LIMIT $4 FOR UPDATE OF a SKIP LOCKED
        ), taken AS (
          UPDATE attachments a SET attempts = a.attempts + 1, next_at = $3 FROM due
          WHERE a.org_id = $1 AND a.id = due.id
          RETURNING a.*
        )
        SELECT t.id, t.message_id AS "messageId", m.conversation_id AS "conversationId", m.inbox_id AS "inboxId", t.kind,
          t.name, t.type, t.size, t.ref, t.attempts, f.hash
        FROM taken t LEFT JOIN messages m ON m.org_id = $1 AND m.id = t.message_id
        LEFT JOIN files f ON f.org_id = $1 AND f.id = t.file_id`,
      values: [orgId, now, new Date(now.getTime() + leaseMs), room, inboxId],
    });
    return result.rows;
  });

/** Fetches, looks at and stores one file; the network and the pictures outside of any transaction. */
async function fetchOne(kernel: Kernel, orgId: string, attachment: Claimed): Promise<void> {
  try {
    const bytes = attachment.hash
      ? await storedBytes(kernel, orgId, attachment.hash)
      : await platformBytes(kernel, orgId, attachment);
    const found = await sniff(bytes);
    const hash = attachment.hash ?? (await kernel.files.put(orgId, bytes));
    const picture = found.kind === 'image' ? await thumbnailOf(bytes) : null;
    const pictureHash = picture ? await kernel.files.put(orgId, picture) : null;
    await inTransaction(kernel, systemActor(orgId), (ctx) =>
      settleReady(ctx, attachment, {
        found,
        file: { hash, size: bytes.length },
        thumbnail: picture && pictureHash ? { hash: pictureHash, size: picture.length } : null,
      }),
    );
  } catch (error) {
    kernel.log.warn('an attachment could not be fetched', { error, attachmentId: attachment.id });
    await inTransaction(kernel, systemActor(orgId), (ctx) => settleFailed(ctx, attachment, error as Error));
  }
}

async function storedBytes(kernel: Kernel, orgId: string, hash: Buffer): Promise<Uint8Array> {
  const bytes = await kernel.files.get(orgId, hash);
  if (!bytes) throw new Error('the stored file is not there');
  return bytes;
}

async function platformBytes(kernel: Kernel, orgId: string, attachment: Claimed): Promise<Uint8Array> {
  const inbox = attachment.inboxId ? await loadInbox(kernel, orgId, attachment.inboxId) : null;
  if (!attachment.ref || !inbox?.plugin.fetchMedia) throw new Error('there is nowhere to fetch it from');
  const { kind, name, type, size, ref } = attachment;
  const media = await inbox.plugin.fetchMedia({ kind, name, type, size, ref }, ioOf(kernel, inbox));
  return media.bytes;
}

type Ready = {
  found: Sniffed;
  file: { hash: Buffer; size: number };
  thumbnail: { hash: Buffer; size: number } | null;
};

/** A voice message or sticker stays what the platform calls it; what is no picture by its bytes is shown as none. */
function kindOf(attachment: Claimed, found: Sniffed): string {
  const isSound = found.kind === 'audio' || found.kind === 'video';
  if (attachment.kind === 'voice' && isSound) return 'voice';
  if (attachment.kind === 'sticker' && found.kind !== 'document') return 'sticker';
  if (attachment.kind === 'document') return 'document';
  return found.kind;
}

async function settleReady(ctx: Ctx, attachment: Claimed, ready: Ready): Promise<void> {
  const { found, file, thumbnail } = ready;
  const fileId = attachment.hash ? undefined : await insertFile(ctx, { ...file, type: found.type });
  const thumbnailId = thumbnail ? await insertFile(ctx, { ...thumbnail, type: 'image/webp' }) : null;
  const isVoice = attachment.kind === 'voice';
  await ctx.db
    .updateTable('attachments')
    .set({
      state: 'ready',
      kind: kindOf(attachment, found),
      type: isVoice ? found.type.replace(/^video\//, 'audio/') : found.type,
      size: file.size,
      width: found.width,
      height: found.height,
      ...(fileId ? { file_id: fileId } : {}),
      thumbnail_id: thumbnailId,
      error: null,
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', attachment.id)
    .where('state', '=', 'pending')
    .execute();
  tell(ctx, attachment);
}

/** A picture without a thumbnail is still there: it is ready. A file that never came is failed, and the message says so. */
async function settleFailed(ctx: Ctx, attachment: Claimed, error: Error): Promise<void> {
  const over = attachment.attempts >= triesAtMost;
  const pause = pausesMs[Math.min(attachment.attempts, pausesMs.length) - 1] ?? 5_000;
  await ctx.db
    .updateTable('attachments')
    .set({
      ...(over ? { state: attachment.hash ? 'ready' : 'failed' } : {}),
      next_at: new Date(ctx.clock.now().getTime() + pause),
      error: error.message.slice(0, 500),
    })
    .where('org_id', '=', ctx.orgId)
    .where('id', '=', attachment.id)
    .where('state', '=', 'pending')
    .execute();
  if (over) tell(ctx, attachment);
}

function tell(ctx: Ctx, attachment: Claimed): void {
  if (!attachment.messageId) return;
  ctx.emit({
    name: 'message.changed',
    facts: {
      conversationId: attachment.conversationId,
      messageId: attachment.messageId,
      what: 'attachment',
    },
  });
}
