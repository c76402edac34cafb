import type { FetchMessageObject, ImapFlow } from 'imapflow';
import type { Arrival, ListenIo } from '../../../modules/inboxes/port.ts';
import { accountOf, signedInImap } from './connect.ts';
import { type Cursor, cursorFor, firstCursor, readCursor, writeCursor } from './cursor.ts';
import { externalIdOf } from './ids.ts';
import { sentFolder } from './sent-copy.ts';

/**
 * Reads a folder for ever: all mails above the cursor in batches, then waits in IDLE, with a poll beside it since
 * servers forget to tell. UIDs only, flags never looked at or changed, nothing deleted; a batch is in the database
 * (deliver resolves after COMMIT) before the next is fetched. Throws when the connection breaks.
 */

const batch = { mails: 50, bytes: 16 * 1024 * 1024 };
/** UIDs asked for their sizes in one command. */
const sizedAtOnce = 500;
/** A mail longer than this comes in truncated, and says so in its facts. */
const maxMail = 64 * 1024 * 1024;
/** Pause between looks at the folder, ms: with IDLE as a safety net, without it as the way. */
const pollMs = { idle: 60_000, plain: 15_000, sent: 60_000 };

export async function listen(io: ListenIo): Promise<void> {
  if (!accountOf(io.settings, 'imap', io.consent?.provider)) return await aborted(io.signal);
  io.report('connecting');
  const bell = alarmFor(io.signal);
  let broken: Error | null = null;
  let client: ImapFlow | null = null;
  const watch = (one: ImapFlow) => {
    client = one;
    broken = null;
    const fail = (error: Error) => {
      if (client !== one) return;
      broken ??= error;
      bell.ring();
    };
    one.on('error', fail);
    one.on('close', () => fail(new Error('the IMAP server closed the connection')));
    one.on('exists', () => bell.ring());
  };
  const stop = () => client?.close();
  io.signal.addEventListener('abort', stop, { once: true });
  try {
    const signedIn = await signedInImap(io, watch);
    await readForEver(signedIn, io, { bell, failure: () => broken });
  } catch (error) {
    if (io.signal.aborted) return;
    io.report('failing', sentence(error));
    throw error;
  } finally {
    io.signal.removeEventListener('abort', stop);
    stop();
  }
}

type Watch = { bell: ReturnType<typeof alarmFor>; failure(): Error | null };

async function readForEver(client: ImapFlow, io: ListenIo, watch: Watch): Promise<void> {
  const reading = await openFolders(client, io);
  io.report('connected');
  while (!io.signal.aborted) {
    const failure = watch.failure();
    if (failure) throw failure;
    watch.bell.reset();
    await lookAtSent(client, io, reading);
    await catchUp(client, io, { reading, place: 'inbox' });
    const idle = client.capabilities.has('IDLE');
    // Runs until the next command; its failure shows as an `error` or `close` event.
    if (idle && !watch.bell.rung()) client.idle().catch(() => watch.bell.ring());
    await watch.bell.wait(idle ? pollMs.idle : pollMs.plain);
    if (!io.signal.aborted && !watch.failure()) await client.noop();
  }
}

/** Both folders with how far each was read. `sent` is null where there is none or nobody wants it. */
type Reading = {
  inbox: string;
  sent: string | null;
  cursors: { inbox: Cursor; sent: Cursor | null };
  /** When the Sent folder was last looked at, ms of the process's own clock. */
  sentAt: number;
};

async function openFolders(client: ImapFlow, io: ListenIo): Promise<Reading> {
  const inbox = String(io.settings.imapFolder || 'INBOX');
  const [first = null, second = null] = (io.cursor ?? '').split('|');
  const days = Number(io.settings.importDays ?? 1);
  const cursorOf = async (folder: string, text: string | null): Promise<Cursor> => {
    const box = await client.mailboxOpen(folder, { readOnly: true });
    const validity = String(box.uidValidity);
    return cursorFor(readCursor(text), validity, firstCursor(validity, days, io.now().getTime()));
  };
  const watched = io.settings.sentWatch !== false;
  const sent = watched ? await sentFolder(client, String(io.settings.sentFolder ?? '')) : null;
  const wanted = sent !== inbox ? sent : null;
  const cursors = {
    sent: wanted ? await cursorOf(wanted, second) : null,
    // The last one opened stays open.
    inbox: await cursorOf(inbox, first),
  };
  const reading = { inbox, sent: wanted, cursors, sentAt: Number.NEGATIVE_INFINITY };
  if (io.cursor !== writeBoth(reading)) await io.deliver([], writeBoth(reading));
  return reading;
}

