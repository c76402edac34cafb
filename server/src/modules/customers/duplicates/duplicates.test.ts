import { rolePermissions } from '@meada/contract/permissions';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../testing.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Duplicates');
});
afterAll(() => town.stop());

const mail = (value: string) => ({ kind: 'email', value });
const phone = (value: string) => ({ kind: 'phone', value });
const create = (name: string, identities: object[] = [], place = shop) =>
  place.owner.ok('POST', '/api/customers', { name, identities });
const vouch = (id: string, identity: object, place = shop) =>
  place.owner.ok('POST', `/api/customers/${id}/identities`, { ...identity, reason: 'showed a document' });
const queue = (filter = 'open', place = shop) => place.owner.ok('GET', `/api/duplicates?filter=${filter}`);
type Item = { id: string; comparison: { sides: { id: string }[] } };
type Pair = readonly [string, string];
const ofPair = async ([a, b]: Pair, filter = 'open', place = shop) =>
  (await queue(filter, place)).items.find((item: Item) => {
    const ids = item.comparison.sides.map((side) => side.id);
    return ids.includes(a) && ids.includes(b);
  });
const pairOf = (pair: Pair, filter = 'open', place = shop) =>
  vi.waitFor(async () => {
    const item = await ofPair(pair, filter, place);
    expect(item).toBeDefined();
    return item;
  }, 15_000);

/** Waits until everything that changed was compared. */
const settled = (place = shop) =>
  vi.waitFor(async () => {
    const waiting = await place.run((ctx) =>
      ctx.db.selectFrom('match_states').select('customer_id').where('waits', '=', true).execute(),
    );
    const states = await place.run((ctx) =>
      ctx.db.selectFrom('match_states').select('customer_id').execute(),
    );
    const customers = await place.run((ctx) => ctx.db.selectFrom('customers').select('id').execute());
    expect(waiting).toEqual([]);
    expect(states.length).toBe(customers.length);
  }, 20_000);

it('somebody who arrives again under another writing is suggested, with reasons and both sides', async () => {
  const ana = await create('Ana Lúcia Guimarães', [phone('41 8888-7701'), mail('ana.guima@cliente.example')]);
  const again = await create('Ana Lucia Guimaraes', [phone('+55 41 98888-7701')]);
  const item = await pairOf([ana.id, again.id]);
  expect(item).toMatchObject({ certain: false, state: 'open', mergeId: null });
  expect(item.score).toBeGreaterThan(0.8);
  expect(item.reasons.length).toBeGreaterThan(0);
  const phones = item.comparison.fields.find((field: { field: string }) => field.field === 'identity:phone');
  expect(phones).toMatchObject({ list: true, agrees: true });
});

it('is worked: merged with choices, kept apart for good, put off, and each taken back', async () => {
  const one = await create('Bento Carvalho de Souza', [phone('41 98888-7702')]);
  const other = await create('Bento Carvalho Souza', [phone('41 98888-7702'), mail('bento@cliente.example')]);
  const item = await pairOf([one.id, other.id]);
  const settle = (body: object) => shop.owner.call('PUT', `/api/duplicates/${item.id}`, body);
  const reopen = () => shop.owner.call('DELETE', `/api/duplicates/${item.id}`);
  expect((await reopen()).status).toBe(409);
  expect((await settle({ action: 'later', days: 3 })).body).toMatchObject({
    state: 'later',
    counts: { later: 1 },
  });
  expect(await ofPair([one.id, other.id])).toBeUndefined();
  expect((await reopen()).body).toMatchObject({ state: 'open' });
  const merged = await settle({ action: 'merge', intoId: one.id, choices: { name: other.id } });
  expect(merged.body).toMatchObject({ state: 'merged', counts: { merged: 1 } });
  const record = await shop.owner.ok('GET', `/api/customers/${other.id}`);
  expect(record).toMatchObject({ id: one.id, name: 'Bento Carvalho Souza' });
  expect(record.merges[0].choices).toEqual({ name: other.id });
  expect((await settle({ action: 'different' })).status).toBe(409);
  expect((await ofPair([one.id, other.id], 'merged')) ?? (await queue('merged')).items[0]).toMatchObject({
    id: item.id,
    mergeId: record.merges[0].id,
  });
  expect((await reopen()).body).toMatchObject({ state: 'open' });
  expect(await shop.owner.ok('GET', `/api/customers/${one.id}`)).toMatchObject({
    id: one.id,
    name: 'Bento Carvalho de Souza',
  });
  expect((await settle({ action: 'different' })).body).toMatchObject({ state: 'different' });
  // Not even when the record changes, and not when somebody else is merged into it.
  await shop.owner.ok('PATCH', `/api/customers/${other.id}`, { name: 'Bento C. de Souza' });
  const third = await create('Bento Carvalho de Souza', [phone('41 98888-7702')]);
  const toThird = await pairOf([one.id, third.id]);
  await shop.owner.ok('PUT', `/api/duplicates/${toThird.id}`, { action: 'merge', intoId: third.id });
  await settled();
  expect(await ofPair([third.id, other.id])).toBeUndefined();
});

