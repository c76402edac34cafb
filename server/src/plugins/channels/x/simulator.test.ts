import type { Inbound, InboundAttachment, OutboundMessage } from '@meada/contract/channels';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { demoHandles, startX, type X } from '../../../../../simulators/src/x/index.ts';
import { makeEgress } from '../../../kernel/egress.ts';
import { soon } from '../../../kernel/testing/patience.ts';
import type { Arrival, ChannelIo, ListenIo } from '../../../modules/inboxes/port.ts';
import { amend } from './amend.ts';
import { x } from './index.ts';

const { brand, service } = demoHandles;
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1, 2, 3]);
let platform: X;
let egress: ReturnType<typeof makeEgress>;
let io: ChannelIo;
let ana: string;

beforeEach(async () => {
  platform = await startX();
  egress = makeEgress(platform.allow);
  io = {
    inbox: { id: 'i', orgId: 'o', name: 'X', address: '@x', brand: 'Fio' },
    ...{ settings: platform.settings, egress, publicUrl: 'http://127.0.0.1' },
    ...{ now: () => new Date(), log: () => undefined },
  };
  ana = platform.customer({ id: '5200000017', username: 'anaprado', name: 'Ana Prado', followers: 12 }).id;
});
afterEach(async () => {
  await egress.close();
  await platform.stop();
});

const outbound = (text: string, more: Partial<OutboundMessage> = {}): OutboundMessage => ({
  ...{ messageId: 'm', dispatchId: 'd', to: { kind: 'x', value: ana }, attachments: [] },
  ...{ content: { v: 1, kind: 'text', text }, replyToken: 'r', protocol: 'p' },
  author: { name: 'Bia', locale: 'pt-BR' },
  ...more,
});
const complain = (text = '@fiomeada cadê meu pedido?') => platform.customerPosts(ana, { text });
const publicly = (text: string, postId: string, more: Partial<OutboundMessage> = {}) =>
  x.send(outbound(text, { side: 'public', publicExternalId: `post:${postId}`, ...more }), io);
const ours = () => platform.timeline().filter((one) => one.author.id !== ana);
const file = (kind: 'image' | 'video', type: string) => ({
  ...{ kind, type, name: `x.${kind}`, size: png.length, bytes: png, read: async () => png },
});

type Listening = {
  arrivals: Arrival[];
  cursors: (string | null)[];
  reports: string[];
  stop(): Promise<void>;
};
let listening: Listening | undefined;
afterEach(() => listening?.stop());

function listen(cursor: string | null = null, more: Partial<ListenIo> = {}): Listening {
  const abort = new AbortController();
  const got: Omit<Listening, 'stop'> = { arrivals: [], cursors: [], reports: [] };
  const done = x.listen?.({
    ...{ ...io, cursor, signal: abort.signal },
    deliver: async (arrivals, next) => {
      got.arrivals.push(...arrivals);
      got.cursors.push(next);
    },
    report: (state, text) => void got.reports.push(text ? `${state}: ${text}` : state),
    ...more,
  });
  done?.catch((error) => got.reports.push(`thrown: ${error.message}`));
  const stop = async (): Promise<void> => {
    abort.abort();
    await done?.catch(() => undefined);
  };
  listening = { ...got, stop };
  return listening;
}
const once = (watched: Listening) => vi.waitFor(() => expect(watched.reports).toContain('connected'), soon);
const items = async (arrivals: Arrival[]): Promise<Inbound[]> =>
  (
    await Promise.all(
      arrivals.map((one) => x.parse({ ...one, receivedAt: new Date().toISOString() }, io.settings)),
    )
  ).flat();

