import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { escaped } from './delivery.ts';
import { startWhatsapp, type WhatsappSimulator } from './index.ts';
import { waIdOf } from './store.ts';
import type { SimulatorOptions } from './types.ts';

/** What is waited for may take this long on a busy machine. */
const soon = { timeout: 15_000, interval: 20 };

type Json = Record<string, unknown>;
let simulator: WhatsappSimulator;
const running: WhatsappSimulator[] = [];
let server: Server | undefined;
const webhooks: { body: string; signature: string }[] = [];

async function start(options: SimulatorOptions = {}): Promise<void> {
  simulator = await startWhatsapp({
    delays: { sent: 1, delivered: 1, read: 1 },
    retryDelays: [],
    ...options,
  });
}
beforeEach(() => {
  webhooks.length = 0;
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** A business that takes every webhook, with the token `certo`. */
async function listen(): Promise<string> {
  const made = createServer(async (request, answer) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    if (request.method === 'GET') {
      const ok = query.get('hub.verify_token') === 'certo';
      return answer.writeHead(ok ? 200 : 403).end(query.get('hub.challenge'));
    }
    webhooks.push({ body, signature: String(request.headers['x-hub-signature-256']) });
    return answer.end();
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/hook`;
}

async function call(path: string, json?: unknown, token = simulator.config.accessToken) {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(json ? { 'content-type': 'application/json' } : {}),
  };
  const body = json ? JSON.stringify(json) : undefined;
  const answer = await fetch(`${simulator.graphUrl}/${path}`, {
    method: json ? 'POST' : 'GET',
    headers,
    body,
  });
  return { status: answer.status, body: (await answer.json()) as Json, headers: answer.headers };
}
const text = (to: string, words = 'oi') => ({
  messaging_product: 'whatsapp',
  to,
  type: 'text',
  text: { body: words },
});
const send = (json: unknown) => call(`${simulator.config.phoneNumberId}/messages`, json);
const codeOf = (answer: { body: Json }) => (answer.body.error as Json | undefined)?.code;

it.each([
  ['5541988887777', '554188887777'],
  ['+55 41 8888-7777', '554188887777'],
  ['551187654321', '5511987654321'],
  ['5528999991234', '5528999991234'],
  ['5531988881234', '553188881234'],
  ['554133334444', '554133334444'],
  ['16505551234', '16505551234'],
])('the id of %s is %s', (number, id) => expect(waIdOf(number)).toBe(id));

it('answers with the customer’s own id and refuses a wrong token', async () => {
  await start();
  const sent = await send(text('5541988887777'));
  expect(sent.body.contacts).toEqual([{ input: '5541988887777', wa_id: '554188887777' }]);
  const refused = await call('me', undefined, 'errado');
  expect([refused.status, codeOf(refused)]).toEqual([401, 190]);
});

it('limits messages a second', async () => {
  await start({ perSecond: 3, now: () => 1_800_000_000_000 });
  const statuses = [];
  for (let i = 0; i < 5; i += 1) statuses.push((await send(text('5511987654321'))).status);
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
});

it('keeps the 24-hour window', async () => {
  let now = Date.parse('2026-03-02T12:00:00Z');
  await start({ windowError: 'answer', now: () => now });
  expect(codeOf(await send(text('5511987654321')))).toBe(131047);
  simulator.customerSends('5511987654321', 'oi');
  expect((await send(text('5511987654321'))).status).toBe(200);
  now += 24 * 3600 * 1000;
  expect(codeOf(await send(text('5511987654321')))).toBe(131047);
});

it.each([
  ['text too long', { ...text('5511987654321'), text: { body: 'a'.repeat(4097) } }, 100],
  ['no recipient', { ...text(''), to: undefined }, 131008],
  ['unknown type', { ...text('5511987654321'), type: 'hologram' }, 100],
  [
    'media nobody uploaded',
    { messaging_product: 'whatsapp', to: '1', type: 'image', image: { id: '9' } },
    131053,
  ],
  [
    'template nobody approved',
    {
      messaging_product: 'whatsapp',
      to: '1',
      type: 'template',
      template: { name: 'x', language: { code: 'pt_BR' } },
    },
    132001,
  ],
])('refuses: %s', async (_, json, code) => {
  await start();
  expect(codeOf(await send(json))).toBe(code);
});

it('verifies the address before it sends signed webhooks there', async () => {
  await start();
  const callback = await listen();
  const point = (token: string) =>
    call(simulator.config.phoneNumberId, {
      webhook_configuration: { override_callback_uri: callback, verify_token: token },
    });
  expect(codeOf(await point('errado'))).toBe(2200);
  simulator.customerSends('5511987654321', 'perdida');
  expect((await point('certo')).status).toBe(200);
  simulator.customerSends('5511987654321', 'ação 1/2', { name: 'Zoë' });
  await simulator.settled();
  expect(webhooks).toHaveLength(1);
  const [{ body, signature } = { body: '', signature: '' }] = webhooks;
  expect(signature).toBe(
    `sha256=${createHmac('sha256', simulator.config.appSecret).update(body).digest('hex')}`,
  );
  expect(body).toContain('a\\u00e7\\u00e3o 1\\/2');
  expect(JSON.stringify(JSON.parse(body))).toContain('ação 1/2');
});

it('leaves one tick while the phone is off', async () => {
  await start();
  simulator.customerSends('5511987654321', 'oi');
  simulator.setOnline('5511987654321', false);
  const changes: string[] = [];
  const stopListening = simulator.onChange((waId) => changes.push(waId));
  await send(text('5511987654321', 'chegou?'));
  const state = () => simulator.chat('5511987654321').messages.at(-1)?.state;
  await vi.waitFor(() => expect(state()).toBe('sent'), soon);
  simulator.setOnline('5511987654321', true);
  await vi.waitFor(() => expect(state()).toBe('delivered'), soon);
  expect(new Set(changes)).toEqual(new Set(['5511987654321']));
  stopListening();
});

it('lists its templates and tells about its number', async () => {
  await start();
  const templates = await call(`${simulator.config.businessAccountId}/message_templates`);
  expect((templates.body.data as Json[])[0]).toMatchObject({ name: 'pedido_pronto', status: 'APPROVED' });
  const number = await call(`${simulator.config.phoneNumberId}?fields=display_phone_number`);
  expect(number.body).toMatchObject({ display_phone_number: '+55 41 3333-4444' });
});

it('escapes as the platform does', () => expect(escaped('"é/😀"')).toBe('"\\u00e9\\/\\ud83d\\ude00"'));