it('what somebody took apart by hand is not suggested again by itself', async () => {
  const one = await create('Zulmira Pacheco Antunes', [phone('41 98888-7703')]);
  const other = await create('Outra Pessoa Qualquer');
  const merged = await shop.owner.ok('POST', `/api/customers/${one.id}/merges`, {
    otherId: other.id,
    reason: 'by mistake',
  });
  await shop.owner.ok('DELETE', `/api/customers/${one.id}/merges/${merged.merges[0].id}`);
  await shop.owner.ok('PATCH', `/api/customers/${other.id}`, { name: 'Zulmira Pacheco Antunes' });
  await shop.owner.ok('POST', `/api/customers/${other.id}/identities`, phone('41 98888-7703'));
  await settled();
  expect(await ofPair([one.id, other.id])).toBeUndefined();
});

it('a value of three people is shared: shown as such, and it makes nobody one', async () => {
  const family = phone('41 3333-1234');
  const people = [];
  for (const name of ['Carmem Ribas', 'Otávio Ribas', 'Lígia Moreira'])
    people.push(await create(name, [family]));
  await settled();
  for (const a of people)
    for (const b of people) if (a !== b) expect(await ofPair([a.id, b.id])).toBeUndefined();
  const seen = await shop.owner.ok('GET', `/api/customers/${people[0].id}`);
  expect(seen.identities).toMatchObject([{ shared: true }]);
  const path = `/api/customers/${people[0].id}/identities/${seen.identities[0].id}/shared`;
  expect((await shop.owner.ok('PUT', path, { shared: false })).identities).toMatchObject([{ shared: false }]);
  expect((await shop.owner.ok('PUT', path, { shared: true })).identities).toMatchObject([{ shared: true }]);
});

it('certain pairs merge by themselves only where the owner allows it, and only by what is proven', async () => {
  const place = await town.shop('Certain');
  const twice = async (n: string) => {
    const one = await create('Iracema Tavares', [], place);
    const other = await create('Iracema Tavares', [], place);
    await vouch(one.id, { kind: 'phone', value: `41 98888-${n}` }, place);
    await vouch(other.id, { kind: 'phone', value: `41 8888-${n}` }, place).catch(() => null);
    return [one.id, other.id] as const;
  };
  // The second proof of one number is refused (one address, one proven holder), and the pair is suggested.
  const [a, b] = await twice('5501');
  const item = await pairOf([a, b], 'open', place);
  expect(item.certain).toBe(false);
  const agent = (await place.join('agent')).browser;
  expect((await agent.call('PATCH', '/api/duplicates/settings', { autoMerge: true })).status).toBe(403);
  expect(await place.owner.ok('PATCH', '/api/duplicates/settings', { autoMerge: true })).toMatchObject({
    autoMerge: true,
  });
  // Proven on both sides under two kinds that share one space.
  const made = await place.run(async (ctx) => {
    const ids = [];
    for (const [kind, value] of [
      ['phone', '+5541988887777'],
      ['whatsapp', '554188887777'],
    ]) {
      const id = ctx.ids.uuid();
      const row = { org_id: ctx.orgId, id, canonical_id: id, name: 'Raimunda Nonata' };
      await ctx.db.insertInto('customers').values(row).execute();
      await ctx.db
        .insertInto('identities')
        .values({
          ...{ org_id: ctx.orgId, id: ctx.ids.uuid(), customer_id: id, kind: kind ?? '', value: value ?? '' },
          ...{ canonical: value ?? '', match_key: 'tel:5541988887777', proof: 'platform', source: 'inbound' },
          verified_at: new Date(),
        })
        .execute();
      ctx.emit({ name: 'customer.created', facts: { customerId: id } });
      ids.push(id);
    }
    return ids;
  });
  await vi.waitFor(async () => {
    const record = await place.owner.ok('GET', `/api/customers/${made[0]}`);
    expect(record.merges).toMatchObject([{ reason: 'same_proven', by: 'system' }]);
  }, 15_000);
  expect((await place.owner.ok('GET', `/api/customers/${a}`)).id).not.toBe(
    (await place.owner.ok('GET', `/api/customers/${b}`)).id,
  );
});

