import type { OutboundAmendment } from '@meada/contract/amendments';
import type { OutboundMessage } from '@meada/contract/channels';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Meta, startMeta } from '../../../../simulators/src/meta/index.ts';
import { makeEgress } from '../../kernel/egress.ts';
import type { ChannelIo, ChannelPlugin } from '../../modules/inboxes/port.ts';
import { facebook } from '../channels/facebook/index.ts';
import { instagram } from '../channels/instagram/index.ts';

/** Both plug-ins against the simulated Graph API, which enforces windows, limits and forms. */

const hour = 3_600_000;
const rita = { id: '5544332211', name: 'Rita Alves', username: 'rita.croche' };
const plugins = { facebook, instagram };
const kinds = { facebook: 'psid', instagram: 'igsid' };
type Network = keyof typeof plugins;

let now = Date.parse('2026-03-02T12:00:00Z');
let meta: Meta;
let plugin: ChannelPlugin;
let io: ChannelIo;
const closing: (() => unknown)[] = [];

async function open(network: Network, options: Partial<Parameters<typeof startMeta>[0]> = {}) {
  now = Date.parse('2026-03-02T12:00:00Z');
  meta = await startMeta({ network, retryDelays: [], deliveredAfter: 1, now: () => now, ...options });
  meta.person(rita);
  plugin = plugins[network];
  const egress = makeEgress(meta.allow);
  closing.push(() => egress.close());
  const { username, pageId, accountId, appId, appSecret, accessToken } = meta.config;
  const settings = { username, pageId, accountId, appId, appSecret, accessToken, graphUrl: meta.graphUrl };
  io = {
    inbox: { id: 'i', orgId: 'o', name: 'Rede', address: '@x', brand: 'Azul' },
    settings: { ...settings, verifyToken: 'v' },
    egress,
    publicUrl: 'http://127.0.0.1',
    now: () => new Date(now),
    log: () => undefined,
  };
}
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await meta.stop();
});

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 1, 2, 3]);
const picture = { name: 'fio verde é.png', type: 'image/png', kind: 'image' as const, size: png.length };

function outbound(said: string, more: Partial<OutboundMessage> = {}): OutboundMessage {
  return {
    messageId: 'm',
    dispatchId: '0198c1a0-0000-7000-8000-0000000000aa',
    to: { kind: kinds[meta.config.network], value: rita.id },
    content: { v: 1, kind: 'text', text: said },
    attachments: [],
    side: 'private',
    byPerson: true,
    replyToken: 'r',
    author: { name: 'Bia', locale: 'pt-BR' },
    protocol: 'p',
    ...more,
  };
}
const send = (said: string, more: Partial<OutboundMessage> = {}) => plugin.send(outbound(said, more), io);
const wrote = () => new Date(meta.writes(rita.id, { text: 'Oi' }).at).toISOString();
const ours = () => meta.directs(rita.id).filter((one) => one.by === 'page');
const amendmentOf = (change: object, id: string): OutboundAmendment =>
  ({
    amendmentId: 'a',
    to: { kind: kinds[meta.config.network], value: rita.id },
    externalIds: [id],
    locale: 'pt-BR',
    ...change,
  }) as unknown as OutboundAmendment;
const change = (what: object, id: string) => plugin.amend?.(amendmentOf(what, id), io);

