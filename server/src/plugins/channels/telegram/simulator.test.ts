import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InboundAttachment, InboundMessage, OutboundMessage } from '@meada/contract/channels';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { demoBot, startTelegram, type Telegram } from '../../../../../simulators/src/telegram/index.ts';
import { makeEgress } from '../../../kernel/egress.ts';
import { soon } from '../../../kernel/testing/patience.ts';
import type { Arrival, ChannelIo, ListenIo, Settings } from '../../../modules/inboxes/port.ts';
import { telegram } from './index.ts';

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1, 2, 3]);
let platform: Telegram;
let ana: number;
let settings: Settings;
let io: ChannelIo;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  platform = await startTelegram();
  const egress = makeEgress(platform.allow);
  closing.push(() => egress.close());
  ana = platform.customer({ firstName: 'Ana' }).id;
  settings = { token: demoBot.token, username: demoBot.username, mode: 'polling', apiUrl: platform.url };
  const inbox = { id: 'i', orgId: 'o', name: 'Telegram', address: '@x', brand: 'Azul' };
  io = {
    inbox,
    settings,
    egress,
    publicUrl: 'http://127.0.0.1',
    now: () => new Date(),
    log: () => undefined,
  };
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await platform.stop();
});

function outbound(content: OutboundMessage['content'], more: Partial<OutboundMessage> = {}): OutboundMessage {
  const to = { kind: 'telegram', value: String(ana) };
  const author = { name: 'Bia', locale: 'pt-BR' as const };
  return {
    messageId: 'm',
    dispatchId: 'd',
    to,
    content,
    attachments: [],
    replyToken: 'r',
    author,
    protocol: 'p',
    ...more,
  };
}
const text = (said: string) => outbound({ v: 1, kind: 'text', text: said });
const said = () =>
  platform
    .chat(ana)
    .filter((message) => message.by === 'bot')
    .map((message) => message.raw.text);

/** A poller whose arrivals are kept; `stop` ends it and waits. */
function poll(cursor: string | null = null, deliver?: (arrivals: Arrival[]) => void) {
  const arrivals: Arrival[] = [];
  const state = { cursor, report: '' };
  const stopping = new AbortController();
  const listenIo: ListenIo = {
    ...io,
    cursor,
    signal: stopping.signal,
    report(how, why) {
      state.report = `${how} ${why ?? ''}`.trim();
    },
    async deliver(batch, next) {
      deliver?.(batch);
      arrivals.push(...batch);
      state.cursor = next;
    },
  };
  const ended = telegram.listen?.(listenIo) ?? Promise.resolve();
  ended.catch(() => undefined);
  const stop = async () => {
    stopping.abort();
    await ended.catch(() => undefined);
  };
  closing.push(stop);
  return { arrivals, state, ended, stop };
}
async function parsed(arrival: Arrival | undefined): Promise<InboundMessage> {
  if (!arrival) throw new Error('nothing arrived');
  const [item] = await telegram.parse({ ...arrival, receivedAt: '2026-03-02T12:00:00.000Z' }, settings);
  return item as InboundMessage;
}