it('lessons 37 and 47: pairs of another organisation do not exist, and merging needs its right here too', async () => {
  const foreign = await town.shop('Stranger');
  const one = await create('Quitéria Bezerra Lins', [phone('41 98888-7710')]);
  const other = await create('Quiteria Bezerra Lins', [phone('41 98888-7710')]);
  const item = await pairOf([one.id, other.id]);
  const path = `/api/duplicates/${item.id}`;
  expect((await foreign.owner.call('PUT', path, { action: 'different' })).status).toBe(404);
  expect((await foreign.owner.call('DELETE', path)).status).toBe(404);
  const ids = `${one.id},${other.id}`;
  expect((await foreign.owner.call('GET', `/api/customers/compare?ids=${ids}`)).status).toBe(404);
  expect((await foreign.owner.ok('GET', '/api/duplicates')).items).toEqual([]);
  const permissions = rolePermissions.agent.filter((name) => name !== 'customers.merge');
  await shop.owner.ok('PUT', '/api/roles/agent', { permissions });
  const agent = (await shop.join('agent')).browser;
  expect((await agent.call('PUT', path, { action: 'merge', intoId: one.id })).status).toBe(403);
  expect((await agent.call('PUT', path, { action: 'later' })).status).toBe(200);
  expect((await agent.call('POST', '/api/duplicates/scan', {})).status).toBe(403);
});

it('compares several side by side and merges them with a choice for each field', async () => {
  const make = async (name: string, birth: string, size: number) => {
    const { id } = await create(name);
    await shop.owner.ok('PATCH', `/api/customers/${id}`, { notes: `of ${name}`, customFields: { size } });
    await shop.run((ctx) =>
      ctx.db.updateTable('customers').set({ birth_date: birth }).where('id', '=', id).execute(),
    );
    return id;
  };
  const a = await make('Yolanda Prado', '1971-06-24', 40);
  const b = await make('Iolanda Prado', '1971-06-25', 41);
  const c = await make('Y. Prado', '1972-06-24', 42);
  const side = await shop.owner.ok('GET', `/api/customers/compare?ids=${a},${b},${c}`);
  expect(side.sides.map((one: { id: string }) => one.id)).toEqual([a, b, c]);
  expect(side.fields.find((one: { field: string }) => one.field === 'name')).toMatchObject({
    agrees: false,
    standing: 0,
    values: [[{ text: 'Yolanda Prado' }], [{ text: 'Iolanda Prado' }], [{ text: 'Y. Prado' }]],
  });
  const body = { otherIds: [b, c], reason: 'one person', choices: { name: b, 'field:size': c, locale: b } };
  const merged = await shop.owner.ok('POST', `/api/customers/${a}/merges`, body);
  expect(merged).toMatchObject({
    id: a,
    name: 'Iolanda Prado',
    customFields: { size: 42 },
    notes: 'of Yolanda Prado',
  });
  expect((await shop.owner.ok('GET', '/api/customers?query=Iolanda')).items[0]).toMatchObject({
    name: 'Iolanda Prado',
  });
  // What is written anew counts from then on; what was chosen stays remembered.
  const changed = await shop.owner.ok('PATCH', `/api/customers/${a}`, { name: 'Yolanda do Prado' });
  expect(changed).toMatchObject({ name: 'Yolanda do Prado', customFields: { size: 42 } });
  expect(changed.merges[0].choices.name).toBe(b);
  const stranger = await create('Stranger');
  const wrong = { otherIds: [stranger.id], reason: 'x', choices: { name: c } };
  expect((await shop.owner.call('POST', `/api/customers/${a}/merges`, wrong)).status).toBe(200);
  const foreignChoice = {
    otherIds: [(await create('S2')).id],
    reason: 'x',
    choices: { name: (await create('S3')).id },
  };
  expect((await shop.owner.call('POST', `/api/customers/${a}/merges`, foreignChoice)).status).toBe(422);
});
