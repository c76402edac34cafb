import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../testing.ts';

/** The queue as several people work it: what one sees of another's doing, and of what is hidden from them. */
let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Queue');
});
afterAll(() => town.stop());

const create = async (name: string, customFields: object = {}): Promise<string> => {
  const { id } = await shop.owner.ok('POST', '/api/customers', { name, identities: [] });
  await shop.owner.ok('PATCH', `/api/customers/${id}`, { customFields });
  return id;
};
/** A pair as the matcher keeps it. */
const suggest = (customerId: string, otherId: string, reasons: object[] = []) =>
  shop.run(async (ctx) => {
    const id = ctx.ids.uuid();
    const row = { org_id: ctx.orgId, id, customer_id: customerId, other_id: otherId, score: 0.9 };
    await ctx.db
      .insertInto('merge_suggestions')
      .values({ ...row, reason: 'looks_alike', reasons: JSON.stringify(reasons) })
      .execute();
    ctx.emit({ name: 'suggestion.created', facts: { customerId, otherId } });
    return id;
  });
type Side = { id: string };
type Field = { field: string; label: string | null; type: string | null; values: { text: string }[][] };
type Item = {
  id: string;
  mergeId: string | null;
  reasons: object[];
  comparison: { sides: Side[]; fields: Field[] };
};
const inQueue = async (id: string, filter = 'open', by = shop.owner): Promise<Item | undefined> =>
  (await by.ok('GET', `/api/duplicates?filter=${filter}&limit=100`)).items.find(
    (item: Item) => item.id === id,
  );
const rootOf = async (id: string): Promise<string> => (await shop.owner.ok('GET', `/api/customers/${id}`)).id;

it('a pair that was merged in the record is undone in the queue, and what else was merged stays', async () => {
  const [a, b, c, d] = [await create('Ana'), await create('Bia'), await create('Cida'), await create('Duda')];
  const e = await create('Edna');
  const pair = await suggest(b, c);
  const join = (into: string, otherId: string) =>
    shop.owner.ok('POST', `/api/customers/${into}/merges`, { otherId, reason: 'by hand' });
  await join(a, b);
  await join(c, d);
  await join(a, c);
  // What came later made neither of them one with the other.
  await join(e, a);
  expect(await rootOf(d)).toBe(e);
  expect((await inQueue(pair, 'merged'))?.mergeId).not.toBeNull();
  expect(await shop.owner.ok('DELETE', `/api/duplicates/${pair}`)).toMatchObject({ state: 'open' });
  // b is still with a and e, d with c: only what made b and c one was taken back.
  expect(await Promise.all([a, b, c, d, e].map(rootOf))).toEqual([e, e, c, c, e]);
  expect((await inQueue(pair))?.comparison.sides.map((side) => side.id).sort()).toEqual([c, e].sort());
});

it('every desk hears that the queue moved, once for many pairs', async () => {
  const desk = await shop.owner.socket();
  desk.send({ t: 'hello', topics: [], cursor: null });
  await vi.waitFor(() => expect(desk.frames.some((frame) => frame.t === 'ready')).toBe(true), 10_000);
  const heard = () => desk.frames.filter((frame) => frame.name === 'duplicates');
  const pair = await suggest(await create('Eva'), await create('Eva M.'));
  await vi.waitFor(() => expect(heard()).not.toEqual([]), 10_000);
  const before = heard().length;
  await shop.owner.ok('PUT', `/api/duplicates/${pair}`, { action: 'different' });
  await vi.waitFor(() => expect(heard().length).toBe(before + 1), 10_000);
  expect(heard().at(-1)).toMatchObject({ topic: 'desk', data: { what: 'pairs' } });
  desk.close();
});

it('a refusal in the record moves the queue, too', async () => {
  const [one, other] = [await create('Fia'), await create('Fia S.')];
  const pair = await suggest(one, other);
  await shop.owner.ok('PUT', `/api/customers/${one}/suggestions/${pair}`, { accept: false });
  expect(await inQueue(pair)).toBeUndefined();
  const events = await shop.run((ctx) =>
    ctx.db.selectFrom('events').select('facts').where('name', '=', 'suggestion.settled').execute(),
  );
  const settled = events.map(({ facts }) => (facts as { customerId: string }).customerId);
  expect(settled).toEqual(expect.arrayContaining([one, other]));
});

it('hidden fields are in no comparison and no reason; sensitive ones say that they differ, not what', async () => {
  const define = (name: string, more: object) =>
    shop.owner.ok('POST', '/api/fields', { subject: 'customer', name, label: `Sobre ${name}`, ...more });
  await define('renda', { type: 'text', seenBy: 'owner', editedBy: 'owner' });
  await define('laudo', { type: 'text', sensitive: true });
  const choices = ['p', 'g'].map((name) => ({ name, label: name === 'p' ? 'Pequeno' : 'Grande' }));
  await define('porte', { type: 'choice', choices });
  const one = await create('Gil', { renda: 'R$ 9.000', laudo: 'asma', porte: 'p' });
  const other = await create('Gil B.', { renda: 'R$ 7.000', laudo: 'gripe', porte: 'g' });
  const told = (name: string, a: string, b: string) => ({
    code: 'different',
    field: `custom:${name}`,
    a,
    b,
    weight: -1,
  });
  const reasons = [
    told('renda', 'R$ 9.000', 'R$ 7.000'),
    told('laudo', 'asma', 'gripe'),
    told('porte', 'p', 'g'),
  ];
  const pair = await suggest(one, other, reasons);
  const fieldsOf = (item: Item | undefined) =>
    (item?.comparison.fields ?? [])
      .filter(({ field }) => field.startsWith('field:'))
      .map(({ label, type, values }) => [label, type, ...values.map((words) => words[0]?.text)]);
  const dots = '••••••';
  const open = [
    ['Sobre laudo', 'concealed', dots, dots],
    ['Sobre porte', 'choice', 'Pequeno', 'Grande'],
  ];
  expect(fieldsOf(await inQueue(pair))).toEqual([['Sobre renda', 'text', 'R$ 9.000', 'R$ 7.000'], ...open]);
  const agent = (await shop.join('agent')).browser;
  const seen = await inQueue(pair, 'open', agent);
  expect(fieldsOf(seen)).toEqual(open);
  expect(seen?.reasons).toEqual([
    { code: 'different', field: 'hidden', weight: -1 },
    { code: 'different', field: 'custom:Sobre laudo', weight: -1 },
    { code: 'different', field: 'custom:Sobre porte', weight: -1, a: 'p', b: 'g' },
  ]);
  const compared = await agent.ok('GET', `/api/customers/compare?ids=${one},${other}`);
  expect(JSON.stringify([seen, compared])).not.toMatch(/R\$|renda|asma|gripe/);
});
