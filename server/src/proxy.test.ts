import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { Patient } from './cli/doctor/check.ts';
import { checkAddress } from './cli/doctor/outside.ts';
import { makeOperatorEgress } from './kernel/kernel.ts';
import { foundOrganisation } from './modules/people/index.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { type Certificate, selfSigned } from './testing/certificate.ts';
import { nginx, startNginx } from './testing/nginx.ts';
import { type Front, startProxy } from './testing/proxy.ts';

/** HTTPS as the guide sets it up: TLS ends at a proxy, the house behind it speaks HTTP. */
const certificate = selfSigned();
const former = getCACertificates('default');
const password = 'a password nobody guesses';
const owner = { name: 'Dona', email: 'dona@loja.example', password };
let proxy: Front;
let app: TestApp;

async function behind(front: Front, trusted: string): Promise<TestApp> {
  const started = await startTestApp({
    publicUrl: front.url,
    env: { ROLES: 'web,live', TRUSTED_PROXIES: trusted, LOG_LEVEL: 'silent' },
  });
  await foundOrganisation(started.kernel, { organisation: { name: 'Loja' }, owner });
  return started;
}
const portOf = (started: TestApp): number =>
  (started.http?.server.address() as AddressInfo | undefined)?.port ?? 0;

beforeAll(() => setDefaultCACertificates([...former, certificate.cert]));
afterAll(() => setDefaultCACertificates(former));

type Answer = { status: number; cookies: string[]; body: ReturnType<typeof JSON.parse> };
type Asking = { from?: string; headers?: Record<string, string>; body?: unknown; by?: Front };

/** Linux has the whole of 127.0.0.0/8; elsewhere everybody is 127.0.0.1 and the test says less. */
const others = process.platform === 'linux';
const client = others ? '127.0.0.2' : '127.0.0.1';

function ask(
  method: string,
  path: string,
  { from = client, headers, body, by = proxy }: Asking = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request(by.url + path, {
      method,
      localAddress: from,
      host: '127.0.0.1',
      servername: 'localhost',
      headers: {
        'x-meada-csrf': '1',
        origin: by.url,
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
    });
    call.on('response', (answer) => {
      void answer.toArray().then((parts) => {
        const cookies = answer.headers['set-cookie'] ?? [];
        const text = Buffer.concat(parts).toString('utf8');
        resolve({
          status: answer.statusCode ?? 0,
          cookies,
          body: text.startsWith('{') ? JSON.parse(text) : text,
        });
      });
    });
    call.on('error', reject);
    call.end(body ? JSON.stringify(body) : undefined);
  });
}

const { email } = owner;
const signIn = (how: Asking = {}) => ask('POST', '/api/session', { ...how, body: { email, password } });
const cookieOf = ({ cookies }: Answer): string => cookies.map((line) => line.split(';')[0]).join('; ');

const fronts: [string, (certificate: Certificate) => Promise<Front>][] = [
  ['a proxy', startProxy],
  ...(nginx ? [['nginx with the example of the guide', startNginx] as [string, typeof startNginx]] : []),
];

