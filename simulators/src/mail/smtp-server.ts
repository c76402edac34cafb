import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { tokenRefusal } from './oauth-server.ts';

export type SmtpFaults = {
  /** The next mail is answered with this reply after its recipients or after DATA. */
  refuseNext: { at: 'rcpt' | 'data'; code: number; text: string } | null;
  /** The next mail is taken, but the connection is cut instead of the answer. */
  cutNext: boolean;
  /** Milliseconds before DATA is answered. */
  delayMs: number;
  /** A server of before RFC 6531: no SMTPUTF8. */
  noUtf8: boolean;
};
export type Letter = { raw: Buffer; from: string; to: string[]; user: string | null };
export type SmtpServer = { host: string; port: number; faults: SmtpFaults; stop(): Promise<void> };
type SmtpOptions = {
  host: string;
  port: number;
  maxBytes: number;
  passwordOf(user: string): string | undefined;
  tokenHolds(user: string, token: string): boolean;
  take(letter: Letter): void;
};

const reply = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code });

type Sockets = Map<string, Socket>;

/** The submission server of the demo: firms sign in, everything ends in the simulator's mailboxes. */
export async function startSmtp(options: SmtpOptions): Promise<SmtpServer> {
  const faults: SmtpFaults = { refuseNext: null, cutNext: false, delayMs: 0, noUtf8: false };
  const sockets: Sockets = new Map();
  const server = new SMTPServer({
    banner: 'Meada simulator',
    size: options.maxBytes,
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    disableReverseLookup: true,
    logger: false,
    onAuth(auth, _session, done) {
      if (auth.method === 'XOAUTH2') {
        const holds = options.tokenHolds(auth.username ?? '', auth.accessToken ?? '');
        return done(null, holds ? { user: auth.username } : { data: tokenRefusal });
      }
      const right = auth.username !== undefined && options.passwordOf(auth.username) === auth.password;
      if (right) done(null, { user: auth.username });
      else done(reply(535, '5.7.8 Invalid credentials'));
    },
    onRcptTo: (_address, _session, done) => done(refusal(faults, 'rcpt')),
    onData: dataHandler(options, faults, sockets),
  });
  // Asked for each greeting, so that a test can change it.
  Object.defineProperty(server.options, 'hideSMTPUTF8', { get: () => faults.noUtf8 });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    const key = `${socket.remoteAddress?.replace(/^::ffff:/, '')}:${socket.remotePort}`;
    sockets.set(key, socket);
    socket.on('close', () => sockets.delete(key));
  });
  await new Promise<void>((resolve) => server.listen(options.port, options.host, () => resolve()));
  return {
    host: options.host,
    port: (server.server.address() as AddressInfo).port,
    faults,
    stop: () => {
      for (const socket of sockets.values()) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function refusal(faults: SmtpFaults, at: 'rcpt' | 'data') {
  const fault = faults.refuseNext;
  if (fault?.at !== at) return null;
  faults.refuseNext = null;
  return reply(fault.code, fault.text);
}

/** Takes a mail in; the faults decide what the client hears of it. */
function dataHandler(
  options: SmtpOptions,
  faults: SmtpFaults,
  sockets: Sockets,
): SMTPServerOptions['onData'] {
  return (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      const error = stream.sizeExceeded ? reply(552, '5.3.4 Message too large') : refusal(faults, 'data');
      if (error) return done(error);
      const { mailFrom, rcptTo } = session.envelope;
      options.take({
        raw: Buffer.concat(chunks),
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map((one) => one.address),
        user: typeof session.user === 'string' ? session.user : null,
      });
      if (faults.cutNext) {
        faults.cutNext = false;
        sockets.get(`${session.remoteAddress}:${session.remotePort}`)?.destroy();
        return;
      }
      setTimeout(() => done(null, 'taken'), faults.delayMs);
    });
  };
}
