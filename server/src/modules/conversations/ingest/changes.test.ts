import { randomUUID } from 'node:crypto';
import type { Inbound, InboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { addInbox, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { offerSwitch } from '../switching/offer.ts';
import { readOne } from '../views/conversation.ts';
import { readMessages } from '../views/messages.ts';
import { ingestOrganisation } from './worker.ts';

/** What a message brings beside its words: the switch, claims, reactions, a group's new key. */

const open = (plugin: ChannelPlugin): ChannelPlugin => ({
  ...plugin,
  manifest: { ...plugin.manifest, identityKinds: [] },
  switchLink: (token, _, texts) => `${token} ${texts.message}`,
});
let desk: Desk;
let here: string;
let there: string;
beforeAll(async () => {
  desk = await openDesk([open(paperChannel('near', { windowHours: 24 })), open(paperChannel('far'))]);
  here = await addInbox(desk, 'near');
  there = await addInbox(desk, 'far');
});
afterAll(() => desk?.close());

let last = 0;
const phone = () => `+55419888${String(70_000 + ++last)}`;
const message = (from: string, more: Partial<InboundMessage> & { text?: string } = {}): InboundMessage => {
  const { text = 'oi', ...rest } = more;
  const at = desk.clock.now().toISOString();
  const address = { kind: 'phone', value: from };
  const base = {
    kind: 'message' as const,
    externalId: randomUUID(),
    at,
    from: address,
    proof: 'platform' as const,
  };
  return { ...base, content: { v: 1, kind: 'text', text }, ...rest };
};
async function arrive(inboxId: string, items: Inbound[]): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(items));
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [
    { externalId: randomUUID(), body, headers: {}, facts: {} },
  ]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
}
const rows = <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  desk.as(null, async (ctx) => (await ctx.client.query<T>(text, values)).rows);
const conversationOf = async (externalId: string): Promise<string> =>
  (
    await rows<{ id: string }>(
      `SELECT m.conversation_id AS id FROM external_ids x JOIN messages m ON m.id = x.message_id WHERE x.external_id = $1`,
      [externalId],
    )
  )[0]?.id ?? '';
const thread = (id: string) =>
  desk.as(null, async (ctx) => (await readMessages(ctx, id, { limit: 50 })).items.map((one) => one.content));

describe('the switch', () => {
  async function offered(withCode = false) {
    const first = message(phone());
    await arrive(here, [first]);
    const id = await conversationOf(first.externalId);
    const [part] = await rows<{ id: string }>(
      'SELECT identity_id AS id FROM participants WHERE conversation_id = $1',
      [id],
    );
    const offer = await desk.as(null, (ctx) =>
      offerSwitch(ctx, { conversationId: id, identityId: part?.id ?? '', inboxId: there, withCode }),
    );
    const token = offer.link.split(' ')[0] ?? '';
    return { id, token, words: offer.link.slice(token.length + 1), code: offer.code ?? '' };
  }

  it.each(['pt-BR', 'en', 'es'])('leaves a line and none of our own words (%s)', async (locale) => {
    await rows('UPDATE organisations SET locale = $1', [locale]);
    const { id, words, token } = await offered();
    expect(words).toContain(token);
    await arrive(there, [message(phone(), { text: words })]);
    expect((await thread(id)).at(-1)).toEqual({
      v: 1,
      kind: 'system',
      code: 'switched',
      values: { channel: 'far' },
    });
    const [item] = await rows<{ preview: string; last_inbound_seq: number }>(
      'SELECT preview, last_inbound_seq FROM conversations WHERE id = $1',
      [id],
    );
    expect(item).toEqual({ preview: 'oi', last_inbound_seq: 2 });
  });

  it('keeps what the customer wrote beside it, and the receipt keeps all', async () => {
    const { id, words, token } = await offered();
    await arrive(there, [message(phone(), { text: `${words}\nMeu pedido não chegou` })]);
    expect((await thread(id)).at(-1)).toMatchObject({ kind: 'text', text: 'Meu pedido não chegou' });
    const kept = await rows<{ body: Buffer }>('SELECT body FROM receipts');
    expect(kept.some((row) => row.body.toString().includes(token))).toBe(true);
  });

  it('by a started bot or by the code leaves the line, too', async () => {
    const first = await offered();
    await arrive(there, [message(phone(), { text: '/start', tokens: [first.token] })]);
    const second = await offered(true);
    await arrive(there, [message(phone(), { text: second.code })]);
    for (const { id } of [first, second])
      expect((await thread(id)).at(-1)).toMatchObject({ kind: 'system', code: 'switched' });
  });

  it('that does not stand stays a message as it is', async () => {
    const { words } = await offered();
    const used = message(phone(), { text: words.replace(/m-s\w+/, `m-s${'a'.repeat(26)}`) });
    await arrive(there, [used]);
    expect(await thread(await conversationOf(used.externalId))).toMatchObject([{ kind: 'text' }]);
  });
});

