import type { InboundAttachment, OutboundMessage } from '@meada/contract/channels';
import type { ChannelIo } from '../../modules/inboxes/port.ts';
import { callGraph, type GraphAnswer } from './call.ts';
import type { FileRule, Platform } from './platform.ts';
import { accountOf } from './settings.ts';

/** Largest file taken from a customer (the platform's own limit is 25 MB). */
const maxBytes = 50 * 1024 * 1024;

/** Hosts of the firm that serve media. */
const mediaHosts = /^([\w-]+\.)*(fbsbx\.com|facebook\.com|fbcdn\.net|cdninstagram\.com)$/;

type File = OutboundMessage['attachments'][number];

/** How a file may go, or null when its kind, type or size is not taken. */
export function ruleFor(platform: Platform, file: File): FileRule | null {
  const rule = platform.files[file.kind];
  const type = file.type.split(';')[0]?.trim().toLowerCase() ?? '';
  return rule?.types.test(type) && file.size <= rule.bytes ? rule : null;
}

/** Uploads a file for later messages; the answer's `attachment_id` names it. */
export async function upload(
  platform: Platform,
  { file, rule }: { file: File; rule: FileRule },
  io: ChannelIo,
): Promise<GraphAnswer> {
  const bytes = await file.read();
  const account = accountOf(io.settings);
  const form = new FormData();
  for (const [name, value] of Object.entries(platform.uploadFields)) form.set(name, value);
  form.set('message', JSON.stringify({ attachment: { type: rule.word, payload: { is_reusable: true } } }));
  // The platform takes no file names beyond ASCII.
  form.set('filedata', new Blob([new Uint8Array(bytes)], { type: file.type }), asciiName(file.name));
  const path = `${encodeURIComponent(account.pageId)}/message_attachments`;
  return callGraph(io, account, { method: 'POST', path, form, timeoutMs: 120_000 });
}

export function asciiName(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.() -]+/g, '_');
  return plain.slice(-100) || 'file';
}

/**
 * Fetches the bytes of a received attachment from the firm's servers (or, in tests, from the configured API); no token
 * is shown to anybody. Throws when it is gone, too large or elsewhere.
 */
export async function fetchMedia(
  attachment: InboundAttachment,
  io: ChannelIo,
): Promise<{ bytes: Uint8Array; type: string; name?: string }> {
  const address = attachment.ref && URL.canParse(attachment.ref) ? new URL(attachment.ref) : null;
  if (!address) throw new Error('attachment without an address');
  const own = new URL(accountOf(io.settings).graphUrl);
  const trusted =
    address.origin === own.origin || (address.protocol === 'https:' && mediaHosts.test(address.hostname));
  if (!trusted) throw new Error(`media at a foreign host: ${address.host}`);
  const file = await io.egress.fetch(address.href, { maxBytes, timeoutMs: 120_000 });
  if (file.status !== 200) throw new Error(`media: HTTP ${file.status}`);
  const type = file.headers['content-type']?.split(';')[0]?.trim() || attachment.type;
  return { bytes: await file.bytes(), type, name: attachment.name };
}
