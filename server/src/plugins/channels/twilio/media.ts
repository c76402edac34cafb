import type { InboundAttachment } from '@meada/contract/channels';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { authorization } from './api.ts';
import { accountOf } from './settings.ts';

/** Largest file taken from a customer; networks carry at most 5 MB. */
const maxBytes = 16 * 1024 * 1024;

/**
 * Fetches a file of an MMS. The address came with a message, so it is asked for only when it is a Media resource of this
 * very account at the API's own host (LESSONS 66: CVE-2024-39713 followed it anywhere); the egress checks the resolved
 * address of it and of every redirect, and shows the account's key to the first host alone.
 */
export async function fetchMedia(
  attachment: InboundAttachment,
  io: ChannelIo,
): Promise<{ bytes: Uint8Array; type: string; name?: string }> {
  const url = mediaUrl(attachment.ref, io);
  const headers = { authorization: authorization(io.settings) };
  const answer = await io.egress.fetch(url, { headers, maxBytes, timeoutMs: 60_000 });
  if (answer.status !== 200) throw new Error(`media: HTTP ${answer.status}`);
  const bytes = await answer.bytes();
  const told = answer.headers['content-type']?.split(';')[0]?.trim();
  const type = told && /^[\w.+-]+\/[\w.+-]+$/.test(told) ? told : attachment.type;
  return { bytes, type, name: attachment.name };
}

/** The address when it is a Media resource of the account; throws otherwise, before anything is asked for. */
export function mediaUrl(ref: string | undefined, io: Pick<ChannelIo, 'settings'>): string {
  const { apiUrl, accountSid } = accountOf(io.settings);
  const url = ref ? URL.parse(ref) : null;
  if (!url) throw new Error('media without an address');
  const own = new URL(apiUrl);
  const path = `/2010-04-01/Accounts/${accountSid}/Messages/`;
  const fits =
    url.origin === own.origin && url.pathname.startsWith(path) && url.username === '' && url.password === '';
  if (!fits || accountSid === '') throw new Error(`media at a foreign address: ${url.host}`);
  return url.href;
}