describe.each<Network>(['facebook', 'instagram'])('%s: private messages', (network) => {
  beforeEach(() => open(network));

  it('answers within 24 hours, as a person within 7 days, and not at all after', async () => {
    const privateInboundAt = wrote();
    expect(await send('Já vemos', { privateInboundAt })).toMatchObject({ state: 'sent' });
    now += 24 * hour;
    expect(await send('máquina', { privateInboundAt, byPerson: false })).toMatchObject({
      state: 'failed',
      code: 'window',
    });
    expect(await send('Bom dia', { privateInboundAt })).toMatchObject({ state: 'sent' });
    now += 6 * 24 * hour;
    expect(await send('tarde demais', { privateInboundAt })).toMatchObject({
      state: 'failed',
      code: 'window',
    });
    expect(ours().map(({ text, tag }) => [text, tag])).toEqual([
      ['Já vemos', undefined],
      ['Bom dia', 'HUMAN_AGENT'],
    ]);
  });

  it('believes the platform when its clock says that the standard window is over', async () => {
    wrote();
    now += 24 * hour;
    const privateInboundAt = new Date(now - hour).toISOString();
    expect(await send('agora', { privateInboundAt })).toMatchObject({ state: 'sent' });
    expect(await send('robô', { privateInboundAt, byPerson: false })).toMatchObject({
      state: 'failed',
      code: 'window',
    });
    expect(ours().map((one) => one.tag)).toEqual(['HUMAN_AGENT']);
  });

  it('replies to a comment in private once, within 7 days, in one part', async () => {
    const first = meta.comments(rita.id, { text: 'Cadê?' });
    const about = { publicExternalId: first.id };
    const two = await send('x', { ...about, attachments: [{ ...picture, read: async () => png }] });
    expect(two).toMatchObject({ state: 'failed', code: 'one_part' });
    expect(await send('Vamos ver aqui', about)).toMatchObject({ state: 'sent' });
    expect(await send('E aí?', about)).toMatchObject({ state: 'failed', code: 'once' });
    const second = meta.comments(rita.id, { text: 'De novo' });
    now += 7 * 24 * hour;
    expect(await send('tarde', { publicExternalId: second.id })).toMatchObject({ code: 'window' });
    expect(ours()).toMatchObject([{ text: 'Vamos ver aqui', comment: first.id }]);
  });

  it('sends files first, long texts in parts, choices as buttons', async () => {
    const privateInboundAt = wrote();
    const attachments = [{ ...picture, read: async () => png }];
    const sent = await send('olha', { privateInboundAt, attachments });
    expect(sent).toMatchObject({ state: 'sent', moreExternalIds: [expect.any(String)] });
    const long = 'ação '.repeat(500);
    expect(await send(long, { privateInboundAt })).toMatchObject({ state: 'sent' });
    const buttons = [
      { id: 'a', title: 'Retirar' },
      { id: 'b', title: 'Receber em casa' },
    ];
    const content = { v: 1 as const, kind: 'buttons' as const, text: 'Como prefere?', buttons };
    expect(await send('', { privateInboundAt, content })).toMatchObject({ state: 'sent' });
    const [file, words, ...rest] = ours();
    expect([file?.files[0]?.name, words?.text]).toEqual(['fio verde e.png', 'olha']);
    expect(rest.at(-1)?.choices.map((one) => one.title)).toEqual(['Retirar', 'Receber em casa']);
    const said = rest.slice(0, -1).map((one) => one.text);
    expect(said.join(' ').split(/\s+/).length).toBe(500);
  });

  it.each([
    ['a file it does not take', { name: 'x.svg', type: 'image/svg+xml', kind: 'image' as const, size: 3 }],
    ['a picture that is too large', { ...picture, size: 9_000_000 }],
  ])('refuses %s before anything goes out', async (_, file) => {
    const privateInboundAt = wrote();
    const attachments = [{ ...file, read: async () => png }];
    expect(await send('', { privateInboundAt, attachments })).toMatchObject({
      state: 'failed',
      code: 'media',
    });
  });

  it.each([
    ['a limit', { kind: 'error' as const, status: 400, code: 613 }, 'retry'],
    ['429', { kind: 'error' as const, status: 429, code: 4, retryAfter: 7 }, 'retry'],
    ['a token that ended', { kind: 'error' as const, status: 401, code: 190 }, 'failed'],
    ['a permission', { kind: 'error' as const, status: 403, code: 200 }, 'failed'],
    ['a server error after the request', { kind: 'accepted_then_500' as const }, 'unknown'],
    ['a connection that ends', { kind: 'cut' as const }, 'unknown'],
    ['an answer that is none', { kind: 'garbage' as const }, 'unknown'],
  ])('%s', async (_, fault, state) => {
    const privateInboundAt = wrote();
    meta.failNext(fault);
    const result = await send('Oi', { privateInboundAt });
    expect(result.state).toBe(state);
    if ('retryAfter' in fault) expect(result).toMatchObject({ afterSeconds: 7 });
  });

  it('tells who cannot be reached, and what was not sent is sent again', async () => {
    const privateInboundAt = wrote();
    meta.blocks(rita.id, true);
    expect(await send('Oi', { privateInboundAt })).toMatchObject({ state: 'failed', code: 'unavailable' });
    await meta.stop();
    expect(await send('Oi', { privateInboundAt })).toMatchObject({ state: 'retry', code: 'unreachable' });
  });

  it('knows names, reads files, tests its connection', async () => {
    wrote();
    const name = network === 'facebook' ? rita.name : rita.username;
    expect(await plugin.nameOf?.(rita.id, io)).toBe(name);
    expect(await plugin.nameOf?.('404', io)).toBeNull();
    const file = meta.state.addFile({ kind: 'image', type: 'image/png', name: 'a.png', bytes: png });
    const ref = `${meta.url}/media/${file.id}`;
    const media = await plugin.fetchMedia?.({ kind: 'image', name: 'a.png', type: 'image/jpeg', ref }, io);
    expect([media?.type, [...(media?.bytes ?? [])]]).toEqual(['image/png', [...png]]);
    const elsewhere = { kind: 'image' as const, name: 'a', type: 'a/b', ref: 'https://evil.example/a' };
    await expect(plugin.fetchMedia?.(elsewhere, io)).rejects.toThrow('foreign host');
    expect((await plugin.test(io)).steps.filter((step) => !step.ok).map((step) => step.name)).toEqual([
      'subscription',
    ]);
    await plugin.signal?.({ kind: 'typing', upTo: null, to: rita.id }, io);
  });
});