describe('claims', () => {
  const identities = (externalId: string) =>
    rows<{ kind: string; source: string; confidence: number; verified_at: null; customer_id: string }>(
      `SELECT i.kind, i.source, i.confidence, i.verified_at, i.customer_id FROM external_ids x
       JOIN messages m ON m.id = x.message_id JOIN identities a ON a.id = m.author_id
       JOIN identities i ON i.customer_id = a.customer_id WHERE x.external_id = $1 ORDER BY i.created_at, i.source`,
      [externalId],
    );

  it('are kept unproven, once, with where they stood; a wrong one is none', async () => {
    const [from, other] = [phone(), phone()];
    const claims: InboundMessage['claims'] = [
      { kind: 'cpf', value: '529.982.247-25', source: 'form' },
      { kind: 'cpf', value: '529.982.247-26', source: 'form' },
      { kind: 'phone', value: from, source: 'form' },
    ];
    const card: InboundMessage['content'] = {
      v: 1,
      kind: 'contact',
      contacts: [{ name: 'Eu', phones: [other], emails: [] }],
    };
    const sent = message(from, { claims, content: card });
    await arrive(here, [sent, message(from, { claims })]);
    const held = await identities(sent.externalId);
    expect(held.map((row) => [row.kind, row.source, row.verified_at])).toEqual([
      ['phone', 'claim:card', null],
      ['cpf', 'claim:form', null],
      ['phone', 'inbound', expect.anything()],
    ]);
    expect(held[0]?.confidence).toBeCloseTo(0.1);
  });

  it('never join: the proven holder stays apart and is suggested, but not by a card', async () => {
    const owner = phone();
    const held = message(owner);
    await arrive(here, [held]);
    const claiming = message(phone(), { claims: [{ kind: 'phone', value: owner, source: 'form' }] });
    const content = {
      v: 1 as const,
      kind: 'contact' as const,
      contacts: [{ name: 'X', phones: [owner], emails: [] }],
    };
    const showing = message(phone(), { content });
    const before = (await rows('SELECT FROM merge_suggestions')).length;
    await arrive(here, [claiming, showing]);
    expect((await rows('SELECT FROM merge_suggestions')).length).toBe(before + 1);
    const next = message(owner, { text: 'eu de novo' });
    await arrive(here, [next]);
    expect(await conversationOf(next.externalId)).toBe(await conversationOf(held.externalId));
    expect(await conversationOf(claiming.externalId)).not.toBe(await conversationOf(held.externalId));
  });
});

it('lesson 42: who writes from an address another one claimed first is somebody else, and inherits nothing', async () => {
  const claimed = phone();
  const claiming = message(phone(), { claims: [{ kind: 'phone', value: claimed, source: 'form' }] });
  await arrive(here, [claiming]);
  const owner = message(claimed);
  await arrive(here, [owner]);
  expect(await conversationOf(owner.externalId)).not.toBe(await conversationOf(claiming.externalId));
});

it('lesson 42: an address in Cc that somebody merely claimed takes part as itself, not as who claimed it', async () => {
  const claimed = phone();
  const claiming = message(phone(), { claims: [{ kind: 'phone', value: claimed, source: 'form' }] });
  await arrive(here, [claiming]);
  const talk = message(phone(), { others: [{ address: { kind: 'phone', value: claimed }, role: 'cc' }] });
  await arrive(here, [talk]);
  const partsOf = async (one: InboundMessage) =>
    rows<{ root: string; role: string }>(
      `SELECT c.canonical_id AS root, p.role FROM participants p JOIN identities i ON i.id = p.identity_id
       JOIN customers c ON c.id = i.customer_id WHERE p.conversation_id = $1 ORDER BY p.role`,
      [await conversationOf(one.externalId)],
    );
  const [claimer] = await partsOf(claiming);
  const copied = (await partsOf(talk)).find(({ role }) => role === 'cc');
  expect(copied?.root).toEqual(expect.any(String));
  expect(copied?.root).not.toBe(claimer?.root);
});

