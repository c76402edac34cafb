import { randomUUID } from 'node:crypto';
import type { InboundMessage, OutboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import type { Call } from '../../../kernel/http/route.ts';
import { answerCheck, answerLink, linkAsks } from '../../customers/index.ts';
import { type ChannelPlugin, receive } from '../../inboxes/index.ts';
import { makePace } from '../dispatch/pace.ts';
import { dispatchInbox } from '../dispatch/worker.ts';
import { addCustomer, addInbox, addPerson, type Caller, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { ingestOrganisation } from '../ingest/worker.ts';
import { sendCheck } from './send-check.ts';

/** Only who holds an address inherits what hangs on it. `line` is an address of digits; `proof: 'none'` can be forged. */

const sent: OutboundMessage[] = [];
const plugin: ChannelPlugin = {
  ...paperChannel('chat', { subject: true }),
  send: async (message) => {
    sent.push(message);
    return { state: 'sent', externalId: message.dispatchId };
  },
};
let desk: Desk;
let inboxId: string;
let agent: PersonActor;
beforeAll(async () => {
  desk = await openDesk([plugin]);
  inboxId = await addInbox(desk, 'chat');
  agent = await addPerson(desk);
});
afterAll(() => desk?.close());

const digits = () => desk.kernel.ids.digits(11);
const claimer = (value: string, name = 'Claims') =>
  addCustomer(desk, { name, value, verified: false, source: 'claim:form' });
const check = (who: Caller, way: 'code' | 'link' = 'code') =>
  desk.as(agent, (ctx) =>
    sendCheck(ctx, { params: { id: who.customerId, identityId: who.identityId }, body: { way, inboxId } }),
  );
const textOf = (message: OutboundMessage | undefined) =>
  message?.content.kind === 'text' ? message.content.text : '';

/** What went out to the address last. */
async function arrived(): Promise<string> {
  const before = sent.length;
  while (sent.length === before)
    await dispatchInbox(desk.kernel, { orgId: desk.orgId, inboxId }, makePace(desk.clock));
  return textOf(sent.at(-1));
}
const codeIn = (text: string): string => /\b\d{6}\b/.exec(text)?.[0] ?? '';
const answer = (who: Caller, code: string) =>
  answerCheck(
    { kernel: desk.kernel, actor: agent } as unknown as Call,
    {
      params: { id: who.customerId, identityId: who.identityId },
      query: undefined,
      body: { code },
    } as never,
  );
const wrongOf = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const identity = (id: string) =>
  desk.as(null, (ctx) =>
    ctx.db.selectFrom('identities').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  );
/** What the log tells of the proofs of an address. */
const proofsOf = (who: Caller) =>
  desk.as(null, async (ctx) => {
    const rows = await ctx.db
      .selectFrom('events')
      .select('facts')
      .where('name', '=', 'identity.verified')
      .execute();
    return rows
      .map((row) => row.facts as Record<string, unknown>)
      .filter((facts) => facts.identityId === who.identityId);
  });
const rootOf = async (id: string): Promise<string> =>
  (
    await desk.as(null, (ctx) =>
      ctx.db.selectFrom('customers').select('canonical_id').where('id', '=', id).executeTakeFirstOrThrow(),
    )
  ).canonical_id;

/** Lets time pass between two checks of one address. */
const later = () => desk.clock.advance(60_000);

async function write(
  value: string,
  proof: InboundMessage['proof'],
): Promise<{ customer: string; conversation: string }> {
  const item: InboundMessage = {
    kind: 'message',
    externalId: randomUUID(),
    at: desk.clock.now().toISOString(),
    from: { kind: 'line', value },
    proof,
    content: { v: 1, kind: 'text', text: 'oi' },
  };
  const body = new TextEncoder().encode(JSON.stringify([item]));
  const arrival = { externalId: item.externalId, body, headers: {}, facts: {} };
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [arrival]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
  const { rows } = await desk.as(null, (ctx) =>
    ctx.client.query<{ customer: string; conversation: string }>(
      `SELECT k.canonical_id AS customer, m.conversation_id AS conversation FROM external_ids x
       JOIN messages m ON m.id = x.message_id JOIN identities i ON i.id = m.author_id
       JOIN customers k ON k.id = i.customer_id WHERE x.external_id = $1`,
      [item.externalId],
    ),
  );
  if (!rows[0]) throw new Error('the message was not stored');
  return rows[0];
}

it('a code goes out with its digits, stands in no table, and proves the address once', async () => {
  const who = await claimer(digits());
  const { conversationId } = await check(who);
  const code = codeIn(await arrived());
  expect(code).toMatch(/^\d{6}$/);
  const stored = await desk.as(null, (ctx) =>
    ctx.client.query<{ row: string }>(
      `SELECT m.content::text || c.status || k::text AS row FROM messages m JOIN conversations c ON c.id = m.conversation_id
       JOIN identity_checks k ON k.message_id = m.id WHERE m.conversation_id = $1`,
      [conversationId],
    ),
  );
  expect(stored.rows).toHaveLength(1);
  expect(stored.rows[0]?.row).toContain('••••••');
  expect(stored.rows[0]?.row).toContain('resolved');
  expect(stored.rows[0]?.row).not.toContain(code);
  expect(await answer(who, ` ${code.slice(0, 3)} ${code.slice(3)} `)).toMatchObject({
    outcome: 'proven',
    customer: { verified: true, identities: [{ proof: 'code', confidence: 1, check: null }] },
  });
  await expect(answer(who, code)).rejects.toMatchObject({ code: 'gone' });
  await expect(check(who)).rejects.toMatchObject({ code: 'refused' });
  expect(await identity(who.identityId)).toMatchObject({ verified_by: agent.id });
  expect(await proofsOf(who)).toEqual([{ ...who, kind: 'line', proof: 'code', outcome: 'proven' }]);
});

it('five wrong codes spend it, ten minutes end it, a new one replaces it, and an address is not flooded', async () => {
  const who = await claimer(digits());
  await check(who);
  const code = codeIn(await arrived());
  for (let n = 1; n < 5; n += 1)
    await expect(answer(who, wrongOf(code))).rejects.toMatchObject({ code: 'refused' });
  await expect(answer(who, wrongOf(code))).rejects.toMatchObject({ code: 'too_many' });
  await expect(answer(who, code)).rejects.toMatchObject({ code: 'gone' });
  await expect(check(who)).rejects.toMatchObject({ code: 'too_many' });
  later();
  await check(who);
  const second = codeIn(await arrived());
  later();
  await check(who);
  const third = codeIn(await arrived());
  if (second !== third) await expect(answer(who, second)).rejects.toMatchObject({ code: 'refused' });
  desk.clock.advance(11 * 60_000);
  await expect(answer(who, third)).rejects.toMatchObject({ code: 'gone' });
  // Under another record it is the same address.
  const same = await claimer((await identity(who.identityId)).value);
  for (let n = 0; n < 7; n += 1) {
    later();
    await check(n % 2 ? who : same);
    await arrived();
  }
  later();
  await expect(check(same)).rejects.toMatchObject({ code: 'too_many' });
  expect((await identity(who.identityId)).verified_at).toBeNull();
});

it('lesson 42: who claims the address of another has nothing of theirs until they answer what was sent there', async () => {
  const value = digits();
  const holder = await addCustomer(desk, { name: 'Ana', value });
  const other = await claimer(value);
  await check(other);
  const code = codeIn(await arrived());
  await expect(answer(other, wrongOf(code))).rejects.toMatchObject({ code: 'refused' });
  expect(await rootOf(other.customerId)).toBe(other.customerId);
  expect(await answer(other, code)).toMatchObject({ outcome: 'merged', customer: { id: holder.customerId } });
  expect(await rootOf(other.customerId)).toBe(holder.customerId);
});

it('lesson 42: two who have each proven something are suggested, not merged; a shared address makes nobody one', async () => {
  const value = digits();
  await addCustomer(desk, { name: 'Ana', value });
  const other = await claimer(value);
  await desk.as(null, async (ctx) => {
    const own = { id: ctx.ids.uuid(), value: '12345', canonical: '12345', match_key: `line:${digits()}` };
    const row = { ...own, org_id: ctx.orgId, customer_id: other.customerId, kind: 'line', source: 'inbound' };
    await ctx.db
      .insertInto('identities')
      .values({ ...row, proof: 'platform', verified_at: new Date() })
      .execute();
  });
  await check(other);
  expect(await answer(other, codeIn(await arrived()))).toMatchObject({ outcome: 'suggested' });
  expect(await rootOf(other.customerId)).toBe(other.customerId);
  const shared = digits();
  await addCustomer(desk, { name: 'Mãe', value: shared });
  const child = await claimer(shared, 'Filho');
  await desk.as(null, (ctx) =>
    ctx.db
      .insertInto('shared_values')
      .values({ org_id: ctx.orgId, match_key: `line:${shared}`, shared: true })
      .execute(),
  );
  await check(child);
  expect(await answer(child, codeIn(await arrived()))).toMatchObject({ outcome: 'shared' });
  expect(await rootOf(child.customerId)).toBe(child.customerId);
});

it('lesson 42: a message we send to prove an address does not make its true holder the one who claimed it', async () => {
  const value = digits();
  const impostor = await claimer(value, 'Impostor');
  const { conversationId } = await check(impostor);
  await arrived();
  const truth = await write(value, 'platform');
  expect(truth.customer).not.toBe(impostor.customerId);
  expect(truth.conversation).not.toBe(conversationId);
  expect((await identity(impostor.identityId)).verified_at).toBeNull();
});

it('lesson 42: a forged sender stands alone beside the proven holder, and is suggested to nobody’s harm', async () => {
  const value = digits();
  const holder = await addCustomer(desk, { name: 'Ana', value });
  const forged = await write(value, 'none');
  expect(forged.customer).not.toBe(holder.customerId);
  const again = await write(value, 'none');
  expect(again.customer).toBe(forged.customer);
  const true_ = await write(value, 'platform');
  expect(true_.customer).toBe(holder.customerId);
  expect(true_.conversation).not.toBe(forged.conversation);
  const { rows } = await desk.as(null, (ctx) =>
    ctx.client.query(
      'SELECT reason, certain FROM merge_suggestions WHERE customer_id = $1 OR other_id = $1',
      [forged.customer],
    ),
  );
  expect(rows).toMatchObject([{ reason: 'same_address_unproven', certain: false }]);
});

it('lesson 63: the proof names the address, the request does not: a code or link proves no other one', async () => {
  const [mine, victim] = [await claimer(digits()), await claimer(digits(), 'Victim')];
  await check(mine);
  const code = codeIn(await arrived());
  later();
  await check(victim);
  const theirs = codeIn(await arrived());
  if (code !== theirs) await expect(answer(victim, code)).rejects.toMatchObject({ code: 'refused' });
  // An identity of somebody else under one's own record is not there at all.
  await expect(
    answer({ customerId: mine.customerId, identityId: victim.identityId }, theirs),
  ).rejects.toMatchObject({
    code: 'not_found',
  });
  expect((await identity(victim.identityId)).verified_at).toBeNull();
  expect(await answer(mine, code)).toMatchObject({ outcome: 'proven' });
});

it('a link asks first, proves once, and only as it was signed', async () => {
  const who = await claimer(digits());
  await check(who, 'link');
  const token = /confirmar\/([\w-]+)/.exec(await arrived())?.[1] ?? '';
  const at = Math.floor(token.length / 2);
  const altered = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
  expect(await linkAsks(desk.kernel, token)).toMatchObject({ firm: 'Empório' });
  expect(await linkAsks(desk.kernel, altered)).toBeNull();
  expect(await answerLink(desk.kernel, altered)).toBeNull();
  // A mail program that opens the link proves nothing, and its digits are no code.
  expect((await identity(who.identityId)).verified_at).toBeNull();
  await expect(answer(who, '123456')).rejects.toMatchObject({ code: 'gone' });
  expect(await answerLink(desk.kernel, token)).toBe('proven');
  expect(await answerLink(desk.kernel, token)).toBeNull();
  expect(await linkAsks(desk.kernel, token)).toBeNull();
  expect(await identity(who.identityId)).toMatchObject({ proof: 'link', verified_by: null });
  expect(await proofsOf(who)).toMatchObject([{ proof: 'link', outcome: 'proven' }]);
  const late = await claimer(digits());
  await check(late, 'link');
  const old = /confirmar\/([\w-]+)/.exec(await arrived())?.[1] ?? '';
  desk.clock.advance(25 * 3_600_000);
  expect(await answerLink(desk.kernel, old)).toBeNull();
});
