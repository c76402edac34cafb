import { createHash } from 'node:crypto';
import type { Header } from 'postal-mime';
import { headerValue, readHeaders } from './mime.ts';
import { bodyStart } from './repair.ts';

const hex = (length: number, ...parts: (Uint8Array | string)[]) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, length);
};

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
  return id
    ? `${id}#${hex(16, normalised(bytes.subarray(bodyStart(bytes))))}`
    : `<${hex(40, bytes)}@no-id.invalid>`;
}

/** The body without carriage returns and trailing blank space: servers and mbox files change those. */
function normalised(body: Uint8Array): Uint8Array {
  const lines = new Uint8Array(body.length);
  let end = 0;
  for (const byte of body) if (byte !== 13) lines[end++] = byte;
  while (end > 0 && (lines[end - 1] ?? 0) <= 32) end--;
  return lines.subarray(0, end);
}
