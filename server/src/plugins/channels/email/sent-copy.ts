import type { OutboundMessage } from '@meada/contract/channels';
import type { ImapFlow } from 'imapflow';
import type { ChannelIo, SentMessage } from '../../../modules/inboxes/port.ts';
import { accountOf, signedInImap } from './connect.ts';
import { serversOf } from './consents.ts';
import { rawMail } from './raw-mail.ts';

/** Servers whose owners say that they lay what goes out over SMTP into Sent themselves. */
const ownCopies = /(?:^|\.)(?:gmail|googlemail|google|office365|outlook)\.com$/i;

/** Whether we lay copies: as the setting says, by itself where the provider does not. */
export function wanted({ settings, consent }: Pick<ChannelIo, 'settings' | 'consent'>): boolean {
  if (!accountOf(settings, 'imap', consent?.provider)) return false;
  if (settings.sentCopy === 'always' || settings.sentCopy === 'never') return settings.sentCopy === 'always';
  const host = accountOf(settings, 'smtp', consent?.provider)?.host ?? '';
  const provider = settings.smtpHost ? null : serversOf(consent?.provider);
  return !provider?.keepsSent && !ownCopies.test(host);
}

/**
 * Lays sent mails into the Sent folder over one connection and tells of each that lies there. A mail that is there
 * already (the server did it, or a crash came between laying and telling) is not laid twice. Throws when the folder is out
 * of reach.
 */
export async function lay(
  copies: readonly SentMessage[],
  io: ChannelIo,
  done: (dispatchId: string) => void,
): Promise<void> {
  const told = copies.filter(() => wanted(io));
  for (const { message } of told.length ? [] : copies) done(message.dispatchId);
  if (told.length === 0) return;
  const client = await signedInImap(io, (one) => one.on('error', () => {}));
  try {
    const folder = await sentFolder(client, String(io.settings.sentFolder ?? ''));
    if (!folder) throw new Error('the account has no Sent folder');
    await client.mailboxOpen(folder);
    for (const copy of told) {
      await layOne(client, folder, await mailOf(copy, io));
      done(copy.message.dispatchId);
    }
  } finally {
    client.close();
  }
}

type Copy = { raw: Buffer; messageId: string; sentAt: Date };

async function mailOf({ message, sentAt }: SentMessage, io: ChannelIo): Promise<Copy> {
  const { raw, mail } = await rawMail(message as OutboundMessage, io, sentAt);
  return { raw, messageId: mail.messageId, sentAt };
}

async function layOne(client: ImapFlow, folder: string, { raw, messageId, sentAt }: Copy): Promise<void> {
  const there = await client.search({ header: { 'message-id': messageId } }, { uid: true });
  if (Array.isArray(there) && there.length > 0) return;
  await client.append(folder, raw, ['\\Seen'], sentAt);
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
