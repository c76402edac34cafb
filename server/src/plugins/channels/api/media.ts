import type { InboundAttachment } from '@meada/contract/channels';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';

/** Largest file fetched from an address the other system names. */
const maxBytes = 50 * 1024 * 1024;

/** Fetches a file from the address it was pushed with. Nothing of ours is shown to that address. Throws when it fails. */
export async function fetchMedia(
  attachment: InboundAttachment,
  io: Pick<ChannelIo, 'egress'>,
): Promise<{ bytes: Uint8Array; type: string; name: string }> {
  if (!attachment.ref) throw new Error('an attachment without an address');
  const response = await io.egress.fetch(attachment.ref, { maxBytes, timeoutMs: 120_000 });
  if (response.status !== 200) throw new Error(`the file's address answered ${response.status}`);
  return { bytes: await response.bytes(), type: attachment.type, name: attachment.name };
}
