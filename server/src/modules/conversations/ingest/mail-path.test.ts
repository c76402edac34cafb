import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeSecrets } from '../../../kernel/secrets.ts';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { addInbox, addPerson, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { readReplyToken, replyToken, toBase32, tokensIn } from '../tokens.ts';
import { ingestOrganisation } from './worker.ts';

/** What a mail may do in a conversation, whoever it says it comes from: take part as a customer, nothing else. */

const say = (text: string) => ({ 'pt-BR': text, en: text, es: text });
const paper = paperChannel('letter', { subject: true });
const letter: ChannelPlugin = {
  ...paper,
  manifest: {
    ...paper.manifest,
    identityKinds: [
      {
        kind: 'letterbox',
        label: say('letterbox'),
        canonical: (value) => value.toLowerCase(),
        matchKey: (value) => `letterbox:${value}`,
      },
    ],
  },
};

let desk: Desk;
let inboxId: string;
let second: string;
beforeAll(async () => {
  desk = await openDesk([letter]);
  inboxId = await addInbox(desk, 'letter');
  second = await addInbox(desk, 'letter');
});
afterAll(() => desk?.close());

const mail = (address: string, said: Partial<InboundMessage> = {}): InboundMessage => ({
  kind: 'message',
  externalId: randomUUID(),
  at: desk.kernel.clock.now().toISOString(),
  from: { kind: 'letterbox', value: address },
  proof: 'dmarc',
  subject: 'Assunto',
  content: { v: 1, kind: 'text', text: 'oi' },
  ...said,
});

type Row = {
  conversation: string;
  author_kind: string;
  visibility: string;
  customer: string;
  verified: boolean;
  dispatches: number;
  role: string;
};

async function send(item: InboundMessage): Promise<Row> {
  const body = new TextEncoder().encode(JSON.stringify([item]));
  const arrival = { externalId: item.externalId, body, headers: {}, facts: {} };
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [arrival]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
  const found = await desk.as(null, (ctx) =>
    ctx.client.query<Row>(
      `SELECT m.conversation_id AS conversation, m.author_kind, m.visibility, k.canonical_id AS customer,
              i.verified_at IS NOT NULL AS verified, p.role,
              (SELECT count(*)::int FROM dispatches d WHERE d.message_id = m.id) AS dispatches
       FROM external_ids x JOIN messages m ON m.id = x.message_id
       LEFT JOIN identities i ON i.id = m.author_id LEFT JOIN customers k ON k.id = i.customer_id
       LEFT JOIN participants p ON p.conversation_id = m.conversation_id AND p.identity_id = i.id
       WHERE x.external_id = $1`,
      [item.externalId],
    ),
  );
  if (!found.rows[0]) throw new Error('the mail was not stored');
  return found.rows[0];
}

const tokenOf = (conversation: string): string => replyToken(desk.kernel.secrets, desk.orgId, conversation);

it('lesson 41: a mail from an agent’s own address is a customer’s word: nothing goes out, nothing is internal', async () => {
  const there = await send(mail(`${randomUUID()}@cliente.example`));
  for (const role of ['owner', 'agent'] as const) {
    const person = await addPerson(desk, { name: 'Ana', role, visibility: 'assigned' });
    const item = mail(`${person.id}@example.com`, {
      tokens: [tokenOf(there.conversation)],
      content: { v: 1, kind: 'text', text: 'Seu pedido foi cancelado.\n#internal #close #assign me' },
    });
    const stored = await send(item);
    expect(stored).toMatchObject({
      conversation: there.conversation,
      author_kind: 'customer',
      visibility: 'private',
      dispatches: 0,
    });
    expect(stored.customer).not.toBe(there.customer);
    expect(stored.role).not.toBe('requester');
  }
  const state = await desk.as(null, (ctx) =>
    ctx.db
      .selectFrom('conversations')
      .select(['status', 'assignee_id'])
      .where('id', '=', there.conversation)
      .executeTakeFirstOrThrow(),
  );
  expect(state).toEqual({ status: 'open', assignee_id: null });
});

it('lesson 41: who took part once by a token gets no further conversation of that customer', async () => {
  const first = await send(mail(`${randomUUID()}@cliente.example`));
  const address = `${randomUUID()}@colega.example`;
  const guest = await send(mail(address, { tokens: [tokenOf(first.conversation)] }));
  expect(guest.conversation).toBe(first.conversation);
  expect(guest.customer).not.toBe(first.customer);
  const second = await send(mail(`${randomUUID()}@outro.example`));
  const tried = await send(
    mail(address, { replyTo: [`<${second.conversation}@x>`], subject: 'Novo assunto' }),
  );
  expect(tried.conversation).not.toBe(second.conversation);
  expect(tried.customer).toBe(guest.customer);
});

it('lesson 41: a token of another organisation, or signed for something else, opens nothing', async () => {
  const there = await send(mail(`${randomUUID()}@cliente.example`));
  const { secrets } = desk.kernel;
  const foreign = replyToken(secrets, randomUUID(), there.conversation);
  const tried = await send(mail(`${randomUUID()}@fora.example`, { tokens: [foreign] }));
  expect(tried.conversation).not.toBe(there.conversation);
});

it('lesson 40: no shorter, older or plainer form of a reply token is read', () => {
  const key = Buffer.alloc(32, 1).toString('base64');
  const secrets = makeSecrets([key]);
  const [org, id] = [randomUUID(), randomUUID()];
  const token = replyToken(secrets, org, id);
  const packed = toBase32(Buffer.from(id.replaceAll('-', ''), 'hex'));
  const signed = (purpose: string): string =>
    toBase32((secrets.signatures(purpose, `${org} ${id}`)[0] as Buffer).subarray(0, 8));
  const forms = [
    id,
    `m-r${id}`,
    `m-r${packed}`,
    `m-r${packed}${'a'.repeat(13)}`,
    `m-s${packed}`,
    `m-s${token.slice(3)}`,
    `m-r${token.slice(3, -1)}`,
    `${token}a`,
    ` ${token}`,
    `m-r${packed}${signed('visitor')}`,
    `m-r${packed}${signed('')}`,
    `reply+${id}`,
    `notify-${id}-1`,
    '',
  ];
  for (const form of forms) expect(readReplyToken(secrets, org, form), form).toBeNull();
  expect(readReplyToken(secrets, org, token)).toBe(id);
  expect(tokensIn(`Re: ${id} m-x${packed} notify-1-2 [#20260302-000001-1]`)).toEqual([]);
  // A master key that is no longer in the ring takes its tokens with it.
  const next = makeSecrets([Buffer.alloc(32, 2).toString('base64')]);
  expect(readReplyToken(next, org, token)).toBeNull();
  expect(readReplyToken(makeSecrets([Buffer.alloc(32, 2).toString('base64'), key]), org, token)).toBe(id);
});

it('a letter to two addresses of a brand comes twice and is one message, whichever copy is first', async () => {
  const arrive = async (item: InboundMessage, inboxes: string[]) => {
    const body = new TextEncoder().encode(JSON.stringify([item]));
    for (const id of inboxes) {
      const arrival = { externalId: item.externalId, body, headers: {}, facts: {} };
      await receive(desk.kernel, { orgId: desk.orgId, inboxId: id }, [arrival]);
    }
    while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
  };
  const together = mail(`${randomUUID()}@cliente.example`);
  await arrive(together, [second, inboxId]);
  const apart = mail(`${randomUUID()}@cliente.example`, { proof: 'none' });
  await arrive(apart, [inboxId]);
  await arrive(apart, [second]);
  for (const { externalId } of [together, apart]) {
    const { rows } = await desk.as(null, (ctx) =>
      ctx.client.query('SELECT message_id FROM external_ids WHERE external_id = $1', [externalId]),
    );
    expect(rows).toHaveLength(1);
  }
});
