import { createHash } from 'node:crypto';
import { rolePermissions, type Visibility } from '@meada/contract/permissions';
import type { TimelineEntry } from '@meada/contract/routes/timeline';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { PersonActor } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { settled as allRead } from '../../testing/matrix/settled.ts';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { channel, openPostOffice, signed } from '../inboxes/testing.ts';
import { readTimeline } from './read-timeline.ts';
import { readTimelineSpan } from './read-timeline-span.ts';

let town: Town;
let shop: Shop;
let webhookUrl: string;
const secret = 'letters are signed with it';
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  openPostOffice(town.kernel);
  const settings = { box: 'T1', secret };
  ({ webhookUrl } = await shop.owner.ok('POST', '/api/inboxes', { channel, name: 'Letters', settings }));
});
afterAll(() => town.stop());

let callers = 0;
type Talk = { id: string; customerId: string };

/** Somebody writes; answers the conversation once it is there. */
async function write(from: string, texts: string[]): Promise<Talk> {
  const letters = texts.map((text) => ({
    id: createHash('sha1')
      .update(from + text)
      .digest('hex'),
    from,
    text,
  }));
  const body = JSON.stringify({ letters });
  await fetch(webhookUrl, { method: 'POST', body, headers: { 'x-signature': signed(body, secret) } });
  return vi.waitFor(async () => {
    const row = await shop.run((ctx) =>
      ctx.db
        .selectFrom('conversations')
        .innerJoin('customers', (join) => join.onRef('customers.id', '=', 'conversations.customer_id'))
        .innerJoin('identities', (join) => join.onRef('identities.customer_id', '=', 'customers.id'))
        .select(['conversations.id', 'conversations.customer_id as customerId', 'last_seq'])
        .where('identities.value', '=', from)
        .executeTakeFirst(),
    );
    if (!row || row.last_seq < texts.length) throw new Error('not read yet');
    return row;
  }, 15_000);
}

const viewer = (id: string, visibility: Visibility, permissions = rolePermissions.agent): PersonActor => ({
  kind: 'person',
  id,
  orgId: shop.orgId,
  sessionId: '',
  name: '',
  role: 'agent',
  permissions: new Set(permissions),
  visibility,
  teamIds: [],
});
type Query = Partial<Parameters<typeof readTimeline>[1]['query']>;
/** Lines are kept behind the log: what has been written so far is read once it is there. */
const settled = (): Promise<void> => allRead(town, 'timeline');
async function read(actor: PersonActor, id: string, query: Query = {}) {
  await settled();
  return readNow(actor, id, query);
}
const readNow = (actor: PersonActor, id: string, query: Query = {}) =>
  inTransaction(town.kernel, actor, (ctx) =>
    readTimeline(ctx, { params: { id }, query: { limit: 50, ...query } }),
  );
const names = (page: { items: TimelineEntry[] }): string[] => page.items.map((item) => item.name);
const all = () => viewer(shop.ownerId, 'all');

it('tells what happened, newest first; the messages of a day are one line', async () => {
  const talk = await write('+5541988880001', ['Bom dia', 'Chegou errado', 'Podem trocar?']);
  await shop.owner.ok('PUT', `/api/conversations/${talk.id}/status`, { status: 'resolved' });
  const page = await read(all(), talk.customerId);
  expect(names(page)).toEqual([
    'conversation.resolved',
    'message.created',
    'conversation.created',
    'customer.created',
  ]);
  expect(page.items[0]).toMatchObject({ actor: 'Owner of Alfa', conversationId: talk.id, channel });
  expect(page.items[0]?.protocol).toMatch(/\d/);
  expect(page.items[1]).toMatchObject({
    summary: 'Podem trocar?',
    facts: { fromCustomer: 3, fromUs: 0, notes: 0 },
  });
  expect(page.next).toBeNull();
});

it('an away message counts among the messages', async () => {
  const { items } = await shop.owner.ok('GET', '/api/inboxes');
  const inThreeDays = (new Date().getUTCDay() + 3) % 7;
  const week = [{ day: inThreeDays, from: '09:00', to: '10:00' }];
  const closed = { name: 'Fechado', timeZone: 'America/Sao_Paulo', week, holidays: 'none' };
  const { id: hoursId } = await shop.owner.ok('POST', '/api/hours', closed);
  await shop.owner.ok('PATCH', `/api/inboxes/${items[0].id}`, { hoursId, awayMessage: 'Voltamos já' });
  // What a process remembers of an inbox is two seconds old at most.
  const talk = await vi.waitFor(async () => {
    const from = `+55419888${10_000 + ++callers}`;
    const one = await write(from, ['Alguém aí?']);
    const page = await read(all(), one.customerId);
    expect(page.items.find((item) => item.name === 'message.created')?.facts).toMatchObject({ fromUs: 1 });
    return one;
  }, 20_000);
  await shop.owner.ok('PATCH', `/api/inboxes/${items[0].id}`, { hoursId: null });
  const page = await read(all(), talk.customerId);
  expect(names(page)).toEqual(['message.created', 'conversation.created', 'customer.created']);
  expect(page.items[0]?.facts).toMatchObject({ fromCustomer: 1, fromUs: 1, notes: 0 });
});

