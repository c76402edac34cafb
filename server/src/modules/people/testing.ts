import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { vi } from 'vitest';
import { heldClock } from '../../kernel/clock.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts';
import { startTestApp } from '../../testing/app.ts';
import { foundOrganisation } from './found-organisation.ts';
import { type Browser, makeBrowser } from './testing-browser.ts';

export type ReceivedMail = { to: string; subject: string; text: string; html: string | undefined };

/** The real app over HTTP on a database of its own, with a held clock and a mail server. */
export type House = {
  url: string;
  kernel: Kernel;
  clock: ReturnType<typeof heldClock>;
  mails: ReceivedMail[];
  database: TestDatabase;
  browser(): Browser;
  /** An organisation with an owner who is signed in. */
  found(name: string): Promise<{ orgId: string; ownerId: string; email: string; browser: Browser }>;
  /** Waits for the last mail to an address with a link of this page, and answers the link's token. */
  tokenMailed(to: string, page: 'reset' | 'invitation'): Promise<string>;
  close(): Promise<void>;
};

export type HouseOptions = {
  /** One of several processes: the bus goes through the database. */
  shared?: boolean;
  publicUrl?: string;
  /** Another process on the same database. */
  beside?: House;
  /** Without a sender of mail. */
  mailless?: boolean;
};

export const password = 'a password nobody guesses';

/** Opens a house. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const database = options.beside?.database ?? (await testDatabase());
  const clock = options.beside?.clock ?? heldClock('2026-03-02T12:00:00Z');
  const post = await openPost();
  const several = options.shared || options.beside;
  const app = await startTestApp({
    database,
    clock,
    publicUrl: options.publicUrl,
    env: {
      ROLES: 'web,live',
      LOG_LEVEL: 'silent',
      ...(options.mailless ? {} : { SMTP_URL: post.url, MAIL_FROM: 'Meada <house@meada.example>' }),
      ...(several ? { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl } : {}),
    },
  });
  const { kernel } = app;
  const url = `http://127.0.0.1:${(app.http?.server.address() as AddressInfo | undefined)?.port}`;
  return {
    url,
    kernel,
    clock,
    mails: post.mails,
    database,
    browser: () => makeBrowser(url),
    found: async (name) => {
      const email = `owner@${name.toLowerCase()}.example`;
      const owner = { name: `Owner of ${name}`, email, password };
      const made = await foundOrganisation(kernel, { organisation: { name }, owner });
      const browser = makeBrowser(url);
      await browser.ok('POST', '/api/session', { email, password });
      return { orgId: made.orgId, ownerId: made.ownerId, email, browser };
    },
    tokenMailed: (to, page) => tokenIn(post.mails, to, page),
    close: async () => {
      await app.stop();
      await post.close();
      if (!options.beside) await database.drop();
    },
  };
}

/** A mail server that keeps what it is given. */
async function openPost(): Promise<{ url: string; mails: ReceivedMail[]; close(): Promise<void> }> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          const to = session.envelope.rcptTo.map(({ address }) => address).join();
          mails.push({ to, subject: mail.subject ?? '', text: mail.text ?? '', html: mail.html });
          done();
        });
      });
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `smtp://127.0.0.1:${port}`, mails, close };
}

function tokenIn(mails: ReceivedMail[], to: string, page: string): Promise<string> {
  const link = new RegExp(`/${page}/(\\S+)`);
  return vi.waitFor(() => {
    const found = mails.filter((mail) => mail.to === to && link.test(mail.text)).at(-1);
    if (!found) throw new Error(`no mail with a link to ${page} for ${to}`);
    return link.exec(found.text)?.[1] ?? '';
  }, 5000);
}
