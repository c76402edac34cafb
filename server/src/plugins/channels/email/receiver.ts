import type { AddressInfo } from 'node:net';
import {
  SMTPServer,
  type SMTPServerDataStream,
  type SMTPServerOptions,
  type SMTPServerSession,
} from 'smtp-server';
import type { Arrival } from '../../../modules/inboxes/port.ts';
import { canonicalEmail, splitAddress } from './address.ts';
import { checkForwarded, checkSender, type Resolver } from './authenticate.ts';
import { externalIdOf } from './ids.ts';

/** An inbox a recipient belongs to. */
export type Route = { inboxId: string; orgId: string };
export type ReceiverOptions = {
  port: number;
  host: string;
  /** The inbox of an address in canonical form, or null: 550. A failure is answered 451. */
  route(recipient: string): Promise<Route | null>;
  /** Puts arrivals into the ledger; resolves after COMMIT. */
  deliver(inbox: Route, arrivals: Arrival[]): Promise<void>;
  /** Largest mail taken, bytes. */
  maxBytes: number;
  /** Key and certificate for STARTTLS; without them it is not offered. */
  tls?: { key: string; cert: string };
  /** DNS for SPF, DKIM and DMARC; the system's when left out. */
  resolver?: Resolver;
  /** Mails one address may bring per minute; default 120. */
  perMinute?: number;
  now(): Date;
};
export type Receiver = { host: string; port: number; stop(): Promise<void> };

const maxRecipients = 100;
const maxConnections = { all: 500, perAddress: 20 };

/**
 * The built-in SMTP server for own domains. It takes mail for known inboxes only (never relays) and answers 250 when
 * the mail is in the database, 550 for an unknown recipient, 552 when too large, 451 when the failure is ours: then
 * the sending server tries again, and the ledger drops what it already has.
 */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const server = new SMTPServer({
    banner: 'Meada',
    size: options.maxBytes,
    ...(options.tls ?? {}),
    disabledCommands: options.tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    maxClients: maxConnections.all,
    socketTimeout: 120_000,
    logger: false,
    ...limits(options),
    ...conversation(options),
  });
  // A broken client is its own problem, never the server's.
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return { host: options.host, port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** What one address may take of us: connections at a time, mails a minute. */
function limits(options: ReceiverOptions): Pick<SMTPServerOptions, 'onConnect' | 'onClose' | 'onMailFrom'> {
  const connections = new Map<string, number>();
  const rate = rateOf(options.perMinute ?? 120);
  return {
    onConnect(session, done) {
      const open = (connections.get(session.remoteAddress) ?? 0) + 1;
      connections.set(session.remoteAddress, open);
      done(
        open > maxConnections.perAddress
          ? refusal(421, '4.7.0 Too many connections from your address')
          : null,
      );
    },
    onClose(session) {
      const open = (connections.get(session.remoteAddress) ?? 1) - 1;
      if (open > 0) connections.set(session.remoteAddress, open);
      else connections.delete(session.remoteAddress);
    },
    onMailFrom(_address, session, done) {
      const allowed = rate.take(session.remoteAddress, options.now().getTime());
      done(allowed ? null : refusal(451, '4.7.1 Too many mails, try again later'));
    },
  };
}

function conversation(options: ReceiverOptions): Pick<SMTPServerOptions, 'onRcptTo' | 'onData'> {
  return {
    onRcptTo(address, session, done) {
      if (session.envelope.rcptTo.length >= maxRecipients)
        return done(refusal(452, '4.5.3 Too many recipients'));
      routeOf(options, address.address).then(
        (route) => done(route ? null : refusal(550, '5.1.1 No such mailbox here')),
        () => done(refusal(451, '4.3.0 Try again later')),
      );
    },
    onData(stream, session, done) {
      receive(options, stream, session).then(
        () => done(null, '2.0.0 Taken'),
        (error) => done(error instanceof Refusal ? error : refusal(451, '4.3.0 Try again later')),
      );
    },
  };
}

class Refusal extends Error {
  readonly responseCode: number;
  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}
const refusal = (code: number, text: string) => new Refusal(code, text);

/** The inbox of a recipient, with or without a token or another plus-alias. */
async function routeOf(options: ReceiverOptions, recipient: string): Promise<Route | null> {
  const address = canonicalEmail(recipient);
  if (!address) return null;
  const found = await options.route(address);
  const parts = splitAddress(address);
  if (found || !parts?.local.includes('+')) return found;
  return await options.route(`${parts.local.slice(0, parts.local.indexOf('+'))}@${parts.domain}`);
}

async function receive(
  options: ReceiverOptions,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<void> {
  const body = await readAll(stream, options.maxBytes);
  const { mailFrom, rcptTo } = session.envelope;
  const recipients = rcptTo.map((one) => one.address);
  const envelope = {
    remoteIp: session.remoteAddress,
    helo: session.hostNameAppearsAs || '',
    from: mailFrom ? mailFrom.address : '',
  };
  const [externalId, proof, forwardedDkim] = await Promise.all([
    externalIdOf(body),
    checkSender(body, envelope, options.resolver),
    checkForwarded(body, options.resolver),
  ]);
  const facts = {
    receiver: true,
    remoteIp: envelope.remoteIp,
    helo: envelope.helo,
    envelopeFrom: envelope.from,
    ...proof,
    ...(forwardedDkim ? { forwardedDkim } : {}),
  };
  for (const { route, to } of await byInbox(options, recipients))
    await options.deliver(route, [{ externalId, body, headers: {}, facts: { ...facts, envelopeTo: to } }]);
}

/** A mail for two addresses of one inbox is one arrival there. */
async function byInbox(
  options: ReceiverOptions,
  recipients: string[],
): Promise<{ route: Route; to: string[] }[]> {
  const inboxes = new Map<string, { route: Route; to: string[] }>();
  for (const recipient of recipients) {
    const route = await routeOf(options, recipient);
    // The inbox was there at RCPT and is gone now: the sender tries again and gets its 550.
    if (!route) throw new Error('recipient vanished');
    const entry = inboxes.get(route.inboxId) ?? { route, to: [] };
    entry.to.push(recipient);
    inboxes.set(route.inboxId, entry);
  }
  return [...inboxes.values()];
}

async function readAll(stream: SMTPServerDataStream, maxBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Buffer).length;
    // Read on to the end without keeping it: the answer can only be given after the final dot.
    if (size <= maxBytes) chunks.push(chunk as Buffer);
  }
  if (size > maxBytes || stream.sizeExceeded) throw refusal(552, '5.3.4 Message too large');
  return new Uint8Array(Buffer.concat(chunks));
}

/** Counts per address and minute; the table is emptied every minute, so it cannot grow without end. */
function rateOf(limit: number) {
  let minute = 0;
  let counts = new Map<string, number>();
  return {
    take(address: string, now: number): boolean {
      const current = Math.floor(now / 60_000);
      if (current !== minute) [minute, counts] = [current, new Map()];
      const count = (counts.get(address) ?? 0) + 1;
      counts.set(address, count);
      return count <= limit;
    },
  };
}
