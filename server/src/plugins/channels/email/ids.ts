import { createHash } from 'node:crypto';
import type { Header } from 'postal-mime';
import { headerValue, readHeaders } from './mime.ts';
import { bodyStart } from './repair.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 40);

/** A Message-ID of usable shape in a header value, or the empty text. */
export function messageIdIn(value: string): string {
  return idsIn(value)[0] ?? '';
}

/** All Message-IDs in a header value (In-Reply-To, References), in order, none longer than a header line may be. */
export function idsIn(value: string): string[] {
  return value.slice(0, 100_000).match(/<[^<>\s]{1,900}>/g) ?? [];
}

/**
 * What makes a copy of a mail a copy: its Message-ID *and* its body, since different mails reuse an id (LESSONS D11),
 * or a hash of all bytes when it has none (D9, D17). Received headers differ between two ways of one mail, so they do
 * not count; line ends and blank lines at the end do not either.
 */
export async function externalIdOf(bytes: Uint8Array, headers?: Header[]): Promise<string> {
  const id = messageIdIn(headerValue({ headers: headers ?? (await readHeaders(bytes)) }, 'message-id'));
  return id ? `${id}#${hashOfBody(bytes.subarray(bodyStart(bytes)))}` : `<${hashOf(bytes)}@no-id.invalid>`;
}

/**
 * Hashes the body without carriage returns and trailing blank space, since servers and mbox files change those; block by
 * block, so that a large mail is not held twice.
 */
function hashOfBody(body: Uint8Array): string {
  const hash = createHash('sha256');
  const block = new Uint8Array(65_536);
  let end = body.length;
  while (end > 0 && (body[end - 1] ?? 0) <= 32) end--;
  let filled = 0;
  for (let at = 0; at < end; at++) {
    const byte = body[at] ?? 0;
    if (byte === 13) continue;
    block[filled++] = byte;
    if (filled < block.length) continue;
    hash.update(block);
    filled = 0;
  }
  return hash.update(block.subarray(0, filled)).digest('hex').slice(0, 16);
}
