import { rolePermissions } from '@meada/contract/permissions';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from '../people/testing-browser.ts';
import { claimContact } from './claim-contact.ts';
import { holdAddress } from './hold-address.ts';
import { customerRefs } from './refs.ts';
import { openTown, type Shop, type Town } from './testing.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
});
afterAll(() => town.stop());

const mail = (value: string) => ({ kind: 'email', value });
const phone = (value: string) => ({ kind: 'phone', value });
const create = (name: string, identities: object[] = []) =>
  shop.owner.ok('POST', '/api/customers', { name, identities });
async function agentWithoutMerging(): Promise<Browser> {
  const permissions = rolePermissions.agent.filter((name) => name !== 'customers.merge');
  await shop.owner.ok('PUT', '/api/roles/agent', { permissions });
  return (await shop.join('agent')).browser;
}
const nobody = '0190a000-0000-7000-8000-000000000000';

it('creates, reads and changes a customer', async () => {
  const made = await create('Ana Lúcia', [mail('Ana@Cliente.example'), phone('41 98888-7777')]);
  expect(made).toMatchObject({
    name: 'Ana Lúcia',
    phone: '+5541988887777',
    verified: false,
    suggestions: [],
    merges: [],
  });
  expect(made.email.toLowerCase()).toBe('ana@cliente.example');
  expect(made.identities).toMatchObject([
    { kind: 'email', source: 'person', proof: 'none', confidence: 0.5 },
    { kind: 'phone', display: '+55 41 98888-7777' },
  ]);
  const path = `/api/customers/${made.id}`;
  await shop.owner.ok('PATCH', path, { notes: 'likes blue', customFields: { size: 42, old: 'x' } });
  const changed = await shop.owner.ok('PATCH', path, { locale: 'es', customFields: { old: null } });
  expect(changed).toMatchObject({ notes: 'likes blue', locale: 'es', customFields: { size: 42 } });
  expect(changed.customFields).not.toHaveProperty('old');
  expect(await shop.owner.ok('GET', path)).toEqual(changed);
});

it('what is no address is refused with its field, and nothing is stored', async () => {
  const body = { name: 'Bad', identities: [mail('no address')] };
  const answer = await shop.owner.call('POST', '/api/customers', body);
  expect(answer.status).toBe(422);
  const anonymous = { name: 'Bad', identities: [{ kind: 'visitor', value: nobody }] };
  expect((await shop.owner.call('POST', '/api/customers', anonymous)).status).toBe(422);
  const unknown = await shop.owner.call('POST', '/api/customers', { name: 'Bad', canonical_id: nobody });
  expect(unknown).toMatchObject({ status: 400, body: { field: 'body.canonical_id' } });
  expect((await shop.owner.ok('GET', '/api/customers?query=Bad')).items).toEqual([]);
});

it('finds by name without accents, by part, by misspelling, by address and by digits in any writing', async () => {
  const made = await create('Conceição Guimarães', [mail('ceicao@loja.example'), phone('(41) 97777-1234')]);
  for (const query of [
    'conceicao',
    'Có',
    'gu',
    'GUIMAR',
    'Consceicao',
    'ceicao@loja.example',
    '5541977771234',
    '41 97777.1234',
    '4177771234',
    '7777-1234',
  ]) {
    const { items } = await shop.owner.ok('GET', `/api/customers?query=${encodeURIComponent(query)}`);
    expect(items, query).toMatchObject([{ id: made.id, phone: '+5541977771234' }]);
  }
  for (const query of ['%', '_', '\\', "'; --", '🦆']) {
    const answer = await shop.owner.call('GET', `/api/customers?query=${encodeURIComponent(query)}`);
    expect(answer.status, query).toBe(200);
    expect((answer.body.items as unknown as { id: string }[]).map((item) => item.id)).not.toContain(made.id);
  }
});

it('pages through all customers once, newest activity first, and refuses a foreign cursor', async () => {
  const other = await town.shop('Paging');
  await other.run(async (ctx) => {
    for (let index = 0; index < 23; index += 1) {
      const id = ctx.ids.uuid();
      // Several at the very same moment: the id decides.
      const seen_at = new Date(Date.UTC(2026, 0, 1, 0, 0, Math.floor(index / 4)));
      const row = { org_id: other.orgId, id, canonical_id: id, name: `C${index}`, seen_at };
      await ctx.db.insertInto('customers').values(row).execute();
    }
  });
  const seen: { id: string; seenAt: string }[] = [];
  let cursor = '';
  do {
    const page = await other.owner.ok('GET', `/api/customers?limit=5${cursor && `&cursor=${cursor}`}`);
    seen.push(...page.items);
    cursor = page.next ?? '';
  } while (cursor);
  expect(new Set(seen.map((item) => item.id)).size).toBe(23);
  expect(seen.map((item) => item.seenAt)).toEqual(
    seen
      .map((item) => item.seenAt)
      .sort()
      .reverse(),
  );
  for (const bad of ['x', '1', '9.9', `${'9'.repeat(30)}.${nobody}`, `${'9'.repeat(17)}.${nobody}`]) {
    const answer = await other.owner.call('GET', `/api/customers?cursor=${bad}`);
    expect([200, 400], bad).toContain(answer.status);
  }
});

