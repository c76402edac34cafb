import { randomUUID } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import PostalMime from 'postal-mime';
import { type ImapFaults, startImap } from './imap-server.ts';
import { createBook, type OAuthServer, startOAuth, tokenHolds } from './oauth-server.ts';
import { type Letter, type SmtpFaults, startSmtp } from './smtp-server.ts';
import { baseOf, createStore, type ReadMail, readMails, type Store } from './store.ts';
import { nonDelivery, vacation } from './texts.ts';

export type { ReadMail } from './store.ts';

/** Name this provider writes into Authentication-Results: what an inbox's setting must say. */
export const authservId = 'mail.simulator';

export type MailOptions = {
  host?: string;
  smtpPort?: number;
  imapPort?: number;
  oauthPort?: number;
  /** Mailboxes a program signs in to; user name is the address. Any other address has a mailbox too, for looking at. */
  accounts: { address: string; password: string }[];
  /** Largest mail taken, bytes; default 40 MiB. */
  maxBytes?: number;
};
export type CustomerMail = {
  from: string | { name: string; address: string };
  to: string | string[];
  cc?: string | string[];
  subject?: string;
  text?: string;
  html?: string;
  attachments?: { name: string; type: string; content: Buffer | string; contentId?: string }[];
  inReplyTo?: string;
  references?: string[];
  headers?: Record<string, string>;
  /** Somebody else writes in the customer's name: the provider finds DMARC to fail. */
  spoofed?: boolean;
};
export type Bounce = { status: string; words: string };
export type Mail = {
  smtp: { host: string; port: number };
  imap: { host: string; port: number };
  /** Where the accounts' holders give consent instead of a password. */
  oauth: OAuthServer;
  /** `host:port` of the servers, for the operator's allow list. */
  allow: string[];
  store: Store;
  faults: { smtp: SmtpFaults; imap: ImapFaults; dropImap(): void };
  /** A customer writes; resolves with the Message-ID when it lies in the mailboxes. */
  customerSends(mail: CustomerMail): Promise<string>;
  /** What lies in a mailbox, oldest first. */
  mailbox(address: string, folder?: string): Promise<ReadMail[]>;
  /** Tells the address whose mailbox changed. */
  onChange(listener: (address: string) => void): () => void;
  /** The next mail to this address comes back. */
  bounceNext(address: string, bounce?: Partial<Bounce>): void;
  /** This customer answers every sender once by machine; null ends it. */
  vacationFor(address: string, text: string | null): void;
  stop(): Promise<void>;
};

/** Starts the mail world of the demo: SMTP in, IMAP out, one mailbox per address, nothing leaves the machine. */
export async function startMail(options: MailOptions): Promise<Mail> {
  const host = options.host ?? '127.0.0.1';
  const passwords = new Map(options.accounts.map((one) => [one.address.toLowerCase(), one.password]));
  const passwordOf = (user: string) => passwords.get(user.toLowerCase());
  const store = createStore();
  const book = createBook();
  const holds = (user: string, token: string) => tokenHolds(book, user, token);
  const post = postOffice(store);
  const maxBytes = options.maxBytes ?? 40 * 1024 * 1024;
  const smtp = await startSmtp({
    host,
    port: options.smtpPort ?? 0,
    maxBytes,
    passwordOf,
    tokenHolds: holds,
    take: (letter) => post.take(letter),
  });
  const imap = await startImap({ host, port: options.imapPort ?? 0, store, passwordOf, tokenHolds: holds });
  const accounts = [...passwords.keys()];
  const oauth = await startOAuth({ host, port: options.oauthPort ?? 0, book, accounts });
  return {
    smtp: { host, port: smtp.port },
    imap: { host, port: imap.port },
    oauth,
    allow: [`${host}:${smtp.port}`, `${host}:${imap.port}`, new URL(oauth.url).host],
    store,
    faults: { smtp: smtp.faults, imap: imap.faults, dropImap: () => imap.dropAll() },
    customerSends: (mail) => customerSends(post, mail),
    mailbox: (address, folder) => readMails(store.folderOf(address, folder)),
    onChange: (listener) => store.onChange((event) => listener(event.address)),
    bounceNext: post.bounceNext,
    vacationFor: post.vacationFor,
    stop: async () => {
      await Promise.all([smtp.stop(), imap.stop(), oauth.stop()]);
    },
  };
}

