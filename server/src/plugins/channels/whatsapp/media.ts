import { createHash } from 'node:crypto';
import type { InboundAttachment, OutboundMessage } from '@meada/contract/channels';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import type { GraphAnswer } from '../../graph/call.ts';
import { graph } from './graph.ts';
import { line, number, text } from './read.ts';
import { accountOf } from './settings.ts';

/** Largest file taken from a customer (the platform's own limit for documents). */
const maxBytes = 100 * 1024 * 1024;

/** Hosts of Meta that serve media; the token is shown to them and to the configured Graph API only. */
const mediaHosts = /^([\w-]+\.)*(fbsbx\.com|facebook\.com|fbcdn\.net|whatsapp\.net)$/;

/** Uploads an attachment; the answer's `id` names it in messages for 30 days. */
export async function upload(
  attachment: OutboundMessage['attachments'][number],
  io: ChannelIo,
): Promise<GraphAnswer> {
  const bytes = await attachment.read();
  const { type } = attachment;
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', type);
  form.set('file', new Blob([new Uint8Array(bytes)], { type }), attachment.name);
  const path = `${encodeURIComponent(accountOf(io.settings).phoneNumberId)}/media`;
  return await graph(io, { method: 'POST', path, form, timeoutMs: 120_000 });
}

/**
 * Fetches the bytes of a received attachment: first the short-lived address (5 minutes), then the file itself.
 * Throws when it is gone, too large, or not what the platform said it is (SHA-256).
 */
export async function fetchMedia(
  attachment: InboundAttachment,
  io: ChannelIo,
): Promise<{ bytes: Uint8Array; type: string; name?: string }> {
  if (!attachment.ref) throw new Error('attachment without a media id');
  const answer = await graph(io, { path: encodeURIComponent(attachment.ref) });
  if (answer.kind !== 'ok') throw new Error(`media ${attachment.ref}: ${answer.words}`);
  const url = mediaUrl(text(answer.body.url, 4000), io);
  const size = number(answer.body.file_size) ?? 0;
  if (size > maxBytes) throw new Error(`media ${attachment.ref}: ${size} bytes are too many`);
  const { accessToken } = accountOf(io.settings);
  const headers = { authorization: `Bearer ${accessToken}` };
  const file = await io.egress.fetch(url, { headers, maxBytes, timeoutMs: 120_000 });
  if (file.status !== 200) throw new Error(`media ${attachment.ref}: HTTP ${file.status}`);
  const bytes = await file.bytes();
  checkHash(bytes, text(answer.body.sha256, 128));
  return { bytes, type: line(answer.body.mime_type, 255) ?? attachment.type, name: attachment.name };
}

/** The address if the token may be shown to it. */
function mediaUrl(url: string | undefined, io: ChannelIo): string {
  const target = url && URL.canParse(url) ? new URL(url) : undefined;
  if (!target) throw new Error('media without an address');
  const own = new URL(accountOf(io.settings).graphUrl);
  const trusted =
    target.origin === own.origin || (target.protocol === 'https:' && mediaHosts.test(target.hostname));
  if (!trusted) throw new Error(`media at a foreign host: ${target.host}`);
  return target.href;
}

/** Compares with the platform's hash, which comes in hex from the API and in base64 in webhooks. */
function checkHash(bytes: Uint8Array, given: string | undefined): void {
  if (!given) return;
  const hash = createHash('sha256').update(bytes);
  const hex = hash.copy().digest('hex');
  if (given.toLowerCase() !== hex && given !== hash.digest('base64'))
    throw new Error('media damaged on the way');
}