describe('sending', () => {
  it('a complaint to the brand is answered from the service account, in the thread', async () => {
    const post = complain();
    const result = await publicly('Sentimos muito! Vamos resolver.', post.id);
    expect(result).toMatchObject({ state: 'sent', externalId: expect.stringMatching(/^post:\d+$/) });
    expect(ours()).toMatchObject([{ author: { id: service.id }, replyTo: { id: post.id } }]);
  });

  it('long words become a thread', async () => {
    const post = complain();
    const words = Array.from({ length: 120 }, (_, i) => `palavra${i}`).join(' ');
    const result = await publicly(words, post.id);
    const thread = ours();
    expect(thread.length).toBeGreaterThan(2);
    expect(thread.map((one) => one.replyTo?.id)).toEqual([
      post.id,
      ...thread.slice(0, -1).map((one) => one.id),
    ]);
    expect(thread.map((one) => one.text).join(' ')).toBe(words);
    expect(result).toMatchObject({ moreExternalIds: thread.slice(1).map((one) => `post:${one.id}`) });
  });

  it('says why an account nobody mentioned may not reply; the brand answers where the firm allows it', async () => {
    platform.plan('self_serve');
    const post = complain();
    expect(await publicly('Oi', post.id)).toMatchObject({ state: 'failed', code: 'not_summoned' });
    io.settings = { ...io.settings, brandMayAnswer: true };
    expect(await publicly('Oi', post.id)).toMatchObject({ state: 'sent' });
    expect(ours()).toMatchObject([{ author: { id: brand.id } }]);
    const both = complain('@fiomeada @fiomeada_ajuda alô');
    await publicly('Aqui!', both.id);
    expect(ours().at(-1)).toMatchObject({ author: { id: service.id } });
  });

  it('a direct message goes out from the account that was written to', async () => {
    platform.customerWrites(ana, brand.username, { text: 'Oi' });
    const thread = { kind: 'chat' as const, key: `handle:${brand.id}` };
    expect(await x.send(outbound('Olá!', { outsideThread: thread }), io)).toMatchObject({ state: 'sent' });
    platform.customerWrites(ana, service.username, { text: 'Oi' });
    await x.send(outbound('Olá de novo!'), io);
    expect(platform.directs(ana).map((one) => one.sender.id)).toEqual([ana, brand.id, ana, service.id]);
  });

  it('the plain link to the mailbox goes out in public', async () => {
    const post = complain();
    const plain = `https://x.com/messages/compose?recipient_id=${service.id}`;
    expect(await publicly(`Escreva: ${plain}`, post.id)).toMatchObject({ state: 'sent' });
  });

  it('a closed mailbox is said so, with the public way proposed', async () => {
    expect(await x.send(outbound('Oi'), io)).toMatchObject({
      ...{ state: 'failed', code: 'direct_not_allowed', text: expect.stringContaining('público') },
    });
  });

  it('carries pictures and films, in public and in private', async () => {
    const post = complain();
    const [image, film] = [file('image', 'image/png'), file('video', 'video/mp4')];
    await publicly('Assim:', post.id, { attachments: [image, image, film] });
    expect(ours().map((one) => one.files.map((sent) => sent.type))).toEqual([
      ['image/png', 'image/png'],
      ['video/mp4'],
    ]);
    expect(Buffer.compare(ours()[1]?.files[0]?.bytes ?? new Uint8Array(), png)).toBe(0);
    platform.customer({ id: ana, username: 'anaprado', name: 'Ana', followers: 1, takesDirect: true });
    await x.send(outbound('Veja', { attachments: [image, image] }), io);
    expect(platform.directs(ana).map((one) => [one.text, one.files.length])).toEqual([
      ['Veja', 1],
      ['', 1],
    ]);
    const pdf = { ...image, kind: 'document' as const, type: 'application/pdf' };
    expect(await publicly('x', post.id, { attachments: [pdf] })).toMatchObject({ code: 'file_type' });
  });

  it.each([
    ['a double', {}, { state: 'failed', code: 'duplicate' }],
    ['an error of the platform', { status: 503 }, { state: 'unknown', code: 'no_answer' }],
    ['an answer that never came', { cut: true }, { state: 'unknown', code: 'no_answer' }],
    ['no credits left', { status: 402 }, { state: 'failed', code: 'no_credits' }],
  ] as const)('%s', async (name, fault, wanted) => {
    const post = complain();
    if (name === 'a double') await publicly('Igual', post.id);
    else platform.failNext({ path: /tweets/, ...fault });
    expect(await publicly('Igual', post.id)).toMatchObject(wanted);
  });

  it('waits as long as the platform says', async () => {
    await platform.stop();
    platform = await startX({ limits: { 'POST /2/tweets': 1 } });
    io.settings = platform.settings;
    egress = makeEgress(platform.allow);
    io.egress = egress;
    platform.customer({ id: ana, username: 'anaprado', name: 'Ana', followers: 1 });
    const post = complain();
    await publicly('Um', post.id);
    const result = await publicly('Dois', post.id);
    expect(result).toMatchObject({ state: 'retry', code: 'too_many_requests' });
    expect((result as { afterSeconds: number }).afterSeconds).toBeGreaterThan(800);
  });

  it('posts nothing twice when a later part fails', async () => {
    const post = complain();
    platform.failNext({ path: /tweets/, status: 500, skip: 1 });
    const result = await publicly('palavra '.repeat(60), post.id);
    expect(result).toMatchObject({ state: 'unknown', code: 'partly:no_answer' });
    expect(ours()).toHaveLength(1);
  });
});