type Post = ReturnType<typeof postOffice>;

/** Puts letters into mailboxes, as a provider does: with trace headers, bounces and vacation answers. */
function postOffice(store: Store) {
  const bounces = new Map<string, Bounce>();
  const vacations = new Map<string, { text: string; told: Set<string> }>();
  const drop = (address: string, letter: Letter, verdict: 'pass' | 'fail') =>
    store.add(address, Buffer.concat([traceOf(address, letter, verdict), letter.raw]));
  const machineMail = (to: string, raw: Buffer) => void (to && store.add(to, raw));
  return {
    take(letter: Letter, verdict: 'pass' | 'fail' = 'pass'): void {
      for (const recipient of letter.to) {
        const key = baseOf(recipient);
        const bounce = bounces.get(key);
        if (bounce) {
          bounces.delete(key);
          machineMail(
            letter.from,
            nonDelivery({ ...bounce, recipient, to: letter.from, original: letter.raw, id: randomUUID() }),
          );
          continue;
        }
        drop(recipient, letter, verdict);
        const away = vacations.get(key);
        if (!away || !letter.from || away.told.has(letter.from)) continue;
        away.told.add(letter.from);
        // Errors of a mail nobody can read do not matter here: then there is no answer.
        void answerOf(recipient, letter, away.text).then(
          (raw) => machineMail(letter.from, raw),
          () => {},
        );
      }
    },
    bounceNext(address: string, bounce: Partial<Bounce> = {}): void {
      bounces.set(baseOf(address), {
        status: bounce.status ?? '5.1.1',
        words: bounce.words ?? '550 5.1.1 User unknown',
      });
    },
    vacationFor(address: string, text: string | null): void {
      if (text === null) vacations.delete(baseOf(address));
      else vacations.set(baseOf(address), { text, told: new Set() });
    },
  };
}

async function answerOf(from: string, letter: Letter, text: string): Promise<Buffer> {
  const mail = await PostalMime.parse(letter.raw);
  return vacation({
    from,
    to: letter.from,
    text,
    subject: mail.subject ?? '',
    answers: mail.messageId ?? '',
    id: randomUUID(),
  });
}

/** Headers the receiving provider puts on top; the sender's own claims stay below. */
function traceOf(address: string, letter: Letter, verdict: 'pass' | 'fail'): Buffer {
  const domain = letter.from.slice(letter.from.lastIndexOf('@') + 1) || 'unknown.invalid';
  return Buffer.from(
    `${[
      `Return-Path: <${letter.from}>`,
      `Delivered-To: ${address}`,
      `Authentication-Results: ${authservId}; dmarc=${verdict} header.from=${domain};`,
      ` spf=${verdict} smtp.mailfrom=${letter.from || 'unknown.invalid'}`,
      `Received: from customer.simulator by ${authservId} with ESMTP; ${new Date().toUTCString()}`,
    ].join('\r\n')}\r\n`,
  );
}

async function customerSends(post: Post, mail: CustomerMail): Promise<string> {
  const messageId = `<${randomUUID()}@customer.simulator>`;
  const from = typeof mail.from === 'string' ? mail.from : mail.from.address;
  const to = [mail.to, mail.cc ?? []].flat();
  const raw = await new MailComposer({
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    subject: mail.subject ?? '',
    text: mail.text,
    html: mail.html,
    messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references ?? (mail.inReplyTo ? [mail.inReplyTo] : undefined),
    headers: mail.headers,
    attachments: (mail.attachments ?? []).map((file) => ({
      filename: file.name,
      contentType: file.type,
      content: file.content,
      ...(file.contentId ? { cid: file.contentId } : {}),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  } as ConstructorParameters<typeof MailComposer>[0])
    .compile()
    .build();
  post.take({ raw, from, to, user: null }, mail.spoofed ? 'fail' : 'pass');
  return messageId;
}