const writeBoth = ({ cursors }: Reading): string =>
  [cursors.inbox, ...(cursors.sent ? [cursors.sent] : [])].map(writeCursor).join('|');

/** Reads the Sent folder now and then: nobody waits for it, and the INBOX has the connection in between. */
async function lookAtSent(client: ImapFlow, io: ListenIo, reading: Reading): Promise<void> {
  const now = performance.now();
  if (!reading.sent || now - reading.sentAt < pollMs.sent) return;
  reading.sentAt = now;
  await client.mailboxOpen(reading.sent, { readOnly: true });
  await catchUp(client, io, { reading, place: 'sent' });
  await client.mailboxOpen(reading.inbox, { readOnly: true });
}

/** Everything above the cursor of the open folder, oldest first; the cursor moves on with each batch. */
async function catchUp(
  client: ImapFlow,
  io: ListenIo,
  { reading, place }: { reading: Reading; place: 'inbox' | 'sent' },
): Promise<void> {
  const from = reading.cursors[place];
  if (!from) return;
  for await (const range of ranges(client, await waitingUids(client, from))) {
    if (io.signal.aborted) return;
    const mails = await fetchBatch(client, io, range);
    // What lay there before this inbox began is not ours; told by the server's clock, the sender's can be forged.
    const ours = mails.filter((mail) => from.uid > 0 || arrivedAt(mail) >= from.since);
    const arrivals = await Promise.all(ours.map((mail) => arrivalOf(mail, from)));
    reading.cursors[place] = { ...from, uid: range.at(-1) ?? from.uid };
    if (place === 'sent') for (const arrival of arrivals) arrival.facts.folder = 'sent';
    await io.deliver(arrivals, writeBoth(reading));
  }
}

const arrivedAt = (mail: FetchMessageObject) =>
  new Date(mail.internalDate ?? Number.MAX_SAFE_INTEGER).getTime() || Number.MAX_SAFE_INTEGER;

async function waitingUids(client: ImapFlow, cursor: Cursor): Promise<number[]> {
  // SINCE has whole days in the server's zone: one more, the clock is compared afterwards.
  const since = cursor.uid === 0 ? { since: new Date(cursor.since - 86_400_000) } : {};
  const found = await client.search({ uid: `${cursor.uid + 1}:*`, ...since }, { uid: true });
  if (!Array.isArray(found)) throw new Error('the IMAP server refused to search the folder');
  // `n:*` names the last mail even when its UID is below n (RFC 3501 §6.4.8).
  return found.filter((uid) => uid > cursor.uid).sort((a, b) => a - b);
}

/** Batches of UIDs, sizes asked for a few hundred at a time: the first mails are in before the last are looked at. */
async function* ranges(client: ImapFlow, uids: number[]): AsyncGenerator<number[]> {
  for (let at = 0; at < uids.length; at += sizedAtOnce)
    yield* await batches(client, uids.slice(at, at + sizedAtOnce));
}

/** UIDs as a set (RFC 3501 §9): runs are written as `1:50`, for a command line has an end (RFC 7162 §4: 8192 octets). */
export function uidSet(uids: number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < uids.length; ) {
    let end = at;
    while (uids[end + 1] === (uids[end] ?? 0) + 1) end++;
    parts.push(end > at ? `${uids[at]}:${uids[end]}` : `${uids[at]}`);
    at = end + 1;
  }
  return parts.join(',');
}