describe('changing', () => {
  const base = (id: string) => ({
    ...{ amendmentId: 'a', to: { kind: 'x', value: ana }, locale: 'pt-BR' as const },
    externalIds: [id] as [string, ...string[]],
  });
  it('likes and takes it back, hides under the own post only, deletes what is ours', async () => {
    const post = complain();
    const like = (emoji: string | null) => amend({ ...base(`post:${post.id}`), kind: 'reaction', emoji }, io);
    expect(await like('❤️')).toEqual({ state: 'sent' });
    expect([...post.likes]).toEqual([service.id]);
    expect(await like(null)).toEqual({ state: 'sent' });
    expect([...post.likes]).toEqual([]);
    const hide = (id: string) => amend({ ...base(`post:${id}`), kind: 'hiding', hidden: true }, io);
    expect(await hide(post.id)).toMatchObject({ state: 'failed', code: 'hide_not_allowed' });
    const promotion = platform.firmPosts(brand.username, { text: 'Promoção!' });
    const rude = platform.customerPosts(ana, { text: '@fiomeada xingamento', replyTo: promotion.id });
    expect(await hide(rude.id)).toEqual({ state: 'sent' });
    expect(rude.hidden).toBe(true);
    const sent = await publicly('Ops', post.id);
    const remove = () =>
      amend({ ...base((sent as { externalId: string }).externalId), kind: 'deletion' }, io);
    expect(await remove()).toEqual({ state: 'sent' });
    expect(platform.timeline().some((one) => one.text === 'Ops')).toBe(false);
    expect(await amend({ ...base('dm:1'), kind: 'hiding', hidden: true }, io)).toMatchObject({
      ...{ state: 'failed', code: 'not_possible' },
    });
  });
});