it('a person vouches for an address with a reason; what another has proven is a conflict and a suggestion', async () => {
  const ana = await create('Ana Vouched');
  const bia = await create('Bia Vouched');
  const reason = 'showed her card at the counter';
  const vouched = await shop.owner.ok('POST', `/api/customers/${ana.id}/identities`, {
    ...mail('shared@cliente.example'),
    reason,
  });
  expect(vouched).toMatchObject({ verified: true, identities: [{ proof: 'person', confidence: 1 }] });
  expect(vouched.identities[0].verifiedAt).not.toBeNull();
  const second = await shop.owner.call('POST', `/api/customers/${bia.id}/identities`, {
    ...mail('SHARED@cliente.example'),
    reason,
  });
  expect(second).toMatchObject({ status: 409, body: { code: 'conflict', field: 'body.value' } });
  const after = await shop.owner.ok('GET', `/api/customers/${bia.id}`);
  expect(after).toMatchObject({
    verified: false,
    identities: [],
    suggestions: [{ reason: 'same_address_claimed', other: { id: ana.id, verified: true } }],
  });
  // Both ways.
  expect((await shop.owner.ok('GET', `/api/customers/${ana.id}`)).suggestions).toMatchObject([
    { other: { id: bia.id } },
  ]);
});

it('claims prove nothing, are kept once, never overwrite a name and suggest whom they may be', async () => {
  const known = await create('Known Person');
  await shop.owner.ok('POST', `/api/customers/${known.id}/identities`, {
    ...mail('known@cliente.example'),
    reason: 'answered our call',
  });
  const visitor = '3f0b9ad8-9c86-4a0e-9c39-6d3a2a1c0001';
  const held = await shop.run((ctx) => holdAddress(ctx, { kind: 'visitor', value: visitor }));
  expect(await shop.run((ctx) => holdAddress(ctx, { kind: 'visitor', value: visitor }))).toEqual(held);
  const claim = {
    customerId: held.customerId,
    name: 'Zé',
    email: 'known@cliente.example',
    phone: '41 96666-5555',
  };
  await shop.run((ctx) => claimContact(ctx, claim));
  await shop.run((ctx) =>
    claimContact(ctx, { ...claim, name: 'Somebody else', email: 'KNOWN@cliente.example' }),
  );
  const read = await shop.owner.ok('GET', `/api/customers/${held.customerId}`);
  expect(read).toMatchObject({ name: 'Zé', verified: false, suggestions: [{ other: { id: known.id } }] });
  expect(read.identities.map((identity: { kind: string }) => identity.kind).sort()).toEqual([
    'email',
    'phone',
    'visitor',
  ]);
  expect(read.identities.find((identity: { kind: string }) => identity.kind === 'email')).toMatchObject({
    source: 'claim:form',
    proof: 'none',
    confidence: expect.closeTo(0.3),
    verifiedAt: null,
  });
  await expect(
    shop.run((ctx) => claimContact(ctx, { customerId: held.customerId, phone: 'call me' })),
  ).rejects.toMatchObject({ code: 'refused', field: 'body.phone' });
});

it('64 first requests of one browser make one customer', async () => {
  const value = '3f0b9ad8-9c86-4a0e-9c39-6d3a2a1c0064';
  const held = await Promise.all(
    Array.from({ length: 64 }, () => shop.run((ctx) => holdAddress(ctx, { kind: 'visitor', value }))),
  );
  expect(new Set(held.map((one) => one.customerId)).size).toBe(1);
});

