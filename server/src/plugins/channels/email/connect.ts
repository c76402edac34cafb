import { ImapFlow } from 'imapflow';
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import type { ChannelIo, Settings } from '../../../modules/inboxes/port.ts';

/** Where and how to reach one of the two servers; the address was resolved and checked by the egress. */
type Account = { host: string; port: number; security: string; user: string; password: string };

export function accountOf(settings: Settings, prefix: 'imap' | 'smtp'): Account | null {
  const text = (name: string) => String(settings[`${prefix}${name}`] ?? '').trim();
  if (!text('Host')) return null;
  const security = text('Security') || 'tls';
  const usual = { imap: { tls: 993, other: 143 }, smtp: { tls: 465, other: 587 } }[prefix];
  return {
    host: text('Host'),
    port: Number(text('Port')) || (security === 'tls' ? usual.tls : usual.other),
    security,
    user: text('User') || String(settings.address ?? ''),
    password: String(settings[`${prefix}Password`] ?? ''),
  };
}

const timeouts = { connect: 20_000, greeting: 20_000, silence: 120_000 };

/** An IMAP client not yet connected; the caller connects, and ends it. Errors are events, so one must listen. */
export async function imapClient(io: Pick<ChannelIo, 'settings' | 'egress'>): Promise<ImapFlow> {
  const account = accountOf(io.settings, 'imap');
  if (!account) throw new Error('no IMAP server in the settings');
  const target = await io.egress.resolve(account.host, account.port);
  return new ImapFlow({
    host: target.address,
    port: target.port,
    servername: target.servername,
    secure: account.security === 'tls',
    doSTARTTLS: account.security === 'tls' ? undefined : account.security === 'starttls',
    auth: { user: account.user, pass: account.password },
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.silence,
    maxLiteralSize: 80 * 1024 * 1024,
    maxLineLength: 16 * 1024 * 1024,
    maxResponseSize: 160 * 1024 * 1024,
    disableAutoIdle: true,
    logger: false,
    clientInfo: { name: 'Meada' },
  });
}

/** Options for an SMTP connection, or null when the settings have no server. */
export async function smtpOptions(
  io: Pick<ChannelIo, 'settings' | 'egress'>,
): Promise<SMTPTransport.Options | null> {
  const account = accountOf(io.settings, 'smtp');
  if (!account) return null;
  const target = await io.egress.resolve(account.host, account.port);
  return {
    host: target.address,
    port: target.port,
    secure: account.security === 'tls',
    requireTLS: account.security === 'starttls',
    ignoreTLS: account.security === 'none',
    tls: { servername: target.servername },
    ...(account.password ? { auth: { user: account.user, pass: account.password } } : {}),
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
