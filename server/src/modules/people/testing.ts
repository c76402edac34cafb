import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { heldClock } from '../../kernel/clock.ts';
import { readConfig } from '../../kernel/config.ts';
import type { Kernel } from '../../kernel/ctx.ts';
import type { Mounted } from '../../kernel/http/route.ts';
import { makeHttp } from '../../kernel/http/server.ts';
import { makeKernel } from '../../kernel/kernel.ts';
import type { SystemMail } from '../../kernel/mail.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing/database.ts';
import { organisationsRoutes, setupOpen } from '../organisations/index.ts';
import { authenticateKey, authenticatePerson } from './authenticate.ts';
import { foundOrganisation } from './found-organisation.ts';
import { peopleRoutes } from './routes.ts';

/** This module's routes over real HTTP on a database of their own, with a held clock and mails kept. */
export type House = {
  url: string;
  kernel: Kernel;
  clock: ReturnType<typeof heldClock>;
  mails: SystemMail[];
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
  routes?: Mounted[];
  /** Another process on the same database. */
  beside?: House;
};

export const password = 'a password nobody guesses';

/** Opens a house. */
export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const database = options.beside?.database ?? (await testDatabase());
  const clock = options.beside?.clock ?? heldClock('2026-03-02T12:00:00Z');
  const dataDir = mkdtempSync(join(tmpdir(), 'meada-people-'));
  const mails: SystemMail[] = [];
  const config = readConfig({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    ...(options.shared || options.beside
      ? { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl }
      : {}),
  });
  const made = await makeKernel(config, database, {
    ports: {} as Kernel['ports'],
    clock,
    publicUrl: options.publicUrl,
  });
  const mailer = { configured: true, send: async (mail: SystemMail) => void mails.push(mail) };
  const kernel: Kernel = { ...made, mailer };
  const app = await makeHttp({
    kernel,
    routes: [...organisationsRoutes, ...peopleRoutes, ...(options.routes ?? [])],
    authenticators: {
      person: (request) => authenticatePerson(kernel, request),
      key: (request) => authenticateKey(kernel, request),
      visitor: async () => null,
      setupOpen: () => setupOpen(kernel),
    },
    checkAnswers: true,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const house: House = {
    url,
    kernel,
    clock,
    mails,
    database,
    browser: () => makeBrowser(url),
    found: async (name) => {
      const email = `owner@${name.toLowerCase()}.example`;
      const made = await foundOrganisation(kernel, {
        organisation: { name },
        owner: { name: `Owner of ${name}`, email, password },
      });
      const browser = makeBrowser(url);
      await browser.call('POST', '/api/session', { email, password });
      return { orgId: made.orgId, ownerId: made.ownerId, email, browser };
    },
    tokenMailed: (to, page) =>
      vi.waitFor(() => {
        const link = new RegExp(`/${page}/(\\S+)`);
        const found = mails.filter((mail) => mail.to === to && link.test(mail.text)).at(-1);
        if (!found) throw new Error(`no mail with a link to ${page} for ${to}`);
        return link.exec(found.text)?.[1] ?? '';
      }, 5000),
    close: async () => {
      await app.close();
      await made.close();
      rmSync(dataDir, { recursive: true, force: true });
      if (!options.beside) await database.drop();
    },
  };
  return house;
}

export type Answer = {
  status: number;
  body: Record<string, never> & Record<string, unknown>;
  cookies: string[];
  text: string;
};

export type Browser = {
  cookies: Map<string, string>;
  headers: Record<string, string>;
  /** Calls and throws nothing; the answer's cookies are kept. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Calls and throws unless the answer is 200; answers the body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect.
  ok(method: string, path: string, body?: unknown): Promise<any>;
};

/** A browser of the desk: keeps cookies, sends the desk's own header. */
export function makeBrowser(url: string): Browser {
  const cookies = new Map<string, string>();
  const headers: Record<string, string> = { 'x-meada-csrf': '1' };
  const call: Browser['call'] = async (method, path, body) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url + path, {
      method,
      headers: {
        ...headers,
        ...(cookie ? { cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie();
    for (const line of set) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text), cookies: set, text };
  };
  return {
    cookies,
    headers,
    call,
    ok: async (method, path, body) => {
      const answer = await call(method, path, body);
      if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
      return answer.body;
    },
  };
}