describe('fetching', () => {
  it('brings mentions of both and direct messages once, over pages, oldest first', async () => {
    for (let i = 0; i < 120; i += 1) complain(`@fiomeada reclamação ${i}`);
    complain('@fiomeada @fiomeada_ajuda as duas');
    platform.customerWrites(ana, brand.username, { text: 'em privado', files: [file('image', 'image/png')] });
    const first = listen();
    await once(first);
    const ids = first.arrivals.map((one) => one.externalId);
    expect(new Set(ids).size).toBe(122);
    const found = await items(first.arrivals);
    // The service account is asked first, then the brand's, each oldest first.
    expect(found.slice(0, 3).map((one) => one.kind === 'message' && one.content)).toMatchObject([
      { text: '@fiomeada @fiomeada_ajuda as duas' },
      { text: '@fiomeada reclamação 0' },
      { text: '@fiomeada reclamação 1' },
    ]);
    const direct = found.find((one) => one.kind === 'message' && !one.public);
    expect(direct).toMatchObject({ facts: { handle: '@fiomeada' }, from: { name: '@anaprado' } });
    const attachment = (direct as { attachments: InboundAttachment[] }).attachments[0] as InboundAttachment;
    expect(Buffer.compare((await x.fetchMedia?.(attachment, io))?.bytes ?? new Uint8Array(), png)).toBe(0);
    await first.stop();
    complain('@fiomeada mais uma');
    const second = listen(first.cursors.at(-1) ?? null);
    await once(second);
    expect(await items(second.arrivals)).toMatchObject([{ content: { text: '@fiomeada mais uma' } }]);
  });

  it('leaves an own message of this minute for the next time, and loses nothing around it', async () => {
    platform.customerWrites(ana, service.username, { text: 'antes' });
    platform.firmWrites(service.username, ana, 'do celular');
    platform.customerWrites(ana, service.username, { text: 'depois' });
    const first = listen();
    await once(first);
    await first.stop();
    const texts = async (one: Listening) =>
      (await items(one.arrivals)).map(
        (item) => item.kind === 'message' && item.content.kind === 'text' && item.content.text,
      );
    expect(await texts(first)).toEqual(['antes', 'depois']);
    const later = listen(first.cursors.at(-1) ?? null, { now: () => new Date(Date.now() + 90_000) });
    await once(later);
    expect(await texts(later)).toEqual(['do celular', 'depois']);
    expect((await items(later.arrivals))[0]).toMatchObject({ echo: true, to: { value: ana } });
  });

  it('takes over what the team answered on the platform itself, once it is a minute old; fetched again, too', async () => {
    const first = complain();
    const answer = platform.firmPosts(service.username, { text: 'Já vimos!', replyTo: first.id });
    platform.firmPosts(service.username, { text: 'Bom dia, pessoal' });
    const young = listen();
    await once(young);
    await young.stop();
    expect(young.arrivals.map((one) => one.externalId)).toEqual([`post:${first.id}`]);
    const now = () => new Date(Date.now() + 90_000);
    const later = listen(young.cursors.at(-1) ?? null, { now });
    await once(later);
    await later.stop();
    // The answer stands among the brand's mentions, too: for the ledger it is one.
    const distinct = new Map(later.arrivals.map((one) => [one.externalId, one]));
    expect(await items([...distinct.values()])).toMatchObject([
      { externalId: `post:${answer.id}`, echo: true, to: { value: ana }, replyTo: [`post:${first.id}`] },
      { kind: 'ignored', reason: 'a post of our own that answers nobody' },
    ]);
    const again: Arrival[] = [];
    const deliver = async (arrivals: Arrival[]) => void again.push(...arrivals);
    const since = new Date(Date.now() - 3_600_000);
    await x.resync?.({ ...io, now, deliver, signal: AbortSignal.timeout(10_000) }, since);
    expect(again.map((one) => one.externalId)).toContain(`post:${answer.id}`);
    // As fetched before: a copy for the ledger.
    expect(again.map((one) => one.externalId)).toEqual(
      expect.arrayContaining(later.arrivals.map((one) => one.externalId)),
    );
  });

  it('tells what is wrong with the keys, and tries again later', async () => {
    io.settings = { ...io.settings, consumerSecret: 'wrong' };
    const watched = listen();
    await vi.waitFor(() => expect(watched.reports).toContain('thrown: Unauthorized'), soon);
    expect(watched.reports).toContain('failing: Unauthorized');
    expect(await x.test(io)).toMatchObject({
      ok: false,
      steps: [{ name: 'service', ok: false }, { ok: false }],
    });
  });

  it('finds both accounts in order, and one under another name', async () => {
    expect(await x.test(io)).toMatchObject({
      ok: true,
      steps: [{ text: expect.stringContaining(`@fiomeada_ajuda · `) }, { text: '@fiomeada' }],
    });
    const renamed = { ...io, settings: { ...io.settings, brandUsername: 'outra' } };
    expect((await x.test(renamed)).steps.map((step) => step.ok)).toEqual([true, false]);
  });
});