/** Splits UIDs by number and size, so that one batch never holds more than a few mails' bytes in memory. */
export async function batches(client: ImapFlow, uids: number[]): Promise<number[][]> {
  const result: number[][] = [];
  for (let at = 0; at < uids.length; at += sizedAtOnce) {
    const some = uids.slice(at, at + sizedAtOnce);
    const sizes = new Map(
      (await client.fetchAll(uidSet(some), { uid: true, size: true }, { uid: true })).map((one) => [
        one.uid,
        one.size ?? 0,
      ]),
    );
    let now: number[] = [];
    let bytes = 0;
    for (const uid of some) {
      const size = sizes.get(uid) ?? 0;
      if (now.length && (now.length >= batch.mails || bytes + size > batch.bytes)) {
        result.push(now);
        [now, bytes] = [[], 0];
      }
      now.push(uid);
      bytes += size;
    }
    if (now.length) result.push(now);
  }
  return result;
}

const wanted = { uid: true, internalDate: true, size: true, source: { maxLength: maxMail } };

/** One batch; when the server stumbles over it, mail by mail, so that one bad mail cannot hold back the rest. */
export async function fetchBatch(
  client: ImapFlow,
  io: Pick<ListenIo, 'log'>,
  uids: number[],
): Promise<FetchMessageObject[]> {
  try {
    return ordered(await client.fetchAll(uidSet(uids), wanted, { uid: true }));
  } catch (error) {
    if (!client.usable) throw error;
    io.log('warn', 'a batch of mails could not be fetched at once', {
      uids: uids.length,
      error: sentence(error),
    });
  }
  const mails: FetchMessageObject[] = [];
  for (const uid of uids) mails.push(...(await fetchOne(client, io, uid)));
  return mails;
}

async function fetchOne(
  client: ImapFlow,
  io: Pick<ListenIo, 'log'>,
  uid: number,
): Promise<FetchMessageObject[]> {
  try {
    return await client.fetchAll([uid], wanted, { uid: true });
  } catch (error) {
    if (!client.usable) throw error;
    io.log('error', 'a mail cannot be fetched', { uid, error: sentence(error) });
    return [{ seq: 0, uid, unreadable: sentence(error) } as FetchMessageObject & { unreadable: string }];
  }
}

const ordered = (mails: FetchMessageObject[]) =>
  mails.filter((mail) => mail.uid > 0).sort((a, b) => a.uid - b.uid);

/** A fetched mail as an arrival; one that could not be fetched keeps its place, to be shown and replayed. */
export async function arrivalOf(mail: FetchMessageObject, { validity }: Cursor): Promise<Arrival> {
  const body = mail.source ? new Uint8Array(mail.source) : new Uint8Array();
  const reason =
    (mail as { unreadable?: string }).unreadable ?? (mail.source ? undefined : 'the server sent no content');
  const internalDate = mail.internalDate ? new Date(mail.internalDate) : null;
  return {
    externalId: reason ? `unreadable:${validity}:${mail.uid}` : await externalIdOf(body),
    body,
    headers: {},
    facts: {
      uid: mail.uid,
      uidValidity: validity,
      ...(internalDate && !Number.isNaN(internalDate.getTime())
        ? { internalDate: internalDate.toISOString() }
        : {}),
      ...(reason ? { unreadable: reason } : {}),
      ...((mail.size ?? 0) > maxMail ? { truncated: true } : {}),
    },
  };
}

/** Rings for new mail, trouble or the end; remembers a ring until it is waited for. */
function alarmFor(signal: AbortSignal) {
  let rung = false;
  let wake: (() => void) | null = null;
  const ring = () => {
    rung = true;
    wake?.();
  };
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    reset: () => {
      rung = signal.aborted;
    },
    rung: () => rung,
    wait: (ms: number) =>
      new Promise<void>((resolve) => {
        if (rung) return resolve();
        const timer = setTimeout(() => wake?.(), ms);
        wake = () => {
          clearTimeout(timer);
          wake = null;
          resolve();
        };
      }),
  };
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** One sentence for the health page; never holds the password, servers do not repeat it. */
export function sentence(error: unknown): string {
  const { responseText, message, code } = error as { responseText?: string; message?: string; code?: string };
  return (responseText || message || code || 'unknown error').replace(/\s+/g, ' ').slice(0, 300);
}
