import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Egress, isPublicAddress, makeEgress } from './egress.ts';

type Answer = { status: number; headers?: Record<string, string>; body?: string };

/** A server on this machine that notes what it is asked. */
type Outside = { server: Server; port: number; asked: IncomingMessage[]; answer: (path: string) => Answer };

async function outside(): Promise<Outside> {
  const place: Outside = { server: createServer(), port: 0, asked: [], answer: () => ({ status: 200 }) };
  place.server.on('request', (request, response) => {
    place.asked.push(request);
    const { status, headers, body } = place.answer(request.url ?? '');
    response.writeHead(status, headers).end(body ?? 'ok');
  });
  await new Promise<void>((done) => place.server.listen(0, '127.0.0.1', done));
  place.port = (place.server.address() as AddressInfo).port;
  return place;
}

let first: Outside;
let second: Outside;
let secret: Outside;
let egress: Egress;
const at = (place: Outside, path = '/'): string => `http://127.0.0.1:${place.port}${path}`;

beforeAll(async () => {
  [first, second, secret] = [await outside(), await outside(), await outside()];
  // The third is on the same machine and not allowed.
  egress = makeEgress([`127.0.0.1:${first.port}`, `127.0.0.1:${second.port}`]);
});

afterAll(async () => {
  await egress.close();
  for (const place of [first, second, secret]) place.server.close();
});

describe('lesson 30: which addresses are public', () => {
  it.each([
    '127.0.0.1',
    '127.255.0.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'not an address',
    '',
  ])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is', (address) =>
    expect(isPublicAddress(address)).toBe(true),
  );
});

describe('lesson 32: addresses in odd spellings', () => {
  it.each([
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f.0.0.1/',
    'http://0177.0.0.1/',
    'http://127。0。0。1/',
    'http://[::ffff:7f00:1]/',
    'http://localhost/',
    'http://LOCALHOST./',
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://example.com/',
    'http://user:password@example.com/',
    'not an address',
    '//example.com/',
  ])('%s is refused before anything is connected', async (address) => {
    await expect(egress.fetch(address)).rejects.toMatchObject({
      code: expect.stringMatching(/refused|outside_failed/),
    });
  });
});

it('lesson 13: a private address is called only where the operator allowed host and port', async () => {
  expect((await egress.fetch(at(first))).status).toBe(200);
  await expect(egress.fetch(at(secret))).rejects.toMatchObject({ code: 'refused' });
  await expect(egress.resolve('127.0.0.1', secret.port)).rejects.toMatchObject({ code: 'refused' });
  expect(secret.asked).toHaveLength(0);
});

it('lesson 31: every redirect is checked again, and there are at most three', async () => {
  first.answer = () => ({ status: 302, headers: { location: at(secret, '/inside') } });
  await expect(egress.fetch(at(first))).rejects.toMatchObject({ code: 'refused' });
  first.answer = () => ({ status: 302, headers: { location: 'file:///etc/passwd' } });
  await expect(egress.fetch(at(first))).rejects.toMatchObject({ code: 'refused' });
  expect(secret.asked).toHaveLength(0);
  first.asked.length = 0;
  first.answer = () => ({ status: 302, headers: { location: '/again' } });
  await expect(egress.fetch(at(first))).rejects.toMatchObject({ code: 'outside_failed' });
  expect(first.asked).toHaveLength(4);
});

it('lesson 31: credentials stay with the host they were meant for', async () => {
  second.asked.length = 0;
  first.answer = (path) =>
    path === '/near' ? { status: 200 } : { status: 302, headers: { location: at(second, '/far') } };
  const headers = { Authorization: 'Bearer secret', cookie: 'a=b', 'x-plain': '1' };
  await egress.fetch(at(first, '/from'), { headers });
  expect(second.asked[0]?.headers).toMatchObject({ 'x-plain': '1' });
  expect(second.asked[0]?.headers.authorization).toBeUndefined();
  expect(second.asked[0]?.headers.cookie).toBeUndefined();
  first.asked.length = 0;
  await egress.fetch(at(first, '/near'), { headers });
  expect(first.asked[0]?.headers.authorization).toBe('Bearer secret');
});

it('an answer larger than allowed is cut off, a slow one given up', async () => {
  first.answer = () => ({ status: 200, body: 'x'.repeat(100_000) });
  const answer = await egress.fetch(at(first), { maxBytes: 1000 });
  await expect(answer.bytes()).rejects.toMatchObject({ code: 'too_large' });
  const silent = createServer(() => {});
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const { port } = silent.address() as AddressInfo;
  const patient = makeEgress([`127.0.0.1:${port}`]);
  try {
    await expect(patient.fetch(`http://127.0.0.1:${port}/`, { timeoutMs: 200 })).rejects.toThrow();
  } finally {
    await patient.close();
    silent.closeAllConnections();
    silent.close();
  }
});
