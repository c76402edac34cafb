import type { OutboundMessage } from '@meada/contract/channels';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ApiSimulator, startApi } from '../../../../../simulators/src/api/index.ts';
import { type Egress, makeEgress } from '../../../kernel/egress.ts';
import type { ChannelIo, Settings } from '../../../modules/inboxes/port.ts';
import { userKind } from './ids.ts';
import { api } from './index.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const dispatchId = '01940000-0000-7000-8000-000000000002';
let system: ApiSimulator;
let egress: Egress;

beforeEach(async () => {
  system = await startApi({ secret });
  egress = makeEgress(system.allow);
});
afterEach(async () => {
  await egress.close();
  await system.stop();
});

/** As the house hands it to a plug-in; `timeoutMs` shortens the wait for an answer. */
function ioOf(settings: Settings = {}, timeoutMs?: number): ChannelIo {
  return {
    inbox: { id: 'loja', orgId: 'o', name: 'API', address: 'x', brand: 'Fio' },
    settings: { secret, deliverUrl: system.deliverUrl, ...settings },
    egress: {
      ...egress,
      fetch: (url, init) => egress.fetch(url, { ...init, ...(timeoutMs && { timeoutMs }) }),
    },
    publicUrl: 'https://meada.example',
    now: () => new Date(),
    log: () => undefined,
  };
}

const message = (more: Partial<OutboundMessage> = {}): OutboundMessage => ({
  messageId: '01940000-0000-7000-8000-000000000001',
  dispatchId,
  to: { kind: userKind, value: 'loja:42', name: 'Marina' },
  content: { v: 1, kind: 'text', text: 'Tem, sim!' },
  attachments: [],
  replyToken: 'r',
  author: { name: 'Bia', locale: 'pt-BR' },
  protocol: '2026.000001',
  ...more,
});

it('hands a message over, signed, with its files', async () => {
  const bytes = new TextEncoder().encode('%PDF-1.4');
  const file = { name: 'nota.pdf', type: 'application/pdf', kind: 'document' as const, size: bytes.length };
  const attachments = [{ ...file, read: async () => bytes }];
  const sent = await api.send(message({ attachments, replyToExternalId: `outbox:${dispatchId}` }), ioOf());
  const ids = { externalId: `sys-${dispatchId}`, moreExternalIds: [dispatchId] };
  expect(sent).toEqual({ state: 'sent', ...ids });
  expect(system.received()).toEqual([
    {
      type: 'message',
      id: dispatchId,
      to: { id: '42', name: 'Marina' },
      content: { v: 1, kind: 'text', text: 'Tem, sim!' },
      text: 'Tem, sim!',
      attachments: [{ ...file, base64: Buffer.from(bytes).toString('base64') }],
      replyTo: dispatchId,
      author: { name: 'Bia' },
      locale: 'pt-BR',
      automatic: false,
      protocol: '2026.000001',
    },
  ]);
});