describe('polling', () => {
  it('brings what customers write and says afterwards that it was taken', async () => {
    const poller = poll();
    const [message] = platform.customerSends(ana, { text: 'Oi!' });
    await vi.waitFor(() => expect(poller.arrivals).toHaveLength(1), soon);
    expect(await parsed(poller.arrivals[0])).toMatchObject({
      content: { text: 'Oi!' },
      from: { value: String(ana) },
    });
    await vi.waitFor(() => expect(message?.delivered).toBe(true), soon);
    expect(poller.state.report).toBe('connected');
  });

  it('asks for the same updates again when they could not be kept', async () => {
    platform.customerSends(ana, { text: 'um' });
    const first = poll(null, () => {
      throw new Error('database gone');
    });
    await expect(first.ended).rejects.toThrow('database gone');
    expect(platform.pending()).toBe(1);
    const second = poll(first.state.cursor);
    await vi.waitFor(() => expect(second.arrivals).toHaveLength(1), soon);
  });

  it('gives a doubled update the same external id', async () => {
    platform.duplicateNext(2);
    platform.customerSends(ana, { text: 'três vezes' });
    const poller = poll();
    await vi.waitFor(() => expect(poller.arrivals).toHaveLength(3), soon);
    expect(new Set(poller.arrivals.map((one) => one.externalId)).size).toBe(1);
  });

  it('ends at once when told, in the middle of a long poll', async () => {
    const poller = poll();
    await vi.waitFor(() => expect(poller.state.report).toBe('connecting'), soon);
    await poller.stop();
  });

  it('gives up with the reason while a webhook is set', async () => {
    await telegram.connect?.(
      { ...io, settings: { ...settings, mode: 'webhook' } },
      'http://127.0.0.1:9/none',
    );
    await expect(poll().ended).rejects.toThrow('webhook is active');
    await telegram.connect?.(io, 'http://127.0.0.1:9/none');
    platform.customerSends(ana, { text: 'de volta' });
    const poller = poll();
    await vi.waitFor(() => expect(poller.arrivals).toHaveLength(1), soon);
  });

  it('answers a pressed button after keeping it', async () => {
    platform.startsWith(ana);
    const options = [{ id: 'sim', title: 'Sim' }];
    await telegram.send(outbound({ v: 1, kind: 'buttons', text: 'Pode?', buttons: options }), io);
    const answered: string[] = [];
    platform.onChange((change) => void (change.kind === 'answered' && answered.push(change.queryId)));
    const poller = poll();
    const asked = platform.chat(ana).at(-1)?.raw.message_id ?? 0;
    const query = platform.customerPresses(ana, { messageId: asked, data: 'sim' });
    await vi.waitFor(() => expect(answered).toEqual([query]), soon);
    const pressed = await parsed(poller.arrivals.at(-1));
    expect(pressed).toMatchObject({
      content: { kind: 'button_reply', id: 'sim', text: 'Sim' },
      replyTo: [`${ana}:${asked}`],
    });
  });
});

describe('webhook', () => {
  type Got = { status: number; secretOk: boolean };
  async function receiver(statuses: number[], got: Got[]): Promise<string> {
    const server: Server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const raw = {
        method: 'POST',
        url: '',
        query: {},
        headers,
        body: new Uint8Array(Buffer.concat(chunks)),
      };
      const status = statuses.shift() ?? 200;
      got.push({ status, secretOk: telegram.webhook?.verify(raw, settings) ?? false });
      const answer = status === 200 ? telegram.webhook?.acknowledge?.(raw) : null;
      response.writeHead(status, { 'content-type': answer?.type ?? 'text/plain' }).end(answer?.body ?? '');
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  }

  it('is registered with the secret, tried again after errors, and answers pressed buttons', async () => {
    settings = { ...settings, mode: 'webhook' };
    io = { ...io, settings };
    const got: Got[] = [];
    await telegram.connect?.(io, await receiver([500, 200, 200], got));
    const [message] = platform.customerSends(ana, { text: 'Oi!' });
    await vi.waitFor(() => expect(message?.delivered).toBe(true), 5000);
    expect(got).toEqual([
      { status: 500, secretOk: true },
      { status: 200, secretOk: true },
    ]);
    await telegram.send(
      outbound({ v: 1, kind: 'buttons', text: 'Pode?', buttons: [{ id: 'b', title: 'B' }] }),
      io,
    );
    const changes: string[] = [];
    platform.onChange((change) => void changes.push(change.kind));
    platform.customerPresses(ana, { messageId: platform.chat(ana).at(-1)?.raw.message_id ?? 0, data: 'b' });
    await vi.waitFor(() => expect(changes).toContain('answered'), soon);
    await telegram.disconnect?.(io);
    expect((await telegram.test({ ...io, settings: { ...settings, mode: 'polling' } })).ok).toBe(true);
  });
});