it('pages give every line once', async () => {
  const talk = await write('+5541988880002', ['Olá', 'Tudo bem?']);
  for (const status of ['pending', 'open', 'resolved', 'open'])
    await shop.owner.ok('PUT', `/api/conversations/${talk.id}/status`, { status });
  const whole = await read(all(), talk.customerId);
  const seen: TimelineEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await read(all(), talk.customerId, { cursor, limit: 1 });
    seen.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual(whole.items);
  expect(seen.length).toBe(7);
  await expect(read(all(), talk.customerId, { cursor: 'x' })).rejects.toMatchObject({ code: 'malformed' });
});

it('a merged customer brings their past along, and takes it away when they are parted', async () => {
  const one = await write('+5541988880003', ['Sou eu']);
  const two = await write('+5541988880004', ['Eu também']);
  const before = await read(all(), two.customerId);
  const path = `/api/customers/${one.customerId}/merges`;
  const { merges } = await shop.owner.ok('POST', path, { otherId: two.customerId, reason: 'same person' });
  const together = await read(all(), one.customerId);
  expect(names(together)[0]).toBe('customer.merged');
  expect(together.items[0]).toMatchObject({ actor: 'Owner of Alfa', facts: { otherId: two.customerId } });
  expect(new Set(together.items.map((item) => item.conversationId))).toEqual(new Set([null, one.id, two.id]));
  expect(await read(all(), two.customerId)).toEqual(together);
  await shop.owner.ok('DELETE', `${path}/${merges[0].id}`);
  const parted = await read(all(), two.customerId);
  expect(names(parted).slice(0, 2)).toEqual(['customer.unmerged', 'customer.merged']);
  expect(parted.items.slice(2)).toEqual(before.items);
});

it('notes, changes of the record, files and addresses stand in it; a filter and a date lead there', async () => {
  const talk = await write('+5541988880006', ['Oi']);
  const at = `/api/customers/${talk.customerId}`;
  await shop.owner.ok('POST', `${at}/notes`, { text: 'Prefere retirar na loja' });
  await shop.owner.ok('PATCH', `${at}/record`, { birthDate: '1988-03-07' });
  await shop.owner.ok('POST', `${at}/addresses`, {
    street: 'Rua das Flores',
    number: '10',
    city: 'Curitiba',
  });
  const page = await read(all(), talk.customerId);
  const kinds = page.items.map(({ kind }) => kind);
  expect(kinds.filter((kind) => ['note', 'change', 'address', 'fact'].includes(kind))).toEqual([
    'address',
    'change',
    'fact',
    'note',
  ]);
  expect(page.items.find(({ kind }) => kind === 'note')).toMatchObject({
    summary: 'Prefere retirar na loja',
    actor: 'Owner of Alfa',
    conversationId: null,
  });
  const notes = await read(all(), talk.customerId, { kinds: ['note'] });
  expect(names(notes)).toEqual(['customer.noted']);
  const byMe = await read(all(), talk.customerId, { personId: shop.ownerId });
  expect(byMe.items.every(({ actor }) => actor === 'Owner of Alfa')).toBe(true);
  expect(names(await read(all(), talk.customerId, { channel }))).toEqual([
    'message.created',
    'conversation.created',
  ]);
  const before = page.items.find(({ kind }) => kind === 'note')?.at ?? '';
  const older = await read(all(), talk.customerId, { before });
  expect(names(older)).not.toContain('customer.noted');
  expect(names(older)).toContain('customer.created');
  expect((await read(all(), talk.customerId, { since: '2999-01-01T00:00:00Z' })).items).toEqual([]);
  const span = await inTransaction(town.kernel, all(), (ctx) =>
    readTimelineSpan(ctx, { params: { id: talk.customerId } }),
  );
  expect(span).toMatchObject({ channels: [channel], people: [{ id: shop.ownerId }] });
  expect(span.kinds).toEqual(expect.arrayContaining(['note', 'message', 'customer']));
});

