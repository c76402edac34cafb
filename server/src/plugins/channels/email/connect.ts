import { ImapFlow } from 'imapflow';
import { createTransport, type Transporter } from 'nodemailer';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js';
import type { ChannelIo, Settings } from '../../../modules/inboxes/port.ts';
import { serversOf } from './consents.ts';

/** Where and how to reach one of the two servers; the address was resolved and checked by the egress. */
type Account = { host: string; port: number; security: string; user: string; password: string };
export type MailIo = Pick<ChannelIo, 'settings' | 'egress' | 'consent'>;

const usual = { imap: { tls: 993, other: 143 }, smtp: { tls: 465, other: 587 } };

/** The server of the settings, or the provider's own when somebody signed in there; null when there is neither. */
export function accountOf(settings: Settings, prefix: 'imap' | 'smtp', provider?: string): Account | null {
  const text = (name: string) => String(settings[`${prefix}${name}`] ?? '').trim();
  const login = {
    user: text('User') || String(settings.address ?? ''),
    password: String(settings[`${prefix}Password`] ?? ''),
  };
  const given = serversOf(provider)?.[prefix];
  if (!text('Host')) return given ? { ...given, ...login } : null;
  const security = text('Security') || 'tls';
  const port = Number(text('Port')) || (security === 'tls' ? usual[prefix].tls : usual[prefix].other);
  return { host: text('Host'), port, security, ...login };
}

const timeouts = { connect: 20_000, greeting: 20_000, silence: 120_000 };

/** An IMAP client not yet connected; the caller connects, and ends it. Errors are events, so one must listen. */
export async function imapClient(io: MailIo, refused?: string): Promise<ImapFlow> {
  const account = accountOf(io.settings, 'imap', io.consent?.provider);
  if (!account) throw new Error('no IMAP server in the settings');
  const accessToken = await io.consent?.accessToken(refused);
  const target = await io.egress.resolve(account.host, account.port);
  return new ImapFlow({
    host: target.address,
    port: target.port,
    servername: target.servername,
    secure: account.security === 'tls',
    doSTARTTLS: account.security === 'tls' ? undefined : account.security === 'starttls',
    auth: accessToken ? { user: account.user, accessToken } : { user: account.user, pass: account.password },
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

/**
 * Connects and signs in. A token that should still hold but is refused (withdrawn, password changed) is renewed once: it
 * either works then, or the provider says that the consent ended.
 */
export async function signedInImap(io: MailIo, watch: (client: ImapFlow) => void): Promise<ImapFlow> {
  const client = await imapClient(io);
  watch(client);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    const refused = (error as { authenticationFailed?: boolean }).authenticationFailed;
    if (!refused || !io.consent) throw error;
    const again = await imapClient(io, await io.consent.accessToken());
    watch(again);
    await again.connect();
    return again;
  }
}

/** Options for an SMTP connection, or null when the settings have no server. */
async function smtpOptions(io: MailIo): Promise<SMTPTransport.Options | null> {
  const account = accountOf(io.settings, 'smtp', io.consent?.provider);
  if (!account) return null;
  const target = await io.egress.resolve(account.host, account.port);
  return {
    host: target.address,
    port: target.port,
    secure: account.security === 'tls',
    requireTLS: account.security === 'starttls',
    ignoreTLS: account.security === 'none',
    tls: { servername: target.servername },
    ...authOf(io, account),
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function authOf(io: MailIo, { user, password }: Account): Pick<SMTPTransport.Options, 'auth'> {
  if (io.consent) return { auth: { type: 'OAuth2', user } };
  return password ? { auth: { user, pass: password } } : {};
}

/** Whether the SMTP server carries addresses beyond ASCII (RFC 6531), as its greeting tells; throws when it is out of reach. */
export async function carriesUtf8(io: MailIo): Promise<boolean> {
  const options = await smtpOptions(io);
  if (!options) return false;
  const { auth: _unused, ...plain } = options;
  const connection = new SMTPConnection(plain);
  try {
    return await new Promise<boolean>((resolve, reject) => {
      connection.once('error', reject);
      // Connected means greeted, behind STARTTLS where that is wanted.
      connection.connect((error?: Error | null) =>
        error ? reject(error) : resolve(/^250[ -]SMTPUTF8\b/im.test(String(connection.lastServerResponse))),
      );
    });
  } finally {
    connection.close();
  }
}

/** A transport over SMTP, to be closed by the caller; null when the settings have no server. */
export async function smtpTransport(io: MailIo): Promise<Transporter<SMTPTransport.SentMessageInfo> | null> {
  const options = await smtpOptions(io);
  if (!options) return null;
  const transport = createTransport(options);
  const { consent } = io;
  if (consent) {
    let last: string | undefined;
    // Asked again with `renew` when the server refused the token it was given.
    transport.set('oauth2_provision_cb', (_user: string, renew: boolean, done: TokenDone) => {
      consent.accessToken(renew ? last : undefined).then(
        (token) => {
          last = token;
          done(null, token);
        },
        (error: Error) => done(error),
      );
    });
  }
  return transport;
}

type TokenDone = (error: Error | null, token?: string) => void;
