import type { ResyncIo } from '../../../modules/inboxes/port.ts';
import { signedInImap } from './connect.ts';
import { arrivalOf, batches, fetchBatch } from './listen.ts';

/**
 * Fetches every mail of the folder again that came since a time, by the server's own clock, whatever the cursor says. The
 * cursor stays where it is; what is here already has the same external id.
 */
export async function resync(io: ResyncIo, since: Date): Promise<void> {
  const client = await signedInImap(io, (one) => one.on('error', () => {}));
  const stop = () => client.close();
  io.signal.addEventListener('abort', stop, { once: true });
  try {
    const folder = String(io.settings.imapFolder || 'INBOX');
    const box = await client.mailboxOpen(folder, { readOnly: true });
    // SINCE has whole days in the server's zone (RFC 3501 §6.4.4): one more, the clock is compared afterwards.
    const day = new Date(since.getTime() - 86_400_000);
    const found = await client.search({ since: day }, { uid: true });
    if (!Array.isArray(found)) throw new Error('the IMAP server refused to search the folder');
    const uids = found.sort((a, b) => a - b);
    for (const range of await batches(client, uids)) {
      io.signal.throwIfAborted();
      const mails = (await fetchBatch(client, io, range)).filter(
        (mail) => !mail.internalDate || new Date(mail.internalDate) >= since,
      );
      const place = { validity: String(box.uidValidity), uid: 0, since: 0 };
      await io.deliver(await Promise.all(mails.map((mail) => arrivalOf(mail, place))));
    }
  } finally {
    io.signal.removeEventListener('abort', stop);
    client.close();
  }
}