describe('a group that gets another key', () => {
  const group = (key: string) => ({ outsideThread: { kind: 'group' as const, key } });
  const moved = (from: string, to: string): Inbound => ({
    kind: 'thread_change',
    thread: 'group',
    from,
    to,
    at: desk.clock.now().toISOString(),
  });
  const keys = (key: string) =>
    rows<{ key: string }>('SELECT key FROM outside_threads WHERE key LIKE $1 ORDER BY key', [`${key}%`]);

  it('goes on in the same conversation, whoever tells it and however often', async () => {
    const first = message(phone(), group('a1'));
    await arrive(here, [first]);
    await arrive(here, [moved('a1', 'a2')]);
    const second = message(phone(), group('a2'));
    await arrive(here, [second, moved('a1', 'a2')]);
    await arrive(here, [moved('a1', 'a2')]);
    expect(await conversationOf(second.externalId)).toBe(await conversationOf(first.externalId));
    expect(await keys('a')).toEqual([{ key: 'a2' }]);
  });

  it('within one batch, too', async () => {
    const [first, second] = [message(phone(), group('b1')), message(phone(), group('b2'))];
    await arrive(here, [first, moved('b1', 'b2'), moved('b1', 'b2'), second]);
    expect(await conversationOf(second.externalId)).toBe(await conversationOf(first.externalId));
    expect(await keys('b')).toEqual([{ key: 'b2' }]);
  });

  it('what came under the new key before the notice joins the thread', async () => {
    const first = message(phone(), group('c1'));
    await arrive(here, [first]);
    desk.clock.advance(1000);
    const early = message(phone(), group('c2'));
    await arrive(here, [early]);
    await arrive(here, [moved('c1', 'c2')]);
    expect(await keys('c')).toEqual([{ key: 'c2' }]);
    const late = message(phone(), group('c2'));
    await arrive(here, [late]);
    expect(await conversationOf(late.externalId)).toBe(await conversationOf(first.externalId));
    const orphans = await rows(
      'SELECT FROM legs l LEFT JOIN outside_threads t ON t.id = l.outside_thread_id WHERE l.outside_thread_id IS NOT NULL AND t.id IS NULL',
    );
    expect(orphans).toEqual([]);
  });
});

it('reactions of a batch are put and taken back together; of one author’s the last counts', async () => {
  const from = phone();
  const sent = [message(from), message(from)];
  await arrive(here, sent);
  const at = desk.clock.now().toISOString();
  const by = (value: string, index: number, emoji: string | null): Inbound => ({
    kind: 'reaction',
    externalId: sent[index]?.externalId ?? '',
    from: { kind: 'phone', value },
    emoji,
    at,
  });
  await arrive(here, [by(from, 0, '👍'), by(from, 0, '❤️'), by(from, 1, '🎉')]);
  await arrive(here, [by(from, 1, null), by(from, 0, '🎉'), by(from, 0, '🙏')]);
  const kept = await rows<{ emoji: string }>(
    `SELECT r.emoji FROM reactions r JOIN external_ids x ON x.message_id = r.message_id WHERE x.external_id = ANY($1)`,
    [sent.map((one) => one.externalId)],
  );
  expect(kept).toEqual([{ emoji: '🙏' }]);
});

it('the window of an address goes on in another conversation and is told to the desk', async () => {
  const from = phone();
  const first = message(from);
  await arrive(here, [first]);
  const other = message(from, { outsideThread: { kind: 'group', key: 'w' } });
  await arrive(there, [other]);
  const id = await conversationOf(other.externalId);
  const seen = await desk.as(null, (ctx) => readOne(ctx, id));
  expect(seen.writtenFrom).toMatchObject([
    { inboxId: here, windowEndsAt: new Date(desk.clock.now().getTime() + 86_400_000).toISOString() },
  ]);
  expect(seen.legs[0]?.identity.display).toMatch(/^\+55 41 9888\d-\d{4}$/);
});
