import type { ImapFlow } from 'imapflow';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { accountOf, type MailIo, signedInImap } from './connect.ts';
import { serversOf } from './consents.ts';

/** A mail that went out and is to lie in the account's Sent folder, too. */
type Copy = { raw: Buffer; messageId: string };
type CopyIo = MailIo & Pick<ChannelIo, 'inbox' | 'log'>;
/** `io` is the newest: settings and consent may change while copies wait. */
type Line = { io: CopyIo; waiting: Copy[]; done: Promise<void> };

/** One connection per inbox at a time; mails that come meanwhile go over the same one. */
const lines = new Map<string, Line>();
const tries = 3;
const pauseMs = 2000;
/** Copies waiting at most: with the Sent folder out of reach memory must not fill up. */
const waitingAtMost = 200;

/** Servers whose owners say that they lay what goes out over SMTP into Sent themselves. */
const ownCopies = /(?:^|\.)(?:gmail|googlemail|google|office365|outlook)\.com$/i;

/** Whether we lay the copy: as the setting says, by itself where the provider does not. */
function wanted({ settings, consent }: CopyIo): boolean {
  if (!accountOf(settings, 'imap', consent?.provider)) return false;
  if (settings.sentCopy === 'always' || settings.sentCopy === 'never') return settings.sentCopy === 'always';
  const host = accountOf(settings, 'smtp', consent?.provider)?.host ?? '';
  const provider = settings.smtpHost ? null : serversOf(consent?.provider);
  return !provider?.keepsSent && !ownCopies.test(host);
}

/**
 * Lays a sent mail into the Sent folder, behind the sending: an answer counts as sent whatever becomes of its copy. A
 * mail that is there already (the server did it) is not laid twice.
 */
export function keepCopy(io: CopyIo, copy: Copy): void {
  if (!wanted(io)) return;
  const known = lines.get(io.inbox.id);
  if (known) {
    known.io = io;
    if (known.waiting.length < waitingAtMost) known.waiting.push(copy);
    else io.log('warn', 'a copy for the Sent folder was dropped: too many are waiting');
    return;
  }
  const line: Line = { io, waiting: [copy], done: Promise.resolve() };
  lines.set(io.inbox.id, line);
  line.done = run(line).finally(() => lines.delete(io.inbox.id));
}

/** Resolves when nothing waits for this inbox's Sent folder any more. */
export const copiesKept = (inboxId: string): Promise<void> => lines.get(inboxId)?.done ?? Promise.resolve();

async function run(line: Line): Promise<void> {
  for (let failures = 0; line.waiting.length > 0; ) {
    try {
      await layAll(line);
    } catch (error) {
      failures += 1;
      if (failures >= tries) {
        const { message } = error as Error;
        line.io.log('warn', 'copies for the Sent folder were given up', {
          copies: line.waiting.length,
          message,
        });
        line.waiting.length = 0;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

async function layAll(line: Line): Promise<void> {
  const { io } = line;
  const client = await signedInImap(io, (one) => one.on('error', () => {}));
  try {
    const folder = await sentFolder(client, String(io.settings.sentFolder ?? ''));
    if (!folder) throw new Error('the account has no Sent folder');
    await client.mailboxOpen(folder);
    for (let copy = line.waiting[0]; copy; copy = line.waiting[0]) {
      const there = await client.search({ header: { 'message-id': copy.messageId } }, { uid: true });
      if (!Array.isArray(there) || there.length === 0) await client.append(folder, copy.raw, ['\\Seen']);
      line.waiting.shift();
    }
  } finally {
    client.close();
  }
}

/**
 * The account's Sent folder: the one of the settings, the one the server marks (RFC 6154), or one called so in any of
 * the languages the client knows ("Enviados", "Itens Enviados", "Sent Items"). Null when there is none.
 */
export async function sentFolder(client: ImapFlow, chosen: string): Promise<string | null> {
  const folders = await client.list();
  if (chosen.trim()) return folders.find((one) => one.path === chosen.trim())?.path ?? null;
  return folders.find((one) => one.specialUse === '\\Sent')?.path ?? null;
}