it('a proof is a line of its own, with the address, how and by whom; a mere note of one is not', async () => {
  const talk = await write('+5541988880016', ['Oi']);
  const at = `/api/customers/${talk.customerId}`;
  const mail = { kind: 'email', value: 'provou@cliente.example' };
  await shop.owner.ok('POST', `${at}/identities`, mail);
  expect((await read(all(), talk.customerId, { kinds: ['identity'] })).items).toEqual([]);
  await shop.owner.ok('POST', `${at}/identities`, { ...mail, reason: 'mostrou o RG' });
  expect((await read(all(), talk.customerId, { kinds: ['identity'] })).items).toMatchObject([
    {
      ...{ name: 'identity.verified', summary: 'provou@cliente.example', actor: 'Owner of Alfa' },
      facts: { kind: 'email', proof: 'person', outcome: 'proven' },
    },
  ]);
});

it('a change names no field that is hidden from the reader', async () => {
  const field = { subject: 'customer', type: 'text', label: 'x' };
  await shop.owner.ok('POST', '/api/fields', { ...field, name: 'renda', seenBy: 'owner', editedBy: 'owner' });
  await shop.owner.ok('POST', '/api/fields', { ...field, name: 'agulha', sensitive: true });
  const talk = await write('+5541988880017', ['Oi']);
  await shop.owner.ok('PATCH', `/api/customers/${talk.customerId}`, {
    customFields: { renda: 'R$ 9.000', agulha: 'fina' },
  });
  const whatFor = async (actor: PersonActor) =>
    (await read(actor, talk.customerId, { kinds: ['change'] })).items[0]?.facts.what;
  expect(await whatFor({ ...all(), role: 'owner' })).toEqual(['field:renda', 'field:agulha']);
  expect(await whatFor(all())).toEqual(['field:agulha']);
});

it('twice over the log gives the same lines', async () => {
  const talk = await write('+5541988880007', ['Um', 'Dois']);
  const before = await read(all(), talk.customerId);
  await town.kernel.database.asSystem((db) =>
    db.deleteFrom('event_cursors').where('name', '=', 'timeline').execute(),
  );
  await shop.owner.ok('PATCH', `/api/customers/${talk.customerId}`, { notes: 'x' });
  const after = await read(all(), talk.customerId);
  expect(after.items.slice(1)).toEqual(before.items);
});

it('a page is read along the index, wherever it is and however long the history', async () => {
  const talk = await write('+5541988880008', ['Oi']);
  await settled();
  await shop.run(async (ctx) => {
    await ctx.client.query(
      `INSERT INTO timeline_entries (org_id, id, customer_id, key, kind, name, at, place, actor_kind)
       SELECT $1, gen_random_uuid(), $2, 'x' || n, 'note', 'customer.noted', '2020-01-01'::timestamptz + n * interval '1 hour', n, 'system'
       FROM generate_series(1, 30000) n`,
      [ctx.orgId, talk.customerId],
    );
  });
  const pages: number[] = [];
  for (const before of ['2999-01-01T00:00:00Z', '2022-06-01T00:00:00Z', '2020-02-01T00:00:00Z']) {
    await readNow(all(), talk.customerId, { before, limit: 50 });
    // The quickest of five: what it costs, not what else the machine was doing.
    const times: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      const start = performance.now();
      const page = await readNow(all(), talk.customerId, { before, limit: 50 });
      times.push(performance.now() - start);
      expect(page.items.length).toBe(50);
    }
    pages.push(Math.min(...times));
  }
  // Reading all 30,000 and sorting them takes far longer; a page of fifty must not.
  expect(Math.max(...pages)).toBeLessThan(150);
});

it('conversations the reader may not see are not in it', async () => {
  const talk = await write('+5541988880005', ['Segredo']);
  const { id } = await shop.join('agent');
  await shop.owner.ok('PUT', `/api/conversations/${talk.id}/assignment`, { assigneeId: shop.ownerId });
  for (const actor of [viewer(id, 'assigned'), viewer(id, 'team'), viewer(id, 'all', ['customers.read'])]) {
    const page = await read(actor, talk.customerId);
    expect(names(page)).toEqual(['customer.created']);
    expect(JSON.stringify(page)).not.toContain('Segredo');
  }
  expect(names(await read(viewer(shop.ownerId, 'assigned'), talk.customerId))).toContain('message.created');
  await expect(read(viewer(id, 'all', []), talk.customerId)).rejects.toMatchObject({ code: 'forbidden' });
  const foreign = await town.shop('Foreign');
  await expect(read({ ...all(), orgId: foreign.orgId }, talk.customerId)).rejects.toMatchObject({
    code: 'not_found',
  });
});
