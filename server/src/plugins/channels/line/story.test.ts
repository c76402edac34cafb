import { randomUUID } from 'node:crypto';
import type { OutboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Line, startLine } from '../../../../../simulators/src/line/index.ts';
import { makeEgress } from '../../../kernel/egress.ts';
import { openTown, type Shop, type Town } from '../../../modules/customers/testing.ts';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { line } from './index.ts';

/** The customer on the simulator, the desk over HTTP, the real app between them. */
type Parsed = ReturnType<typeof JSON.parse>;
const ana = 'U4af4980629e24b1c9d2f3a7b8c9d0e1f';
const soon = { timeout: 20_000, interval: 50 };
let platform: Line;
let town: Town;
let shop: Shop;
let inbox: Parsed;

beforeAll(async () => {
  platform = await startLine();
  town = await openTown({ env: { EGRESS_ALLOW: platform.allow.join(',') } });
  shop = await town.shop('Loja');
  const { settings } = platform;
  inbox = await shop.owner.ok('POST', '/api/inboxes', { channel: 'line', name: 'LINE', settings });
});
afterAll(async () => {
  await town?.stop();
  await platform?.stop();
});

async function thread(): Promise<{ id: string; items: Parsed[] }> {
  const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
  const id = items[0]?.id;
  return { id, items: id ? (await shop.owner.ok('GET', `/api/conversations/${id}/messages`)).items : [] };
}
const say = async (content: object) =>
  shop.owner.ok('POST', `/api/conversations/${(await thread()).id}/messages`, {
    clientId: randomUUID(),
    content,
  });
const theirs = () => platform.chat(ana).filter((one) => !one.mine);

it('a customer writes, twice delivered and once stored; the answer has buttons; one is pressed', async () => {
  expect(inbox).toMatchObject({ address: '@fiomeada', health: { state: 'connected' } });
  platform.customerIs(ana, 'Ana 🧶');
  platform.duplicateNext();
  await platform.customerSends(ana, { text: 'Oi! O novelo azul chegou?' });
  await vi.waitFor(async () => expect((await thread()).items).toHaveLength(1), soon);
  await vi.waitFor(async () => {
    const { items } = await shop.owner.ok('GET', '/api/conversations?view=all');
    expect(items[0].customer.name).toBe('Ana 🧶');
  }, soon);
  const buttons = [
    { id: 'pickup', title: 'Retirar na loja' },
    { id: 'delivery', title: 'Receber em casa, com frete grátis' },
  ];
  await say({ kind: 'buttons', text: 'Chegou! Como prefere?', buttons });
  await vi.waitFor(() => expect(theirs()).toHaveLength(1), soon);
  const quick = theirs()[0]?.piece.quickReply as { items: { action: { data: string; label: string } }[] };
  expect(quick.items.map((one) => one.action.label)).toEqual(['Retirar na loja', 'Receber em casa, co…']);
  await platform.customerPresses(ana, { data: quick.items[1]?.action.data ?? '', title: 'Receber em casa' });
  await vi.waitFor(async () => {
    const last = (await thread()).items.at(-1);
    expect(last.content).toMatchObject({ kind: 'button_reply', id: 'delivery', text: buttons[1]?.title });
  }, soon);
  await vi.waitFor(async () => {
    const ours = (await thread()).items.find((one) => one.author.kind === 'person');
    expect(ours.dispatch.state).toBe('sent');
  }, soon);
});

it('a picture comes byte by byte; what is taken back is gone; a forged event is 401', async () => {
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 9, 9, 9]);
  const sent = await platform.customerSends(ana, { bytes: png });
  const file = await vi.waitFor(async () => {
    const found = (await thread()).items.at(-1)?.attachments[0];
    expect(found).toMatchObject({ state: 'ready', size: png.length });
    return found;
  }, soon);
  const bytes = new Uint8Array(await (await fetch(new URL(file.url, town.url))).arrayBuffer());
  expect(Buffer.compare(bytes, png)).toBe(0);
  await platform.customerUnsends(ana, sent.id);
  await vi.waitFor(async () => expect((await thread()).items.at(-1).deletedAt).not.toBeNull(), soon);
  const headers = { 'content-type': 'application/json', 'x-line-signature': 'AAAA' };
  const forged = await fetch(inbox.webhookUrl, { method: 'POST', headers, body: '{"events":[]}' });
  expect(forged.status).toBe(401);
});

it('an answer that got lost is asked for again and sent once; limits are told apart', async () => {
  const egress = makeEgress(platform.allow);
  const io = { settings: platform.settings, egress, now: () => new Date() } as unknown as ChannelIo;
  const outbound = (dispatchId: string, text: string): OutboundMessage => ({
    ...{ messageId: 'm', dispatchId, to: { kind: 'line', value: ana }, attachments: [] },
    ...{ content: { v: 1, kind: 'text', text }, replyToken: 'r', protocol: 'p' },
    author: { name: 'Bia', locale: 'pt-BR' },
  });
  const first = outbound(randomUUID(), 'a'.repeat(5000 * 6));
  platform.failNext({ cut: true });
  expect(await line.send(first, io)).toMatchObject({ state: 'retry' });
  const again = await line.send(first, io);
  expect(again).toMatchObject({ state: 'sent', moreExternalIds: expect.any(Array) });
  expect(theirs().filter((one) => one.piece.text?.startsWith('aaa'))).toHaveLength(6);
  expect(await line.send(first, io)).toEqual(again);
  for (const [fault, wanted] of [
    [{ status: 500 }, { state: 'retry' }],
    [
      { status: 429, message: 'You have reached your monthly limit.' },
      { state: 'failed', code: 'monthly_limit' },
    ],
    [
      { status: 429, message: 'The API rate limit has been exceeded.' },
      { state: 'retry', code: 'too_many_requests' },
    ],
    [
      { status: 400, message: 'Failed' },
      { state: 'failed', code: 'refused_400', text: 'Failed' },
    ],
  ] as const) {
    platform.failNext(fault);
    expect(await line.send(outbound(randomUUID(), 'x'), io)).toMatchObject(wanted);
  }
  expect((await line.test(io)).steps.every((step) => step.ok)).toBe(true);
  const picture = {
    name: 'a.png',
    type: 'image/png',
    kind: 'image' as const,
    size: 1,
    read: async () => new Uint8Array(1),
  };
  const url = 'http://127.0.0.1/files/1';
  await line.send({ ...outbound(randomUUID(), 'Veja'), attachments: [{ ...picture, url }] }, io);
  expect(theirs().at(-1)?.piece).toMatchObject({ type: 'image', originalContentUrl: url });
  await egress.close();
});

it('names: of a friend, of a member of a group, of nobody when the platform does not tell or is away', async () => {
  const egress = makeEgress(platform.allow);
  const io = { settings: platform.settings, egress, now: () => new Date() } as unknown as ChannelIo;
  const stranger = `U${'1'.repeat(32)}`;
  const name = (address: string, more: Partial<ChannelIo> = {}, thread?: { kind: string; key: string }) =>
    line.nameOf?.(address, { ...io, ...more }, thread);
  expect(await name(ana)).toBe('Ana 🧶');
  expect(await name(ana, {}, { kind: 'group', key: `C${'2'.repeat(32)}` })).toBe('Ana 🧶');
  expect(await name(stranger)).toBeNull();
  expect(await name('../../info')).toBeNull();
  expect(await name(ana, { settings: { ...platform.settings, apiUrl: 'http://127.0.0.1:9' } })).toBeNull();
  await egress.close();
});