describe.each<Network>(['facebook', 'instagram'])('%s: in public', (network) => {
  beforeEach(() => open(network));

  it('answers below the comment, hides it, shows it again, takes the answer away', async () => {
    const said = meta.comments(rita.id, { text: 'Golpe!' });
    const result = await send('Oi, Rita!', { side: 'public', publicExternalId: said.id });
    if (result.state !== 'sent') throw new Error(result.state);
    const answer = meta.comment(result.externalId);
    expect(answer).toMatchObject({ by: 'page', parent: said.id, text: 'Oi, Rita!' });
    expect(await change({ kind: 'hiding', hidden: true }, said.id)).toEqual({ state: 'sent' });
    expect(meta.comment(said.id)?.hidden).toBe(true);
    await change({ kind: 'hiding', hidden: false }, said.id);
    expect(meta.comment(said.id)?.hidden).toBe(false);
    await change({ kind: 'deletion' }, result.externalId);
    expect(answer?.deleted).toBe(true);
    expect(await change({ kind: 'hiding', hidden: true }, '404')).toMatchObject({
      state: 'failed',
      code: 'gone',
    });
  });

  it('an answer that was lost is not given twice', async () => {
    const said = meta.comments(rita.id, { text: 'Oi?' });
    meta.failNext({ kind: 'accepted_then_500' });
    const result = await send('Oi!', { side: 'public', publicExternalId: said.id });
    expect(result).toMatchObject({ state: 'unknown' });
    expect(await send('Oi!', { side: 'public' })).toMatchObject({ state: 'failed', code: 'nowhere' });
  });
});

describe('what only one of them can', () => {
  it('a page likes, edits and adds a picture', async () => {
    await open('facebook');
    const said = meta.comments(rita.id, { text: 'Lindo' });
    await change({ kind: 'reaction', emoji: '👍' }, said.id);
    expect(meta.comment(said.id)?.likes.has('page')).toBe(true);
    await change({ kind: 'reaction', emoji: null }, said.id);
    expect(meta.comment(said.id)?.likes.size).toBe(0);
    const attachments = [{ ...picture, read: async () => png }];
    const result = await send('Assim', { side: 'public', publicExternalId: said.id, attachments });
    if (result.state !== 'sent') throw new Error(result.state);
    expect(meta.comment(result.externalId)).toMatchObject({ text: 'Assim', picture: { type: 'image/png' } });
    const words = { v: 1, kind: 'text', text: 'Assim!' };
    await change({ kind: 'edit', before: words, content: words, attachments: [] }, result.externalId);
    expect(meta.comment(result.externalId)?.text).toBe('Assim!');
    const post = meta.posts(rita.id, 'Amei a loja');
    const reply = await send('Obrigada!', { side: 'public', publicExternalId: post.id });
    if (reply.state !== 'sent') throw new Error(reply.state);
    expect(meta.comment(reply.externalId)).toMatchObject({ post: post.id });
  });

  it('an account gives a heart to a message, and no file to everybody', async () => {
    await open('instagram');
    const { id } = meta.writes(rita.id, { text: 'Chegou, amei' });
    await change({ kind: 'reaction', emoji: '❤️' }, id);
    expect([...(meta.directs(rita.id)[0]?.reactions ?? [])]).toEqual([['page', '❤️']]);
    await change({ kind: 'reaction', emoji: null }, id);
    expect(meta.directs(rita.id)[0]?.reactions.size).toBe(0);
    const said = meta.comments(rita.id, { text: 'Qual cor?' });
    const attachments = [{ ...picture, read: async () => png }];
    const result = await send('Essa', { side: 'public', publicExternalId: said.id, attachments });
    expect(result).toMatchObject({ state: 'failed', code: 'noPublicFiles' });
    const words = { v: 1, kind: 'text', text: 'x' };
    expect(
      await change({ kind: 'edit', before: words, content: words, attachments: [] }, said.id),
    ).toMatchObject({ state: 'failed', code: 'not_possible' });
  });
});