describe('what an answer means', () => {
  const answer = async (
    status: number,
    { retryAfter, body }: { retryAfter?: string; body?: string } = {},
  ) => {
    const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
    system.failNext({ how: 'answer', status, headers, ...(body && { body }) });
    return api.send(message(), ioOf());
  };

  it('410 and other refusals are final and say why', async () => {
    const refusal = { state: 'failed', code: 'gone', text: 'The other system answered 410: user left' };
    expect(await answer(410, { body: 'user\n left' })).toEqual(refusal);
    expect(await answer(422)).toMatchObject({ state: 'failed', code: 'refused_422' });
    expect(await answer(401)).toMatchObject({ state: 'failed', code: 'refused_401' });
  });

  it('429 and 503 wait as long as they ask, in seconds or until a date', async () => {
    expect(await answer(429, { retryAfter: '7' })).toMatchObject({ state: 'retry', afterSeconds: 7 });
    const date = new Date(Date.now() + 120_000).toUTCString();
    const waits = await answer(503, { retryAfter: date });
    expect(waits).toMatchObject({ state: 'retry', afterSeconds: expect.closeTo(120, -1) });
    for (const retryAfter of ['-1', 'soon', 'Thu, 01 Jan 1970 00:00:00 GMT', '0']) {
      const result = await answer(429, { retryAfter });
      expect([retryAfter, result]).toEqual([retryAfter, expect.not.objectContaining({ afterSeconds: 0 })]);
      expect(result.state).toBe('retry');
    }
    expect(await answer(429, { retryAfter: '999999999' })).toMatchObject({ afterSeconds: 86_400 });
  });

  it('500, 408 and silence are tried again', async () => {
    for (const status of [500, 502, 408, 425]) expect((await answer(status)).state).toBe('retry');
    system.failNext({ how: 'hang' });
    expect(await api.send(message(), ioOf({}, 200))).toMatchObject({ state: 'retry', code: 'no_answer' });
    expect(system.received()).toEqual([]);
  });

  it('lesson D4: cut after it was taken, sent again under the same id, there once', async () => {
    system.failNext({ how: 'cut' });
    expect((await api.send(message(), ioOf())).state).toBe('retry');
    expect((await api.send(message(), ioOf())).state).toBe('sent');
    expect(system.attempts.map(({ id, isCopy }) => [id, isCopy])).toEqual([
      [dispatchId, false],
      [dispatchId, true],
    ]);
    expect(system.received()).toHaveLength(1);
  });

  it('a redirect is not followed: the signed request would become another', async () => {
    const headers = { location: system.file('taken', new Uint8Array(), 'text/plain') };
    system.failNext({ how: 'answer', status: 302, headers });
    expect((await api.send(message(), ioOf())).state).toBe('retry');
  });

  it('a strange external id is none', async () => {
    for (const body of ['{"externalId": 5}', 'null', '<html>', '{"externalId": "a\\nb"}', '']) {
      system.failNext({ how: 'answer', status: 202, body });
      expect(await api.send(message(), ioOf())).toMatchObject({ state: 'sent', externalId: dispatchId });
    }
  });

  it('a system that is not there is tried again, one that may not be called is not', async () => {
    await system.stop();
    expect((await api.send(message(), ioOf())).state).toBe('retry');
    const inside = await api.send(message(), ioOf({ deliverUrl: 'http://127.0.0.1:1/meada' }));
    expect(inside).toMatchObject({ state: 'failed', code: 'address_refused' });
  });
});

it('sends nothing unsigned, and nothing to users of another system', async () => {
  for (const wrong of ['', 'whsec_short'])
    expect(await api.send(message(), ioOf({ secret: wrong }))).toMatchObject({ code: 'no_secret' });
  const foreign = message({ to: { kind: userKind, value: 'outra:42' } });
  expect(await api.send(foreign, ioOf())).toMatchObject({ state: 'failed', code: 'foreign_user' });
  expect(system.attempts).toEqual([]);
});

it('lays it into the outbox where there is no address to push to', async () => {
  expect(await api.send(message(), ioOf({ deliverUrl: '' }))).toEqual({
    state: 'sent',
    externalId: `outbox:${dispatchId}`,
    moreExternalIds: [dispatchId],
  });
});

it('tests the connection step by step', async () => {
  expect(await api.test(ioOf())).toMatchObject({ ok: true });
  expect(await api.test(ioOf({ deliverUrl: '', secret: '' }))).toMatchObject({ ok: true });
  expect(await api.test(ioOf({ secret: 'x' }))).toMatchObject({ ok: false, steps: [{ name: 'secret' }] });
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  expect((await api.test(ioOf({ secret: other }))).steps.at(-1)).toMatchObject({
    ok: false,
    text: 'HTTP 401',
  });
  expect((await api.test(ioOf({ deliverUrl: 'http://127.0.0.1:1/' }))).ok).toBe(false);
});

it('fetches files from the address they were pushed with, never from inside', async () => {
  const fetchMedia = (ref: string) =>
    api.fetchMedia?.({ kind: 'image', name: 'a.png', type: 'image/png', ref }, ioOf());
  const url = system.file('a.png', new Uint8Array([1, 2, 3]), 'image/png');
  expect(await fetchMedia(url)).toMatchObject({ bytes: Buffer.from([1, 2, 3]), type: 'image/png' });
  await expect(fetchMedia(`${url}.gone`)).rejects.toThrow('404');
  for (const inside of ['http://127.0.0.1:1/', 'http://169.254.169.254/latest', 'file:///etc/passwd'])
    await expect(fetchMedia(inside)).rejects.toThrow();
});
