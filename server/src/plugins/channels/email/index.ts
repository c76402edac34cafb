import type { ChannelIo, ChannelPlugin, ConnectionTest, Settings } from '../../../modules/inboxes/port.ts';
import { canonicalEmail, replyAddress } from './address.ts';
import { accountOf, signedInImap, smtpTransport } from './connect.ts';
import { consent } from './consents.ts';
import { dnsSteps, missingKey } from './dkim.ts';
import { listen, sentence } from './listen.ts';
import { manifest } from './manifest.ts';
import { parse } from './parse.ts';
import { parseSent } from './parse-sent.ts';
import { resync } from './resync.ts';
import { send } from './send.ts';
import { lay, wanted } from './sent-copy.ts';

export { startOwnReceiver } from './own-receiver.ts';
export { type Receiver, type ReceiverOptions, type Route, startReceiver } from './receiver.ts';

const addressIn = (settings: Settings) =>
  canonicalEmail(String(settings.address ?? '')) ?? String(settings.address ?? '');

/** The e-mail channel: IMAP or our own SMTP receiver in, SMTP out. */
export const email: ChannelPlugin = {
  manifest,
  addressOf: addressIn,
  routeKeys: (settings) => (settings.receiver === true ? [`email:${addressIn(settings)}`] : []),
  parse: (receipt, settings) =>
    receipt.facts.folder === 'sent' ? parseSent(receipt, settings) : parse(receipt, settings),
  send,
  copies: { wanted, lay },
  listen,
  resync,
  consent,
  fill: missingKey,
  test,
  publicLink: (settings, words) => {
    const address = addressIn(settings);
    if (!address.includes('@')) return null;
    const to = encodeURIComponent(address).replace('%40', '@');
    return `mailto:${to}${words ? `?body=${encodeURIComponent(words.toWellFormed())}` : ''}`;
  },
  switchLink: (token, settings, texts) => {
    const query = new URLSearchParams({ subject: texts.subject, body: texts.message })
      .toString()
      .replaceAll('+', '%20');
    return `mailto:${encodeURIComponent(replyAddress(addressIn(settings), token)).replace('%40', '@')}?${query}`;
  },
};

/** Signs in to both servers as the settings say and opens the folder. */
async function test(io: ChannelIo): Promise<ConnectionTest> {
  const steps = [];
  const provider = io.consent?.provider;
  if (accountOf(io.settings, 'imap', provider)) steps.push(await step('IMAP', () => tryImap(io)));
  if (accountOf(io.settings, 'smtp', provider)) steps.push(await step('SMTP', () => trySmtp(io)));
  steps.push(...(await dnsSteps(io.settings)));
  return { ok: steps.length > 0 && steps.every((one) => one.ok), steps };
}

async function step(
  name: string,
  run: () => Promise<string | undefined>,
): Promise<ConnectionTest['steps'][number]> {
  try {
    const text = await run();
    return { name, ok: true, ...(text ? { text } : {}) };
  } catch (error) {
    return { name, ok: false, text: sentence(error) };
  }
}

async function tryImap(io: ChannelIo): Promise<string> {
  const client = await signedInImap(io, (one) => one.on('error', () => {}));
  try {
    const box = await client.mailboxOpen(String(io.settings.imapFolder || 'INBOX'), { readOnly: true });
    return `${box.path}: ${box.exists}`;
  } finally {
    client.close();
  }
}

async function trySmtp(io: ChannelIo): Promise<undefined> {
  const transport = await smtpTransport(io);
  try {
    await transport?.verify();
  } finally {
    transport?.close();
  }
}