describe('sending', () => {
  beforeEach(() => void platform.startsWith(ana));

  it('sends a text and gives chat and number as id', async () => {
    const result = await telegram.send(text('Bom dia'), io);
    const id = platform.chat(ana).at(-1)?.raw.message_id;
    expect(result).toEqual({ state: 'sent', externalId: `${ana}:${id}` });
  });

  it('sends a long text in parts, waiting for the limit, and names all ids', async () => {
    const long = Array.from({ length: 5 }, (_, part) => `${part} ${'palavra '.repeat(480)}`).join('\n');
    const result = await telegram.send(text(long), io);
    expect(result).toMatchObject({ state: 'sent' });
    expect(said()).toHaveLength(5);
    expect(result.state === 'sent' && result.moreExternalIds).toHaveLength(4);
  });

  it('sends files whose bytes come through, an album in one go', async () => {
    const file = {
      name: 'a.png',
      type: 'image/png',
      kind: 'image' as const,
      size: png.length,
      read: async () => png,
    };
    const content = { v: 1 as const, kind: 'media' as const, media: 'image' as const, text: 'duas' };
    const result = await telegram.send(
      outbound(content, { attachments: [file, { ...file, name: 'b.png' }] }),
      io,
    );
    expect(result).toMatchObject({ state: 'sent', moreExternalIds: [expect.any(String)] });
    const [first, second] = platform.chat(ana).slice(-2);
    expect(first?.raw).toMatchObject({ caption: 'duas', media_group_id: second?.raw.media_group_id });
    const [, large] = (second?.raw.photo ?? []) as { file_id: string }[];
    expect(platform.file(large?.file_id ?? '')?.bytes).toEqual(png);
  });

  it('sends places, contacts and lists', async () => {
    const contents: OutboundMessage['content'][] = [
      { v: 1, kind: 'location', latitude: 1, longitude: 2, name: 'Loja' },
      {
        v: 1,
        kind: 'contact',
        contacts: [{ name: 'Bia', phones: ['+554133334444'], emails: ['b@x.example'] }],
      },
      {
        v: 1,
        kind: 'list',
        text: 'Qual?',
        button: 'Ver',
        sections: [{ rows: [{ id: '1', title: 'Um', description: 'o um' }] }],
      },
    ];
    for (const content of contents)
      expect(await telegram.send(outbound(content), io)).toMatchObject({ state: 'sent' });
    expect(
      platform
        .chat(ana)
        .slice(1, 3)
        .map((one) => Object.keys(one.raw).at(-1)),
    ).toEqual(['venue', 'contact']);
  });

  it.each([
    [
      'too many',
      {
        how: 'error',
        status: 429,
        description: 'Too Many Requests: retry after 17',
        parameters: { retry_after: 17 },
      },
      { state: 'retry', afterSeconds: 17 },
    ],
    [
      'an error of the platform',
      { how: 'error', status: 502, description: 'Bad Gateway' },
      { state: 'unknown' },
    ],
    [
      'a refusal',
      { how: 'error', status: 400, description: 'Bad Request: nonsense' },
      { state: 'failed', code: 'refused_400' },
    ],
    ['an answer that never came', { how: 'cut' }, { state: 'unknown', code: 'no_answer' }],
  ] as const)('%s', async (_, fault, wanted) => {
    platform.failNext({ method: 'sendMessage', ...fault });
    expect(await telegram.send(text('Oi'), io)).toMatchObject(wanted);
    expect(said()).toHaveLength(fault.how === 'cut' ? 1 : 0);
  });

  it('does not send the first parts again when a later one fails', async () => {
    platform.failNext({ method: 'sendMessage', how: 'error', status: 500, skip: 1 });
    const result = await telegram.send(text(`${'a'.repeat(4000)}\n${'b'.repeat(4000)}`), io);
    expect(result).toMatchObject({ state: 'unknown', code: 'partly_sent' });
    expect(said()).toHaveLength(1);
  });

  it('tells blocked, unknown and never-started chats apart', async () => {
    platform.customerBlocks(ana, { blocked: true });
    expect(await telegram.send(text('Oi'), io)).toMatchObject({
      state: 'failed',
      code: 'blocked_by_customer',
    });
    const nobody = outbound({ v: 1, kind: 'text', text: 'x' }, { to: { kind: 'telegram', value: '12345' } });
    expect(await telegram.send(nobody, io)).toMatchObject({ state: 'failed', code: 'chat_not_found' });
  });

  it('follows a group that became a supergroup', async () => {
    const old = platform.group('Clientes', { type: 'group' });
    const now = platform.migrates(old);
    const message = outbound(
      { v: 1, kind: 'text', text: 'Oi' },
      { outsideThread: { kind: 'group', key: String(old) } },
    );
    expect(await telegram.send(message, io)).toMatchObject({
      state: 'sent',
      externalId: expect.stringContaining(String(now)),
    });
  });

  it('tries again later when nobody listens there', async () => {
    const dead = { ...io, settings: { ...settings, apiUrl: 'http://127.0.0.1:9' } };
    expect(await telegram.send(text('Oi'), dead)).toMatchObject({
      state: expect.stringMatching(/retry|unknown/),
    });
  });

  it.each(['http://10.0.0.1:8081', 'http://no-such-host.invalid'])('sends nothing to %s', async (apiUrl) => {
    const result = await telegram.send(text('Oi'), { ...io, settings: { ...settings, apiUrl } });
    expect(result).toMatchObject({ state: 'retry', code: 'unreachable' });
  });

  it('shows that somebody writes', async () => {
    const actions: string[] = [];
    platform.onChange((change) => void (change.kind === 'typing' && actions.push(change.action)));
    await telegram.signal?.({ kind: 'typing', upTo: null, to: String(ana) }, io);
    expect(actions).toEqual(['typing']);
  });
});

