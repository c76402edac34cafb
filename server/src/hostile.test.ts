import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { allRoutes } from './app.ts';
import { type House, openHouse, password } from './modules/people/testing.ts';
import type { Browser } from './modules/people/testing-browser.ts';

/** The whole app over HTTP, asked by strangers and by people with ill will. */
let house: House;
let owner: Browser;
let email: string;

beforeAll(async () => {
  house = await openHouse();
  ({ browser: owner, email } = await house.found('Fio'));
});
afterAll(() => house.close());

const some = '0198c1a0-0000-7000-8000-000000000000';
const addressOf = (path: string): string => house.url + path.replace(/:\w+/g, some);
const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(house.url + path, init);

describe('lesson 35: nothing is done for somebody who is not known', () => {
  /** Who may call without being known. A further one is a decision: read why each of these is safe first. */
  const open = [
    ...['chat.open', 'invitations.accept', 'invitations.state', 'session.askReset', 'session.reset'],
    ...['session.secondFactor', 'session.signIn', 'setup.run', 'setup.state'],
    // What a firm shows on its own site, and a request to be called: origins, honeypot and six a minute from an address.
    ...['site.callback', 'site.left', 'site.read'],
  ];

  it('only these routes are open', () => {
    const found = allRoutes.map(({ route }) => route).filter(({ access }) => /^(public|setup)$/.test(access));
    expect(found.map(({ id }) => id).sort()).toEqual(open);
  });

  it.each(allRoutes.map(({ route }) => route).filter(({ id }) => !open.includes(id)))(
    '$method $path asks who calls',
    async ({ method, path }) => {
      for (const headers of strangers()) {
        const body = method === 'GET' ? undefined : '{}';
        const type = body ? { 'content-type': 'application/json' } : {};
        const response = await fetch(addressOf(path), { method, body, headers: { ...type, ...headers } });
        expect(response.status).toBe(401);
      }
    },
  );

  const strangers = (): Record<string, string>[] => [
    {},
    { authorization: 'Bearer ' },
    { authorization: 'Bearer mk_nobody' },
    { cookie: 'meada=' },
    { cookie: `meada=${'a'.repeat(43)}` },
    { 'x-forwarded-user': email, 'remote-user': email, 'x-forwarded-for': '127.0.0.1' },
  ];
});

describe('lesson 53: keys that reach into prototypes', () => {
  it.each([
    '{"__proto__":{"admin":true},"email":"a@b.example","password":"x"}',
    '{"constructor":{"prototype":{"admin":true}},"email":"a@b.example","password":"x"}',
    '{"email":{"__proto__":{"admin":true}},"password":"x"}',
  ])('%s is refused', async (body) => {
    const response = await ask('/api/session', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(400);
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it.each(['__proto__[admin]=1', '__proto__.admin=1', 'constructor[prototype][admin]=1'])(
    'the query %s changes nothing',
    async (query) => {
      expect((await owner.call('GET', `/api/conversations?${query}`)).status).toBe(400);
      expect(({} as Record<string, unknown>).admin).toBeUndefined();
    },
  );
});

it.each([
  '/assets/../../package.json',
  '/assets/..%2f..%2fpackage.json',
  '/assets/%2e%2e/%2e%2e/package.json',
  '/widget/..%5c..%5cpackage.json',
  '/widget/....//....//package.json',
  '/files/..%2f..%2fpackage.json',
  '/files/%00',
  '/hooks/..%2f..%2fetc%2fpasswd',
])('lesson 54: %s gives no file of the server', async (path) => {
  const text = await (await ask(path)).text();
  expect(text).not.toMatch(/"workspaces"|"devDependencies"|root:x:/);
});

it.each([
  '/',
  '/api/docs',
  '/loja',
  '/nothing',
  '/api/nothing',
  '/files/nothing',
  '/hooks/nothing',
  '/health',
])('lesson 52: %s answers with a policy and without guessing types', async (path) => {
  const { headers } = await ask(path);
  expect(headers.get('content-security-policy')).toBeTruthy();
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

it('lesson 57: what a client says of its address is not believed, and never markup', async () => {
  const browser = house.browser();
  const lie = '<img src=x onerror=steal()>';
  Object.assign(browser.headers, {
    'x-forwarded-for': lie,
    'cf-connecting-ip': lie,
    forwarded: `for="${lie}"`,
  });
  expect((await browser.call('POST', '/api/session', { email, password })).status).toBe(200);
  const sessions = await browser.call('GET', '/api/sessions');
  expect(sessions.status).toBe(200);
  expect(sessions.text).not.toContain('onerror');
  expect(sessions.text).toMatch(/127\.0\.0\.1/);
});

describe('lesson 14: odd frames', () => {
  const cookie = (): string => [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  /** Opens the desk's socket, sends, and answers the code it was closed with. */
  const closedAfter = (data: string | Uint8Array): Promise<number> =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${house.url.replace('http', 'ws')}/api/live`, {
        headers: { cookie: cookie() },
      });
      socket.on('open', () => socket.send(data));
      socket.on('close', resolve);
      socket.on('error', reject);
    });

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an unknown kind', '{"t":"admin"}'],
    ['a wrong topic', '{"t":"hello","topics":["conversation:%"],"cursor":null}'],
    ['an object for a text', '{"t":"hello","topics":[{"$ne":1}],"cursor":null}'],
    ['an unknown key', '{"t":"ping","__proto__":{"a":1},"more":1}'],
    ['bytes', new Uint8Array([0, 255, 254, 0])],
  ])('%s ends the socket and nothing else', async (_name, data) => {
    expect(await closedAfter(data)).toBe(4400);
  });

  it('a frame that is too large ends it, too', async () => {
    expect(await closedAfter('x'.repeat(17 * 1024))).toBe(1009);
  });

  it('whatever is sent, the server goes on', async () => {
    const property = fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
      if (/"t"\s*:/.test(text)) return;
      expect(await closedAfter(text)).toBe(4400);
    });
    await fc.assert(property, { numRuns: 50 });
    expect((await ask('/health')).status).toBe(200);
  });
});
