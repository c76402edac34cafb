import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { vi } from 'vitest';
import { heldClock } from '../../kernel/clock.ts';
import { readConfig } from '../../kernel/config.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import { makeHttp, sameOrigin } from '../../kernel/http/server.ts';
import { makeKernel } from '../../kernel/kernel.ts';
import { makeHub } from '../../kernel/live/hub.ts';
import { mountLive } from '../../kernel/live/socket.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts';
import { organisationsRoutes, setupOpen } from '../organisations/index.ts';
import { authenticateKey, authenticatePerson, recheckConnection } from './authenticate.ts';
import { foundOrganisation } from './found-organisation.ts';
import { presentPeople } from './present.ts';
import { peopleRoutes } from './routes.ts';
import { type Browser, makeBrowser } from './testing-browser.ts';

export type ReceivedMail = { to: string; subject: string; text: string; html: string | undefined };

/** This module's routes and the live socket, over real HTTP on a database of their own, with a held clock and a mail server. */
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
  const dataDir = mkdtempSync(join(tmpdir(), 'meada-people-'));
  const post = await openPost();
  const config = readConfig({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    ...(options.mailless ? {} : { SMTP_URL: post.url, MAIL_FROM: 'Meada <house@meada.example>' }),
    ...(options.shared || options.beside
      ? { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl }
      : {}),
  });
  const ports = {} as Kernel['ports'];
  const kernel = await makeKernel(config, database, { ports, clock, publicUrl: options.publicUrl });
  const served = await serveHouse(kernel);
  return {
    url: served.url,
    kernel,
    clock,
    mails: post.mails,
    database,
    browser: () => makeBrowser(served.url),
    found: async (name) => {
      const email = `owner@${name.toLowerCase()}.example`;
      const owner = { name: `Owner of ${name}`, email, password };
      const made = await foundOrganisation(kernel, { organisation: { name }, owner });
      const browser = makeBrowser(served.url);
      await browser.ok('POST', '/api/session', { email, password });
      return { orgId: made.orgId, ownerId: made.ownerId, email, browser };
    },
    tokenMailed: (to, page) => tokenIn(post.mails, to, page),
    close: async () => {
      await served.close();
      await kernel.close();
      await post.close();
      rmSync(dataDir, { recursive: true, force: true });
      if (!options.beside) await database.drop();
    },
  };
}

/** As the composition root does it, with these two modules only. */
async function serveHouse(kernel: Kernel): Promise<{ url: string; close(): Promise<void> }> {
  const authenticators = {
    person: authenticatePerson.bind(null, kernel),
    key: authenticateKey.bind(null, kernel),
    visitor: async () => null,
    setupOpen: () => setupOpen(kernel),
  };
  const routes = [...organisationsRoutes, ...peopleRoutes];
  const app = await makeHttp({ kernel, routes, authenticators, checkAnswers: true });
  const hub = await makeHub(kernel, [presentPeople]);
  hub.recheck((connection) => recheckConnection(kernel, connection));
  mountLive(app, kernel, {
    hub,
    path: '/api/live',
    authenticate: async (request) =>
      (await authenticators.key(request)) ?? (await authenticators.person(request)),
    originAllowed: (request) => sameOrigin(kernel, request),
    ownTopics: () => ['desk'],
    mayFollow: async () => false,
    onSignal: () => {},
    onLeave: () => {},
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    await hub.stop();
    await app.close();
  };
  return { url, close };
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