describe('files and tests of the connection', () => {
  it('fetches what a customer sent, byte by byte', async () => {
    const poller = poll();
    platform.customerSends(ana, {
      text: 'foto',
      files: [{ kind: 'photo', name: 'f.png', type: 'image/png', bytes: png }],
    });
    await vi.waitFor(() => expect(poller.arrivals).toHaveLength(1), soon);
    const { attachments = [] } = await parsed(poller.arrivals[0]);
    const fetched = await telegram.fetchMedia?.(attachments[0] as InboundAttachment, io);
    expect(Buffer.compare(fetched?.bytes ?? new Uint8Array(), png)).toBe(0);
  });

  it('says that a file above 20 MB cannot be fetched', async () => {
    const poller = poll();
    const bytes = new Uint8Array(21 * 1024 * 1024);
    platform.customerSends(ana, {
      files: [{ kind: 'document', name: 'g.bin', type: 'application/x', bytes }],
    });
    await vi.waitFor(() => expect(poller.arrivals).toHaveLength(1), soon);
    const { attachments = [] } = await parsed(poller.arrivals[0]);
    const { size: _, ...unsized } = attachments[0] as InboundAttachment;
    await expect(telegram.fetchMedia?.(unsized, io)).rejects.toThrow('20 MB');
  });

  it('names what is wrong without giving the token away', async () => {
    expect((await telegram.test(io)).ok).toBe(true);
    const renamed = await telegram.test({ ...io, settings: { ...settings, username: 'other_bot' } });
    expect(renamed.steps.filter((step) => !step.ok).map((step) => step.name)).toEqual(['username']);
    const token = '7100000001:AAwrongwrongwrongwrongwrongwrongwrong';
    const refused = await telegram.test({ ...io, settings: { ...settings, token } });
    expect(refused).toMatchObject({ ok: false, steps: [{ name: 'token', ok: false, text: 'Unauthorized' }] });
    const dead = await telegram.test({ ...io, settings: { ...settings, apiUrl: 'http://127.0.0.1:9' } });
    expect(JSON.stringify(dead)).not.toContain(demoBot.token);
  });

  it('receives reactions, which must be asked for', async () => {
    platform.startsWith(ana);
    await telegram.send(text('Pronto!'), io);
    const poller = poll();
    await vi.waitFor(() => expect(platform.pending()).toBe(0), soon);
    platform.customerReacts(ana, { messageId: platform.chat(ana).at(-1)?.raw.message_id ?? 0, emoji: '❤️' });
    await vi.waitFor(() => expect(poller.arrivals).toHaveLength(2), soon);
    expect(await parsed(poller.arrivals[1])).toMatchObject({ kind: 'reaction', emoji: '❤️' });
  });
});