it('a suggestion is settled once: dismissed it does not come back, accepted it merges', async () => {
  const ana = await create('Ana Settled');
  const bia = await create('Bia Settled');
  const caio = await create('Caio Settled');
  const address = mail('settled@cliente.example');
  await shop.owner.ok('POST', `/api/customers/${ana.id}/identities`, { ...address, reason: 'she said so' });
  for (const other of [bia, caio])
    await shop.owner.ok('POST', `/api/customers/${other.id}/identities`, address);
  const suggestionOf = async (id: string) =>
    (await shop.owner.ok('GET', `/api/customers/${id}`)).suggestions[0];
  const settle = (id: string, suggestion: { id: string }, accept: boolean) =>
    shop.owner.call('PUT', `/api/customers/${id}/suggestions/${suggestion.id}`, { accept });
  const first = await suggestionOf(bia.id);
  expect((await settle(bia.id, first, false)).body).toMatchObject({ suggestions: [] });
  expect((await settle(bia.id, first, true)).status).toBe(409);
  await shop.owner.ok('POST', `/api/customers/${bia.id}/identities`, address);
  expect(await suggestionOf(bia.id)).toBeUndefined();
  // Of others it is as if there were none (LESSONS 47).
  const second = await suggestionOf(caio.id);
  expect((await settle(bia.id, second, true)).status).toBe(404);
  const merged = await settle(ana.id, second, true);
  expect(merged.body).toMatchObject({
    id: ana.id,
    merges: [{ from: { id: caio.id }, into: { id: ana.id } }],
  });
});

it('lessons 37 and 49: ids of another organisation and missing rights are answered like nothing and 403', async () => {
  const foreign = await town.shop('Foreign');
  const ana = await create('Ana Hidden', [mail('hidden@cliente.example')]);
  const bia = await create('Bia Hidden');
  const merged = await shop.owner.ok('POST', `/api/customers/${ana.id}/merges`, {
    otherId: bia.id,
    reason: 'same',
  });
  const own = await foreign.owner.ok('POST', '/api/customers', { name: 'Own' });
  const paths: [string, string, object?][] = [
    ['GET', `/api/customers/${ana.id}`],
    ['PATCH', `/api/customers/${ana.id}`, { notes: 'x' }],
    ['POST', `/api/customers/${ana.id}/identities`, mail('x@y.example')],
    ['POST', `/api/customers/${ana.id}/merges`, { otherId: own.id, reason: 'x' }],
    ['POST', `/api/customers/${own.id}/merges`, { otherId: ana.id, reason: 'x' }],
    ['DELETE', `/api/customers/${ana.id}/merges/${merged.merges[0].id}`],
    ['DELETE', `/api/customers/${own.id}/merges/${merged.merges[0].id}`],
    ['PUT', `/api/customers/${own.id}/suggestions/${nobody}`, { accept: false }],
  ];
  for (const [method, path, body] of paths) {
    expect((await foreign.owner.call(method, path, body)).status, `${method} ${path}`).toBe(404);
  }
  expect((await foreign.owner.ok('GET', '/api/customers?query=hidden@cliente.example')).items).toEqual([]);
  const agent = await agentWithoutMerging();
  expect((await agent.call('GET', `/api/customers/${ana.id}`)).status).toBe(200);
  const undo = await agent.call('DELETE', `/api/customers/${ana.id}/merges/${merged.merges[0].id}`);
  expect(undo.status).toBe(403);
  const merge = await agent.call('POST', `/api/customers/${ana.id}/merges`, { otherId: bia.id, reason: 'x' });
  expect(merge.status).toBe(403);
});

it('lesson 47: who may write but not merge cannot merge by accepting a suggestion', async () => {
  const ana = await create('Ana Path');
  const bia = await create('Bia Path');
  const address = mail('path@cliente.example');
  await shop.owner.ok('POST', `/api/customers/${ana.id}/identities`, { ...address, reason: 'she said so' });
  const { suggestions } = await shop.owner.ok('POST', `/api/customers/${bia.id}/identities`, address);
  const agent = await agentWithoutMerging();
  const path = `/api/customers/${bia.id}/suggestions/${suggestions[0].id}`;
  expect((await agent.call('PUT', path, { accept: true })).status).toBe(403);
  expect((await agent.call('PUT', path, { accept: false })).status).toBe(200);
});

it('references lead to the canonical customer, by name or by the best address', async () => {
  const ana = await create('Ana Ref', [mail('ref@cliente.example')]);
  const { customerId } = await shop.run((ctx) =>
    holdAddress(ctx, { kind: 'visitor', value: '3f0b9ad8-9c86-4a0e-9c39-6d3a2a1cbeef' }),
  );
  const before = await shop.run((ctx) => customerRefs(ctx, [customerId, nobody]));
  expect([...before.values()]).toMatchObject([
    { id: customerId, name: null, display: '#beef', verified: false },
  ]);
  await shop.owner.ok('POST', `/api/customers/${ana.id}/merges`, { otherId: customerId, reason: 'same' });
  const after = await shop.run((ctx) => customerRefs(ctx, [customerId, ana.id]));
  expect([...after.values()].map((ref) => ref.id)).toEqual([ana.id, ana.id]);
  expect(after.get(customerId)?.display).toBe('ref@cliente.example');
});
