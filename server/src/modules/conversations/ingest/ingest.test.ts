import { randomUUID } from 'node:crypto';
import type { Inbound, InboundMessage, Proof } from '@meada/contract/channels';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { addInbox, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { offerSwitch } from '../switching/offer.ts';
import { replyToken } from '../tokens.ts';
import { ingestOrganisation } from './worker.ts';

/** The inbound side as a whole: what is received becomes conversations of the right customers, and nobody inherits. */

const words = (text: string) => ({ 'pt-BR': text, en: text, es: text });
const visitorKind = {
  kind: 'browser',
  label: words('browser'),
  anonymous: true,
  canonical: (value: string) => value,
  matchKey: (value: string) => `browser:${value}`,
};
const withKinds = (
  plugin: ChannelPlugin,
  identityKinds: ChannelPlugin['manifest']['identityKinds'],
): ChannelPlugin => ({
  ...plugin,
  manifest: { ...plugin.manifest, identityKinds },
  switchLink: (token) => `test:${token}`,
});
const mailKind = {
  kind: 'letterbox',
  label: words('letterbox'),
  canonical: (value: string) => value.toLowerCase(),
  matchKey: (value: string) => `letterbox:${value}`,
};
const plugins = [
  withKinds(paperChannel('chat'), [visitorKind]),
  withKinds(paperChannel('messenger'), []),
  withKinds(paperChannel('letter', { subject: true }), [mailKind]),
];

let desk: Desk;
let inboxes: Record<string, string>;
beforeAll(async () => {
  desk = await openDesk(plugins);
  inboxes = {};
  for (const channel of ['chat', 'messenger', 'letter']) inboxes[channel] = await addInbox(desk, channel);
});
afterAll(() => desk?.close());

type Said = Partial<InboundMessage> & { text?: string };
const message = (kind: string, value: string, said: Said = {}): InboundMessage => {
  const { text = 'oi', ...rest } = said;
  return {
    kind: 'message',
    externalId: randomUUID(),
    at: desk.kernel.clock.now().toISOString(),
    from: { kind, value },
    proof: 'platform' as Proof,
    content: { v: 1, kind: 'text', text },
    ...rest,
  };
};
const visitor = (id: string, said: Said = {}) => message('browser', id, { proof: 'signed_token', ...said });
const caller = (number: string, said: Said = {}) => message('phone', number, said);
const mail = (address: string, said: Said = {}) =>
  message('letterbox', address, { subject: 'Assunto', ...said });

async function arrive(channel: string, items: Inbound[], id: string = randomUUID()): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(items));
  const place = { orgId: desk.orgId, inboxId: inboxes[channel] ?? '' };
  await receive(desk.kernel, place, [{ externalId: id, body, headers: {}, facts: {} }]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
}

type Row = { conversation: string; customer: string; seq: number; reason: string; verified: boolean };
/** Where a message went: its conversation, and the canonical customer of its author. */
async function whereIs(externalId: string): Promise<Row> {
  const rows = await desk.as(null, (ctx) =>
    ctx.client.query<Row>(
      `SELECT m.conversation_id AS conversation, k.canonical_id AS customer, m.seq, m.join_reason AS reason,
              i.verified_at IS NOT NULL AS verified
       FROM external_ids x JOIN messages m ON m.id = x.message_id
       JOIN identities i ON i.id = m.author_id JOIN customers k ON k.id = i.customer_id WHERE x.external_id = $1`,
      [externalId],
    ),
  );
  const row = rows.rows[0];
  if (!row) throw new Error('the message was not stored');
  return row;
}
const count = async (sql: string, values: unknown[] = []): Promise<number> =>
  desk.as(null, async (ctx) => Number((await ctx.client.query(sql, values)).rows[0]?.count));
