import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Inbound, InboundMessage, InboundStatus, OutboundMessage } from '@meada/contract/channels';
import type { Outgoing } from '@meada/contract/content';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startWhatsapp, type WhatsappSimulator } from '../../../../../simulators/src/whatsapp/index.ts';
import { makeEgress } from '../../../kernel/egress.ts';
import { soon } from '../../../kernel/testing/patience.ts';
import type { ChannelIo, RawRequest } from '../../../modules/inboxes/port.ts';
import { whatsapp } from './index.ts';
import { sampleSettings } from './samples.ts';

const customer = '5541988887777';
let simulator: WhatsappSimulator;
let server: Server;
let egress: ReturnType<typeof makeEgress>;
let io: ChannelIo;
let received: { ids: string[]; items: Inbound[] };
/** Status the receiver answers the next webhooks with, instead of 200. */
let refusals: number[];

/** Answers webhooks as the real server does: handshake, signature, arrivals, parse. */
async function startReceiver(): Promise<string> {
  server = createServer(async (incoming, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const url = new URL(incoming.url ?? '/', 'http://receiver');
    const request: RawRequest = {
      method: incoming.method ?? '',
      url: url.href,
      query: Object.fromEntries(url.searchParams),
      headers: incoming.headers as Record<string, string>,
      body: Buffer.concat(chunks),
    };
    if (request.method === 'GET') {
      const challenge = whatsapp.webhook?.handshake?.(request, io.settings) ?? null;
      return answer.writeHead(challenge === null ? 403 : 200).end(challenge ?? '');
    }
    const refusal = refusals.shift();
    if (refusal) return answer.writeHead(refusal).end();
    if (!whatsapp.webhook?.verify(request, io.settings)) return answer.writeHead(401).end();
    for (const one of whatsapp.webhook.arrivals(request)) {
      received.ids.push(one.externalId);
      const receipt = { ...one, receivedAt: new Date().toISOString() };
      received.items.push(...(await whatsapp.parse(receipt, io.settings)));
    }
    return answer.writeHead(200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/1`;
}

beforeEach(async () => {
  received = { ids: [], items: [] };
  refusals = [];
  simulator = await startWhatsapp({ delays: { sent: 1, delivered: 1, read: 1 }, retryDelays: [5, 5, 5] });
  const { accessToken, appSecret, graphUrl } = { ...simulator.config, graphUrl: simulator.graphUrl };
  egress = makeEgress(simulator.allow);
  io = {
    inbox: { id: '1', orgId: '1', name: 'Loja', address: '', brand: 'Loja' },
    settings: { ...sampleSettings, accessToken, appSecret, graphUrl },
    egress,
    publicUrl: 'http://127.0.0.1',
    now: () => new Date(),
    log: () => undefined,
  };
  await whatsapp.connect?.(io, await startReceiver());
});

afterEach(async () => {
  await simulator.stop();
  await egress.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function outbound(content: Outgoing, more: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    messageId: '01940000-0000-7000-8000-000000000001',
    dispatchId: '01940000-0000-7000-8000-000000000002',
    to: { kind: 'whatsapp', value: customer },
    content,
    attachments: [],
    replyToken: 'r.token',
    author: { name: 'Bia', locale: 'pt-BR' },
    protocol: '2026.000001',
    ...more,
  };
}
const hello: Outgoing = { v: 1, kind: 'text', text: 'Olá, Ana! Açaí às 15h?' };
const openWindow = () => simulator.customerSends(customer, 'oi', { name: 'Ana' });
const states = () => received.items.filter((one): one is InboundStatus => one.kind === 'status');
const messages = () => received.items.filter((one): one is InboundMessage => one.kind === 'message');

it('sends, and hears sent, delivered and read with our dispatch id', async () => {
  openWindow();
  const result = await whatsapp.send(outbound(hello), io);
  expect(result).toMatchObject({ state: 'sent', externalId: expect.stringMatching(/^wamid\./) });
  await vi.waitFor(() => expect(states().map((one) => one.state)).toEqual(['sent', 'delivered']), soon);
  simulator.customerReads('+55 41 98888-7777');
  await vi.waitFor(() => expect(states().at(-1)?.state).toBe('read'), soon);
  expect(states().every((one) => one.dispatchId === '01940000-0000-7000-8000-000000000002')).toBe(true);
  expect(simulator.chat(customer).messages.at(-1)).toMatchObject({
    text: 'Olá, Ana! Açaí às 15h?',
    state: 'read',
  });
});

it('receives what a customer writes under the old id without the ninth digit, and the same person by user id', async () => {
  openWindow();
  await vi.waitFor(() => expect(messages()).toHaveLength(1), soon);
  const [message] = messages();
  expect(message?.from).toEqual({ kind: 'whatsapp', value: '554188887777', name: 'Ana' });
  expect(message?.aliases?.map((one) => one.kind)).toEqual(['whatsapp_user']);
  const [userId] = message?.aliases ?? [];
  expect(await whatsapp.send(outbound(hello, { to: userId }), io)).toMatchObject({ state: 'sent' });
  expect(simulator.chats()).toHaveLength(1);
});

it.each([
  [
    'rate limit',
    { kind: 'error', status: 429, code: 130429, retryAfter: 7 },
    { state: 'retry', code: '130429', afterSeconds: 7 },
  ],
  [
    'rate limit as 400',
    { kind: 'error', status: 400, code: 131056 },
    { state: 'retry', code: '131056', afterSeconds: 60 },
  ],
  ['server error', { kind: 'error', status: 500, code: 131000 }, { state: 'unknown' }],
  ['garbage with 200', { kind: 'garbage' }, { state: 'unknown', code: 'no_answer' }],
  ['connection cut after the request', { kind: 'cut' }, { state: 'unknown', code: 'no_answer' }],
  ['token expired', { kind: 'error', status: 401, code: 190 }, { state: 'failed', code: '190' }],
  ['window closed', { kind: 'error', status: 400, code: 131047 }, { state: 'failed', code: '131047' }],
  ['undeliverable', { kind: 'error', status: 400, code: 131026 }, { state: 'failed', code: '131026' }],
  [
    'a code never seen',
    { kind: 'error', status: 400, code: 999_999, message: 'Novo' },
    { state: 'failed', code: '999999', text: 'Novo' },
  ],
] as const)('%s', async (_, fault, expected) => {
  openWindow();
  simulator.failNext(fault);
  expect(await whatsapp.send(outbound(hello), io)).toMatchObject(expected);
});

it('does not take a hanging platform for a refusal', async () => {
  simulator.failNext({ kind: 'hang' });
  const fetch: ChannelIo['egress']['fetch'] = (url, init) => egress.fetch(url, { ...init, timeoutMs: 200 });
  const impatient = { ...io, egress: { ...egress, fetch } };
  expect(await whatsapp.send(outbound(hello), impatient)).toMatchObject({
    state: 'unknown',
    code: 'no_answer',
  });
});

it('tries again when nobody listens: nothing has left the house', async () => {
  await simulator.stop();
  // A connection still open from before might have carried the request: only a fresh one is refused for sure.
  await egress.close();
  egress = makeEgress(simulator.allow);
  const result = await whatsapp.send(outbound(hello), { ...io, egress });
  expect(result).toMatchObject({ state: 'retry', code: 'unreachable' });
});

it('an answer lost after the message went out is settled by the status', async () => {
  openWindow();
  simulator.failNext({ kind: 'accepted_then_500' });
  expect(await whatsapp.send(outbound(hello), io)).toMatchObject({ state: 'unknown' });
  await vi.waitFor(() => expect(states()[0]?.dispatchId).toBe('01940000-0000-7000-8000-000000000002'), soon);
});

it('hears that the window was closed, and that a template may pass it', async () => {
  expect(await whatsapp.send(outbound(hello), io)).toMatchObject({ state: 'sent' });
  await vi.waitFor(
    () => expect(states()[0]).toMatchObject({ state: 'failed', error: { code: '131047' } }),
    soon,
  );
  const template: Outgoing = {
    v: 1,
    kind: 'template',
    name: 'pedido_pronto',
    language: 'pt-BR',
    text: 'Oi, Ana!',
    parameters: [{ value: 'Ana' }, { value: 'nº\n12' }],
  };
  await whatsapp.send(outbound(template), io);
  await vi.waitFor(() => expect(states().at(-1)?.state).toBe('delivered'), soon);
  expect(simulator.chat(customer).messages.at(-1)?.text).toBe('Oi, Ana! Seu pedido nº 12 está pronto.');
});

it('sends a long text in order, with one id each, and stops retrying after the first part', async () => {
  openWindow();
  const long: Outgoing = { v: 1, kind: 'text', text: 'palavra '.repeat(1200).trim() };
  const sent = await whatsapp.send(outbound(long), io);
  expect(sent).toMatchObject({ state: 'sent', moreExternalIds: [expect.any(String), expect.any(String)] });
  const rate = { kind: 'error', status: 429, code: 130429 } as const;
  simulator.failNext(rate);
  expect(await whatsapp.send(outbound(long), io)).toMatchObject({ state: 'retry' });
  simulator.failNext({ kind: 'pass' });
  simulator.failNext(rate);
  expect(await whatsapp.send(outbound(long), io)).toMatchObject({ state: 'failed', code: 'partly:130429' });
  simulator.failNext({ kind: 'pass' });
  simulator.failNext({ kind: 'cut' });
  expect(await whatsapp.send(outbound(long), io)).toMatchObject({
    state: 'unknown',
    code: 'partly:no_answer',
  });
});

it('uploads files before anything is said and fetches what customers send', async () => {
  openWindow();
  const bytes = new TextEncoder().encode('%PDF-1.4 nota');
  const file = {
    name: 'nota ção.pdf',
    type: 'application/pdf',
    kind: 'document' as const,
    size: bytes.length,
  };
  const content: Outgoing = { v: 1, kind: 'media', media: 'document', text: 'Sua nota' };
  const message = outbound(content, { attachments: [{ ...file, read: async () => bytes }] });
  simulator.failNext({ kind: 'error', status: 500, code: 1 });
  expect(await whatsapp.send(message, io)).toMatchObject({ state: 'retry', code: 'upload' });
  expect(await whatsapp.send(message, io)).toMatchObject({ state: 'sent' });
  const shown = simulator.chat(customer).messages.at(-1);
  expect(shown).toMatchObject({ type: 'document', text: 'Sua nota', body: { filename: 'nota ção.pdf' } });
  expect(Buffer.from(simulator.media(shown?.mediaId ?? '')?.bytes ?? [])).toEqual(Buffer.from(bytes));

  const photo = createHash('sha512').update('foto').digest();
  simulator.customerSendsMedia(customer, {
    kind: 'image',
    bytes: photo,
    type: 'image/jpeg',
    caption: 'veja',
  });
  await vi.waitFor(() => expect(messages().at(-1)?.attachments).toHaveLength(1), soon);
  const [attachment] = messages().at(-1)?.attachments ?? [];
  if (!attachment) throw new Error('no attachment');
  const fetched = await whatsapp.fetchMedia?.(attachment, io);
  expect(Buffer.from(fetched?.bytes ?? [])).toEqual(photo);
  expect(fetched?.type).toBe('image/jpeg');
  await expect(whatsapp.fetchMedia?.({ ...attachment, ref: '999' }, io)).rejects.toThrow();
});

it('sends every kind as the platform accepts it, quoting what it answers', async () => {
  const asked = openWindow();
  const contents: Outgoing[] = [
    { v: 1, kind: 'location', latitude: -25.4, longitude: -49.2, name: 'Loja' },
    {
      v: 1,
      kind: 'contact',
      contacts: [{ name: 'Rui', phones: ['+5541988887777'], emails: [], organisation: 'X' }],
    },
    {
      v: 1,
      kind: 'buttons',
      text: 'Tudo certo?',
      buttons: [
        { id: 's', title: 'Sim' },
        { id: 'n', title: 'Não' },
      ],
    },
    {
      v: 1,
      kind: 'buttons',
      text: 'Pague aqui',
      buttons: [{ id: 'p', title: 'Pagar', url: 'https://loja.example/p' }],
    },
    {
      v: 1,
      kind: 'list',
      text: 'Quando?',
      button: 'Ver',
      sections: [{ rows: [{ id: 't', title: 'À tarde' }] }],
    },
  ];
  for (const content of contents) {
    expect(await whatsapp.send(outbound(content, { replyToExternalId: asked }), io)).toMatchObject({
      state: 'sent',
    });
  }
  const shown = simulator.chat(customer).messages.slice(1);
  const types = shown.map((one) => one.body.type ?? one.type);
  expect(types).toEqual(['location', 'contacts', 'button', 'cta_url', 'list']);
  expect(shown.every((one) => one.replyTo === asked)).toBe(true);
});

it('sends the same bytes again until they are taken, and copies have the same id', async () => {
  refusals = [500, 503];
  simulator.duplicateNext(1);
  openWindow();
  await simulator.settled();
  expect(simulator.attempts.map((one) => one.status).sort()).toEqual([200, 200, 500, 503]);
  expect(new Set(simulator.attempts.map((one) => Buffer.from(one.body).toString())).size).toBe(1);
  expect(received.ids).toHaveLength(2);
  expect(new Set(received.ids).size).toBe(1);
});

it('shows reading and typing on the customer’s phone', async () => {
  const asked = openWindow();
  await whatsapp.signal?.({ kind: 'typing', upTo: asked, to: customer }, io);
  expect(simulator.chat(customer)).toMatchObject({ businessTyping: true, messages: [{ state: 'read' }] });
  await whatsapp.signal?.({ kind: 'read', upTo: null, to: customer }, io);
});

it('tests the connection step by step', async () => {
  const good = await whatsapp.test(io);
  expect(good.steps.filter((step) => !step.ok)).toEqual([]);
  const failing = async (settings: ChannelIo['settings']) => {
    const { ok, steps } = await whatsapp.test({ ...io, settings: { ...io.settings, ...settings } });
    return [ok, ...steps.filter((step) => !step.ok).map((step) => step.name)];
  };
  expect(await failing({ accessToken: 'errado' })).toEqual([false, 'token']);
  expect(await failing({ phoneNumberId: '1' })).toEqual([false, 'phone_number']);
  expect(await failing({ phoneNumber: '+55 41 3333-0000' })).toEqual([false, 'phone_number']);
  expect(await failing({ businessAccountId: '2' })).toEqual([false, 'subscription']);
  expect(await failing({ appSecret: '' })).toEqual([false, 'signature']);
});

it('refuses to connect an address that does not know the verify token', async () => {
  const settings = { ...io.settings };
  io.settings = { ...settings, verifyToken: 'outro' };
  await expect(
    whatsapp.connect?.({ ...io, settings }, `http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
  ).rejects.toThrow(/2200/);
});

it('makes a switch link that carries the token', () => {
  const link = whatsapp.switchLink?.(
    'M-abc',
    { ...sampleSettings },
    { message: 'Continuar: M-abc', subject: '' },
  );
  expect(link).toBe('https://wa.me/554133334444?text=Continuar%3A%20M-abc');
  const demo = { ...sampleSettings, linkUrl: 'http://127.0.0.1:4000/phone/whatsapp/' };
  expect(whatsapp.switchLink?.('M-abc', demo, { message: 'Oi', subject: '' })).toBe(
    'http://127.0.0.1:4000/phone/whatsapp/554133334444?text=Oi%20M-abc',
  );
});