describe.each(fronts)('HTTPS through %s', (_name, start) => {
  beforeAll(async () => {
    proxy = await start(certificate);
    app = await behind(proxy, '1');
    await proxy.to(portOf(app));
  });
  afterAll(async () => {
    await app.stop();
    await proxy.stop();
  });

  it('LESSONS 6: cookies are for this host and for https only, and work through the proxy', async () => {
    const answer = await signIn();
    expect(answer.status).toBe(200);
    for (const line of answer.cookies) {
      expect(line).toMatch(/^__Host-meada\w*=/);
      expect(line).toMatch(/; Path=\/;.*; HttpOnly; SameSite=Lax; Secure$/);
    }
    const cookie = cookieOf(answer);
    expect((await ask('GET', '/api/session', { headers: { cookie } })).status).toBe(200);
    const next = { cookie, origin: 'https://evil.example' };
    expect((await ask('DELETE', '/api/session', { headers: next })).status).toBe(403);
    // A cookie without the prefix could have been set by another host of the domain: it counts for nothing.
    const bare = cookie.replaceAll('__Host-', '');
    expect((await ask('GET', '/api/session', { headers: { cookie: bare } })).status).toBe(401);
  });

  it('the address of a caller is the one the proxy saw; what the caller says of itself is not heard', async () => {
    const spoofed = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7', 'x-real-ip': '203.0.113.9' };
    const cookie = cookieOf(await signIn({ headers: { ...spoofed, forwarded: 'for=203.0.113.9' } }));
    const { body } = await ask('GET', '/api/sessions', { headers: { cookie } });
    const current = body.items.find((item: { current: boolean }) => item.current);
    expect(current.address.replace('::ffff:', '')).toBe(client);
  });

  it.runIf(others)('limits count per caller, and invented addresses are no way round them', async () => {
    const look = (from: string, headers: Record<string, string> = {}) =>
      ask('POST', '/api/invitations/look', { from, headers, body: { token: 'A'.repeat(43) } });
    const statuses: number[] = [];
    for (let n = 0; n < 32; n += 1) {
      statuses.push((await look('127.0.0.3', { 'x-forwarded-for': `203.0.113.${n}` })).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect((await look('127.0.0.4')).status).toBe(404);
  });

  it('sockets go through, and pages of other origins open none', async () => {
    const cookie = cookieOf(await signIn());
    const open = (origin: string) => {
      const url = `${proxy.url.replace('https', 'wss')}/api/live`;
      const socket = new WebSocket(url, { headers: { cookie, origin }, ca: certificate.cert });
      const frames: { t: string; code?: string }[] = [];
      socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8'))));
      socket.on('open', () => socket.send(JSON.stringify({ t: 'hello', topics: [], cursor: null })));
      return { socket, frames };
    };
    const own = open(proxy.url);
    await vi.waitFor(() => expect(own.frames.map(({ t }) => t)).toContain('ready'), 5000);
    const foreign = open('https://evil.example');
    await vi.waitFor(
      () => expect(foreign.frames[0]).toMatchObject({ t: 'end', code: 'unauthenticated' }),
      5000,
    );
    own.socket.terminate();
    foreign.socket.terminate();
  });

  it('a platform reaches the webhooks, and doctor the address; numbers of the house are not for the world', async () => {
    expect((await ask('POST', '/hooks/nothing-of-ours', { body: {} })).status).toBe(404);
    const { config } = app.kernel;
    const egress = makeOperatorEgress(config, [`localhost:${proxy.port}`]);
    const patient = { config, egress, publicUrl: proxy.url } as Patient;
    expect(await checkAddress(patient)).toContainEqual(
      expect.objectContaining({ name: 'reach', state: 'ok', text: `${proxy.url}/health answers.` }),
    );
    await egress.close();
    expect((await ask('GET', '/metrics')).status).toBe(404);
    // From this machine itself, and a proxy on it that nobody counted.
    const direct = `http://127.0.0.1:${portOf(app)}/metrics`;
    expect((await fetch(direct)).status).toBe(200);
    expect((await fetch(direct, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(404);
  });
});

it('two proxies in front: with 2 both are believed, with 1 everybody comes from the inner one', async () => {
  const outer = await startProxy(certificate);
  const inner = await startProxy();
  await outer.to(inner.port);
  for (const [trusted, expected] of [
    ['2', client],
    ['1', '127.0.0.1'],
    ['0', '127.0.0.1'],
  ] as const) {
    const house = await behind(outer, trusted);
    await inner.to(portOf(house));
    const spoofed = { 'x-forwarded-for': '203.0.113.9' };
    const cookie = cookieOf(await signIn({ by: outer, headers: spoofed }));
    const { body } = await ask('GET', '/api/sessions', { by: outer, headers: { cookie } });
    expect(body.items[0].address.replace('::ffff:', ''), trusted).toBe(expected);
    await house.stop();
  }
  await outer.stop();
  await inner.stop();
}, 60_000);