async function send(channel: string, item: InboundMessage): Promise<Row> {
  await arrive(channel, [item]);
  return whereIs(item.externalId);
}
const number = () => `+55 41 9${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

describe('what is received', () => {
  it('D1: the same thing three times, and again inside another, is one message', async () => {
    const item = caller(number());
    await arrive('messenger', [item], 'same');
    await arrive('messenger', [item], 'same');
    await arrive('messenger', [item, item]);
    expect(await count('SELECT count(*) FROM external_ids WHERE external_id = $1', [item.externalId])).toBe(
      1,
    );
  });
  it('D3: ten first messages of one person at once open one conversation', async () => {
    const from = number();
    const items = Array.from({ length: 10 }, (_, n) => caller(from, { text: `foto ${n}` }));
    const place = { orgId: desk.orgId, inboxId: inboxes.messenger ?? '' };
    await Promise.all(
      items.map((item) =>
        receive(desk.kernel, place, [
          { externalId: item.externalId, body: Buffer.from(JSON.stringify([item])), headers: {}, facts: {} },
        ]),
      ),
    );
    await Promise.all([1, 2, 3].map(() => ingestOrganisation(desk.kernel, desk.orgId)));
    const places = await Promise.all(items.map((item) => whereIs(item.externalId)));
    expect(new Set(places.map((place) => place.conversation)).size).toBe(1);
    expect(places.map((place) => place.seq).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
  it('D8: a number with and without the ninth digit is one customer, and is answered as it wrote', async () => {
    const first = await send('messenger', caller('+55 41 98877-1234'));
    const second = await send('messenger', caller('+55 41 8877-1234'));
    expect(second.customer).toBe(first.customer);
    expect(second.conversation).toBe(first.conversation);
  });
  it('D12: a poison receipt is kept with its error and the next ones go on', async () => {
    const bad = new TextEncoder().encode('{"not": "items"');
    const place = { orgId: desk.orgId, inboxId: inboxes.messenger ?? '' };
    await receive(desk.kernel, place, [{ externalId: 'poison', body: bad, headers: {}, facts: {} }]);
    const after = await send('messenger', caller(number()));
    expect(after.seq).toBe(1);
    expect(
      await count(
        `SELECT count(*) FROM receipts WHERE external_id = 'poison' AND state = 'poison' AND error <> ''`,
      ),
    ).toBe(1);
  });
  it('one message the database refuses does not stop the batch', async () => {
    const good = caller(number());
    const odd = caller(number(), { content: { v: 1, kind: 'text', text: 'fim \\u0000 \ud800 x' } });
    await arrive('messenger', [odd]);
    expect((await send('messenger', good)).seq).toBe(1);
  });
});

describe('statuses of messages that are not known', () => {
  it('stand aside, however many there are: messages behind them are read at once', async () => {
    const status = (n: number): Inbound => ({
      kind: 'status',
      externalId: `elsewhere-${n}`,
      state: 'delivered',
      at: desk.kernel.clock.now().toISOString(),
    });
    const place = { orgId: desk.orgId, inboxId: inboxes.messenger ?? '' };
    const arrivals = Array.from({ length: 250 }, (_, n) => ({
      externalId: `status-${n}`,
      body: Buffer.from(JSON.stringify([status(n)])),
      headers: {},
      facts: {},
    }));
    await receive(desk.kernel, place, arrivals);
    const item = caller(number());
    await receive(desk.kernel, place, [
      { externalId: item.externalId, body: Buffer.from(JSON.stringify([item])), headers: {}, facts: {} },
    ]);
    for (let round = 0; round < 4; round += 1) await ingestOrganisation(desk.kernel, desk.orgId);
    expect((await whereIs(item.externalId)).seq).toBe(1);
    expect(await ingestOrganisation(desk.kernel, desk.orgId)).toBe('early');
    desk.clock.advance(11_000);
    for (let round = 0; round < 4; round += 1) await ingestOrganisation(desk.kernel, desk.orgId);
    expect(await ingestOrganisation(desk.kernel, desk.orgId)).toBe('done');
  });
});

describe('who inherits', () => {
  it('lesson 42: an unproven mail from a known address stands alone and is suggested', async () => {
    const address = `${randomUUID()}@cliente.example`;
    const known = await send('letter', mail(address, { proof: 'dmarc' }));
    const forged = await send('letter', mail(address, { proof: 'none' }));
    expect(forged.customer).not.toBe(known.customer);
    expect(forged.conversation).not.toBe(known.conversation);
    expect(
      await count(
        'SELECT count(*) FROM merge_suggestions WHERE reason = $1 AND $2 IN (customer_id, other_id)',
        ['same_address_unproven', known.customer],
      ),
    ).toBe(1);
  });
  it('lesson 39: a guessed id of a customer’s mail lets no stranger in', async () => {
    const victim = mail(`${randomUUID()}@cliente.example`, { proof: 'dmarc' });
    const there = await send('letter', victim);
    const stranger = await send(
      'letter',
      mail('stranger@elsewhere.example', {
        proof: 'dmarc',
        replyTo: [victim.externalId],
        subject: 'Re: Assunto',
      }),
    );
    expect(stranger.conversation).not.toBe(there.conversation);
  });
  it('an address somebody typed is joined by nobody who proves it, only suggested', async () => {
    const phone = number();
    const chat = await send('chat', visitor(randomUUID()));
    await desk.as(null, (ctx) =>
      ctx.db
        .insertInto('identities')
        .values({
          org_id: desk.orgId,
          id: ctx.ids.uuid(),
          customer_id: chat.customer,
          kind: 'phone',
          value: phone,
          canonical: phone,
          match_key: `tel:${phone.replace(/\D/g, '')}`,
          source: 'claim',
        })
        .execute(),
    );
    const real = await send('messenger', caller(phone));
    expect(real.customer).not.toBe(chat.customer);
    expect(real.conversation).not.toBe(chat.conversation);
    expect(
      await count(
        'SELECT count(*) FROM merge_suggestions WHERE reason = $1 AND $2 IN (customer_id, other_id)',
        ['same_address_claimed', chat.customer],
      ),
    ).toBe(1);
  });
  it('a signed reply token from an address inside proves the address; from outside it only takes part', async () => {
    const address = `${randomUUID()}@cliente.example`;
    const first = await send('letter', mail(address, { proof: 'none' }));
    const token = replyToken(desk.kernel.secrets, desk.orgId, first.conversation);
    const answer = await send(
      'letter',
      mail(address, { proof: 'none', tokens: [token], subject: 'Re: outro' }),
    );
    expect(answer).toMatchObject({
      conversation: first.conversation,
      customer: first.customer,
      verified: true,
    });
    const other = await send('letter', mail('colega@cliente.example', { proof: 'none', tokens: [token] }));
    expect(other.conversation).toBe(first.conversation);
    expect(other.customer).not.toBe(first.customer);
  });
  it('a token with a letter changed is no token', async () => {
    const first = await send('letter', mail(`${randomUUID()}@cliente.example`, { proof: 'dmarc' }));
    const token = replyToken(desk.kernel.secrets, desk.orgId, first.conversation);
    const forged = token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a');
    const other = await send('letter', mail('x@elsewhere.example', { proof: 'dmarc', tokens: [forged] }));
    expect(other.conversation).not.toBe(first.conversation);
  });
});

async function offer(conversation: string, channel: string) {
  return desk.as(null, async (ctx) => {
    const part = await ctx.db
      .selectFrom('participants')
      .select('identity_id')
      .where('conversation_id', '=', conversation)
      .executeTakeFirstOrThrow();
    return offerSwitch(ctx, {
      conversationId: conversation,
      identityId: part.identity_id,
      inboxId: inboxes[channel] ?? '',
      withCode: true,
    });
  });
}

describe('switching', () => {
  it('by link: the conversation follows and the unverified visitor becomes the verified caller', async () => {
    const chat = await send('chat', visitor(randomUUID()));
    const { link } = await offer(chat.conversation, 'messenger');
    const moved = await send('messenger', caller(number(), { text: link.slice('test:'.length) }));
    expect(moved).toMatchObject({ conversation: chat.conversation, reason: 'token', verified: true });
    expect((await whereIs(await lastOf(chat.conversation))).customer).toBe(moved.customer);
  });
  it('a link works once', async () => {
    const chat = await send('chat', visitor(randomUUID()));
    const { link } = await offer(chat.conversation, 'messenger');
    await send('messenger', caller(number(), { text: link.slice('test:'.length) }));
    const second = await send('messenger', caller(number(), { text: link.slice('test:'.length) }));
    expect(second.conversation).not.toBe(chat.conversation);
  });
  it('two verified customers are suggested, not merged, and the conversation goes on with both', async () => {
    const old = await send('messenger', caller('+55 41 97777-0001'));
    desk.clock.advance(60_000);
    const letter = await send(
      'letter',
      mail(`${randomUUID()}@cliente.example`, { proof: 'dmarc', subject: 'Troca' }),
    );
    const { link } = await offer(letter.conversation, 'messenger');
    const moved = await send('messenger', caller('+55 41 97777-0001', { text: link.slice('test:'.length) }));
    const next = await send('messenger', caller('+55 41 97777-0001', { text: 'e mais uma coisa' }));
    expect(moved.conversation).toBe(letter.conversation);
    expect(next.conversation).toBe(letter.conversation);
    expect(moved.customer).toBe(old.customer);
    expect(
      await count(
        'SELECT count(*) FROM merge_suggestions WHERE reason = $1 AND $2 IN (customer_id, other_id)',
        ['switched_by_link', old.customer],
      ),
    ).toBe(1);
  });
  it('by code, within its ten minutes, by a proven sender only', async () => {
    const chat = await send('chat', visitor(randomUUID()));
    const { code } = await offer(chat.conversation, 'messenger');
    const spoken = `${code?.slice(0, 3)} ${code?.slice(3)}`;
    const moved = await send('messenger', caller(number(), { text: spoken }));
    expect(moved).toMatchObject({ conversation: chat.conversation, reason: 'code' });
    const late = await offer(chat.conversation, 'messenger');
    desk.clock.advance(11 * 60_000);
    expect((await send('messenger', caller(number(), { text: late.code ?? '' }))).conversation).not.toBe(
      chat.conversation,
    );
  });
  it('five wrong codes and an address may try no more, even with the right one', async () => {
    const chat = await send('chat', visitor(randomUUID()));
    const { code } = await offer(chat.conversation, 'messenger');
    const from = number();
    const wrong = code === '111111' ? '222222' : '111111';
    for (let n = 0; n < 5; n += 1) await send('messenger', caller(from, { text: wrong }));
    expect((await send('messenger', caller(from, { text: code ?? '' }))).conversation).not.toBe(
      chat.conversation,
    );
  });
  it('the day’s risk is spent whoever tries: then codes work for nobody and are offered no more, links are', async () => {
    const chat = await send('chat', visitor(randomUUID()));
    const { code } = await offer(chat.conversation, 'messenger');
    const wrong = code === '111111' ? '222222' : '111111';
    for (let n = 0; n < 110; n += 1) await arrive('messenger', [caller(number(), { text: wrong })]);
    const spent = await count('SELECT coalesce(sum(live), 0) AS count FROM switch_misses');
    expect(spent).toBeLessThanOrEqual(100);
    const again = await offer(chat.conversation, 'messenger');
    expect(again.code).toBeNull();
    expect(
      (await send('messenger', caller(number(), { text: again.link.slice('test:'.length) }))).conversation,
    ).toBe(chat.conversation);
  });
});

/** External id of a conversation's first message. */
const lastOf = (conversation: string): Promise<string> =>
  desk.as(null, async (ctx) => {
    const result = await ctx.client.query<{ external_id: string }>(
      'SELECT x.external_id FROM messages m JOIN external_ids x ON x.message_id = m.id WHERE m.conversation_id = $1 ORDER BY m.seq LIMIT 1',
      [conversation],
    );
    return result.rows[0]?.external_id ?? '';
  });

describe('away', () => {
  /** Open for a minute a week, which is not now. */
  const closeInbox = (id: string) =>
    desk.as(null, async (ctx) => {
      const hours = { org_id: ctx.orgId, id: randomUUID(), name: 'Fechado', time_zone: 'UTC' };
      const week = JSON.stringify([
        { day: (ctx.clock.now().getUTCDay() + 3) % 7, from: '00:00', to: '00:01' },
      ]);
      await ctx.db
        .insertInto('hours')
        .values({ ...hours, week, holidays: 'none' })
        .execute();
      await ctx.db
        .updateTable('inboxes')
        .set({ hours_id: hours.id, away_message: 'Estamos fora.' })
        .where('id', '=', id)
        .execute();
    });

  it('answers outside the hours once a day per address, and never a machine', async () => {
    await closeInbox(inboxes.messenger ?? '');
    const from = number();
    const first = await send('messenger', caller(from));
    await send('messenger', caller(from));
    const machine = mail(`${randomUUID()}@cliente.example`, { proof: 'dmarc', automatic: 'auto_reply' });
    await arrive('letter', [machine]);
    expect(
      await count(`SELECT count(*) FROM messages WHERE conversation_id = $1 AND automatic = 'auto_reply'`, [
        first.conversation,
      ]),
    ).toBe(1);
    expect(
      await count('SELECT count(*) FROM external_ids WHERE external_id = $1', [machine.externalId]),
    ).toBe(0);
    desk.clock.advance(25 * 3_600_000);
    await send('messenger', caller(from));
    expect(
      await count(`SELECT count(*) FROM messages WHERE conversation_id = $1 AND automatic = 'auto_reply'`, [
        first.conversation,
      ]),
    ).toBe(2);
  });

  it('lesson B10: a second matter of the same address on the same day is not answered again', async () => {
    await closeInbox(inboxes.letter ?? '');
    const address = `${randomUUID()}@cliente.example`;
    const first = await send('letter', mail(address, { proof: 'dmarc', subject: 'Troca' }));
    const second = await send('letter', mail(address, { proof: 'dmarc', subject: 'Fatura' }));
    expect(second.conversation).not.toBe(first.conversation);
    const answers = `SELECT count(*) FROM messages WHERE automatic = 'auto_reply' AND conversation_id = $1`;
    expect(await count(answers, [first.conversation])).toBe(1);
    expect(await count(answers, [second.conversation])).toBe(0);
  });
});
