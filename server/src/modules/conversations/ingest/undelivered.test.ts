import { randomUUID } from 'node:crypto';
import type { Inbound, InboundMessage } from '@meada/contract/channels';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import { clearUndeliverable } from '../../customers/index.ts';
import { receive } from '../../inboxes/index.ts';
import { addInbox, addPerson, type Desk, openDesk } from '../factories.ts';
import { paperChannel } from '../factories-channels.ts';
import { sendMessage } from '../send-message.ts';
import { readOne } from '../views/conversation.ts';
import { ingestOrganisation } from './worker.ts';

/** What a failed delivery does to the address: flagged for good or counted, and another leg is proposed. */
let desk: Desk;
let inboxId: string;
beforeAll(async () => {
  desk = await openDesk([paperChannel('near')]);
  inboxId = await addInbox(desk, 'near');
});
afterAll(() => desk?.close());

let last = 0;
const phone = () => `+55419877${String(70_000 + ++last)}`;
const address = (value: string) => ({ kind: 'phone', value });
const message = (from: string, more: Partial<InboundMessage> = {}): InboundMessage => ({
  kind: 'message',
  externalId: randomUUID(),
  at: desk.clock.now().toISOString(),
  from: address(from),
  proof: 'platform',
  content: { v: 1, kind: 'text', text: 'oi' },
  ...more,
});

async function arrive(...items: Inbound[]): Promise<void> {
  const body = new TextEncoder().encode(JSON.stringify(items));
  const arrival = { externalId: randomUUID(), body, headers: {}, facts: {} };
  await receive(desk.kernel, { orgId: desk.orgId, inboxId }, [arrival]);
  while ((await ingestOrganisation(desk.kernel, desk.orgId)) !== 'done');
}

const rows = <T extends object>(text: string, values: unknown[]): Promise<T[]> =>
  desk.as(null, async (ctx) => (await ctx.client.query<T>(text, values)).rows);
const read = (id: string) => desk.as(null, (ctx) => readOne(ctx, id));

/** A conversation with two addresses of one customer and somebody beside; the first address wrote last. */
async function talk() {
  const [first, second, beside] = [phone(), phone(), phone()];
  const item = message(first, {
    aliases: [address(second)],
    others: [{ address: address(beside), role: 'cc' }],
  });
  await arrive(message(second, { aliases: [address(first)] }));
  desk.clock.advance(1000);
  await arrive(item);
  const [row] = await rows<{ id: string }>(
    'SELECT m.conversation_id AS id FROM external_ids x JOIN messages m ON m.id = x.message_id WHERE x.external_id = $1',
    [item.externalId],
  );
  return { id: row?.id ?? '', first, second, beside };
}

type Status = Extract<Inbound, { kind: 'status' }>;

/** We write, and it fails as told. */
const fail = (id: string, error: NonNullable<Status['error']>) => settle(id, { state: 'failed', error });

async function settle(id: string, status: Partial<Status> & Pick<Status, 'state'>) {
  const content = { v: 1 as const, kind: 'text' as const, text: 'resposta' };
  await desk.as(null, (ctx) =>
    sendMessage(ctx, {
      conversationId: id,
      content,
      clientId: randomUUID(),
      internal: false,
      attachmentIds: [],
    }),
  );
  const [sent] = await rows<{ id: string }>(
    'SELECT id FROM dispatches WHERE conversation_id = $1 ORDER BY created_at DESC, id DESC LIMIT 1',
    [id],
  );
  const at = desk.clock.now().toISOString();
  const dispatchId = sent?.id ?? '';
  await arrive({ kind: 'status', externalId: randomUUID(), dispatchId, at, ...status });
  const [after] = await rows<{ state: string }>('SELECT state FROM dispatches WHERE id = $1', [dispatchId]);
  return after?.state;
}

const failure = (value: string, permanent: boolean, reason = 'user_unknown') => ({
  code: '5.1.1',
  text: 'x',
  permanent,
  address: { ...address(value), reason },
});

