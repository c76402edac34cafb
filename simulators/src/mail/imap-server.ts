import { type AddressInfo, createServer, type Socket } from 'node:net';
import {
  answer,
  type Context,
  capabilities,
  type ImapFaults,
  type Session,
  tellChanges,
} from './imap-commands.ts';
import { commandReader, imapDate } from './imap-syntax.ts';
import type { Store, StoreEvent } from './store.ts';

export type { ImapFaults } from './imap-commands.ts';

export type ImapServer = {
  host: string;
  port: number;
  faults: ImapFaults;
  dropAll(): void;
  stop(): Promise<void>;
};

/** IMAP4rev1 over the store's mailboxes, one INBOX per user; commands of one connection run one after another. */
export async function startImap(options: {
  host: string;
  port: number;
  store: Store;
  passwordOf(user: string): string | undefined;
  tokenHolds(user: string, token: string): boolean;
}): Promise<ImapServer> {
  const faults: ImapFaults = {
    delayMs: 0,
    refuseLogin: false,
    unreadable: new Set(),
    cutAfter: null,
    duringFetch: null,
    noIdle: false,
    sentName: 'Sent',
    noSpecialUse: false,
  };
  const { store, passwordOf, tokenHolds } = options;
  const context: Context = { store, faults, passwordOf, tokenHolds };
  const sessions = new Set<Session>();
  const unlisten = options.store.onChange((event) => spread(sessions, event));
  const server = createServer((socket) => {
    const session = sessionOn(socket);
    sessions.add(session);
    let queue = Promise.resolve();
    const take = (text: string) => {
      queue = queue.then(() => answer(session, text, context));
    };
    socket.on('data', commandReader(socket, take));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sessions.delete(session));
    session.write(`* OK [CAPABILITY ${capabilities(context)}] ${imapDate(new Date())} ready\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(options.port, options.host, resolve));
  const dropAll = () => {
    for (const session of sessions) session.socket.destroy();
  };
  return {
    host: options.host,
    port: (server.address() as AddressInfo).port,
    faults,
    dropAll,
    stop: () => {
      unlisten();
      dropAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Every session over the mailbox hears of a change: at once in IDLE, else with its next NOOP. */
function spread(sessions: Iterable<Session>, event: StoreEvent): void {
  for (const session of sessions) {
    if (session.folder !== event.folder) continue;
    // A server whose index is lost ends the sessions over it.
    if (event.kind === 'renumbered') session.socket.destroy();
    session.pending.push(event);
    if (session.idleTag) tellChanges(session);
  }
}

function sessionOn(socket: Socket): Session {
  const write = (text: string) => void (socket.writable && socket.write(Buffer.from(text, 'latin1')));
  return { write, socket, user: null, folder: null, view: [], idleTag: null, refusedTag: null, pending: [] };
}