it('a dead address is flagged, another leg is proposed, and writing from there again ends it', async () => {
  const { id, first, second } = await talk();
  expect((await read(id)).legs.map((leg) => leg.identity.value)).toEqual([first, second]);
  expect(await fail(id, failure(first, true))).toBe('failed');
  const { legs } = await read(id);
  expect(legs.map((leg) => [leg.identity.value, leg.proposed])).toEqual([
    [second, true],
    [first, false],
  ]);
  expect(legs[1]?.identity.undeliverable?.reason).toBe('user_unknown');
  desk.clock.advance(1000);
  await arrive(message(first));
  const again = await read(id);
  expect(again.legs[0]?.identity).toMatchObject({ value: first, undeliverable: null });
});

it('a person may say that an address receives after all; the next failure flags it anew', async () => {
  const { id, first } = await talk();
  const boss = await addPerson(desk, { role: 'supervisor' });
  await fail(id, failure(first, false, 'mailbox_full'));
  await fail(id, failure(first, true));
  const { customer, legs } = await read(id);
  const identityId = legs.find((leg) => leg.identity.value === first)?.identity.id ?? '';
  const clear = (actor: PersonActor, customerId = customer.id) =>
    desk.as(actor, (ctx) => clearUndeliverable(ctx, { params: { id: customerId, identityId } }));
  await expect(clear({ ...boss, permissions: new Set() })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(clear(boss, (await read((await talk()).id)).customer.id)).rejects.toMatchObject({
    code: 'not_found',
  });
  for (const _twice of [1, 2]) await clear(boss);
  const leg = (await read(id)).legs.find((one) => one.identity.value === first);
  expect(leg).toMatchObject({ proposed: true, identity: { undeliverable: null, softBounces: 0 } });
  const audited = await rows<{ facts: object }>(
    "SELECT facts FROM audit_entries WHERE action = 'identity.receives' AND subject_id = $1",
    [customer.id],
  );
  expect(audited.map(({ facts }) => facts)).toMatchObject([{ identityId, reason: 'user_unknown' }]);
  await fail(id, failure(first, true));
  expect((await read(id)).legs.some((one) => one.identity.undeliverable)).toBe(true);
});

it('failures for now are counted and change nothing else', async () => {
  const { id, first } = await talk();
  await fail(id, failure(first, false, 'mailbox_full'));
  await fail(id, failure(first, false, 'mailbox_full'));
  const [leg] = (await read(id)).legs;
  expect(leg?.identity).toMatchObject({ value: first, undeliverable: null, softBounces: 2 });
});

it('a receiver beside who was not reached is flagged, and the message still went out', async () => {
  const { id, beside } = await talk();
  expect(await fail(id, failure(beside, true))).not.toBe('failed');
  const participant = (await read(id)).participants.find((one) => one.identity.value === beside);
  expect(participant?.identity.undeliverable).not.toBeNull();
});

it('a forged report flags nobody outside of the conversation', async () => {
  const [here, other] = [await talk(), await talk()];
  await fail(here.id, failure(other.first, true));
  const [leg] = (await read(other.id)).legs;
  expect(leg?.identity).toMatchObject({ value: other.first, undeliverable: null });
});

const refusals = (id: string) =>
  rows<{ source: string }>(
    'SELECT f.source FROM announcement_refusals f JOIN conversations c ON c.customer_id = f.customer_id WHERE c.id = $1',
    [id],
  );
const told = async (id: string) =>
  (
    await rows<{ content: { code?: string } }>('SELECT content FROM messages WHERE conversation_id = $1', [
      id,
    ])
  ).filter(({ content }) => content.code === 'complained').length;

it('who calls our message junk gets no announcements, and the thread says so once', async () => {
  const { id, first } = await talk();
  await settle(id, { state: 'delivered', complaint: { address: address(first) } });
  expect([await refusals(id), await told(id)]).toEqual([[{ source: 'complaint' }], 1]);
  await settle(id, { state: 'delivered', complaint: {} });
  expect([await refusals(id), await told(id)]).toEqual([[{ source: 'complaint' }], 1]);
});

it('a complaint of somebody with a copy, or of nobody we know, is not the customer’s', async () => {
  const { id, beside } = await talk();
  await settle(id, { state: 'delivered', complaint: { address: address(beside) } });
  await settle(id, { state: 'delivered', complaint: { address: address('nobody at all') } });
  await settle(id, { state: 'delivered', complaint: { address: { kind: 'smoke', value: 'x' } } });
  expect([await refusals(id), await told(id)]).toEqual([[], 0]);
});
