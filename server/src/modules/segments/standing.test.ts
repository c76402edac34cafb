import type { SegmentGroup, SegmentLeaf } from '@meada/contract/segments';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';

/** What merged records show is what segments and lists find them by; what happens to one record is known of its group. */

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
  const choices = ['ouro', 'prata'].map((name) => ({ name, label: name }));
  const field = (name: string, type: string, more = {}) =>
    shop.owner.ok('POST', '/api/fields', { subject: 'customer', name, label: name, type, ...more });
  await field('plano', 'choice', { choices });
  await field('nota', 'text');
});
afterAll(() => town?.stop());

const all = (...of: SegmentGroup['of']): SegmentGroup => ({ match: 'all', of });
const customer = async (name: string): Promise<string> =>
  (await shop.owner.ok('POST', '/api/customers', { name })).id;
const idsOf = ({ items }: { items: { id: string }[] }): string[] => items.map(({ id }) => id).sort();
const segment = async (leaf: SegmentLeaf): Promise<string[]> =>
  idsOf(await shop.owner.ok('POST', '/api/segments/preview', { conditions: all(leaf) }));
const listed = async (test: object): Promise<string[]> =>
  idsOf(
    await shop.owner.ok(
      'GET',
      `/api/customers?limit=100&fields=${encodeURIComponent(JSON.stringify([test]))}`,
    ),
  );
const record = (id: string, body: object) => shop.owner.ok('PATCH', `/api/customers/${id}/record`, body);
const membersOf = async (id: string): Promise<string[]> =>
  idsOf(await shop.owner.ok('GET', `/api/segments/${id}/members`));

it('a chosen value is the one that is found, until it is written over or the merge is undone', async () => {
  const [kept, other] = [await customer('Fica'), await customer('Vai')];
  await record(kept, { customFields: { plano: 'ouro' } });
  await record(other, { customFields: { plano: 'prata' } });
  const is = (value: string) => segment({ kind: 'field', of: 'plano', is: 'any', value: [value] });
  const path = `/api/customers/${kept}/merges`;
  const choices = { 'field:plano': other };
  const { merges } = await shop.owner.ok('POST', path, { otherId: other, reason: 'a mesma', choices });
  expect([await is('prata'), await is('ouro')]).toEqual([[kept], []]);
  expect(await listed({ name: 'plano', is: 'equal', value: 'prata' })).toEqual([kept]);
  expect(await listed({ name: 'plano', is: 'equal', value: 'ouro' })).toEqual([]);
  await record(kept, { customFields: { plano: 'ouro' } });
  expect([await is('prata'), await is('ouro')]).toEqual([[], [kept]]);
  await shop.owner.ok('DELETE', `${path}/${merges[0].id}`);
  expect([await is('prata'), await is('ouro')]).toEqual([[other], [kept]]);
});

it('a person and a company that were merged are listed as what they show', async () => {
  const company = await customer('Firma');
  await record(company, { kind: 'company' });
  const human = await customer('Dono da Firma');
  const body = { otherId: company, reason: 'a mesma', choices: { kind: human } };
  await shop.owner.ok('POST', `/api/customers/${human}/merges`, body);
  const list = async (kind: string) => idsOf(await shop.owner.ok('GET', `/api/customers?kind=${kind}`));
  expect(await list('company')).not.toContain(human);
  expect(await list('human')).toContain(human);
});

type Step = ['say' | 'merge' | 'part', number, number, number];

/** Says, merges with choices and undoes at random; answers the people. */
async function live(steps: readonly Step[], words: readonly string[]): Promise<string[]> {
  const people: string[] = [];
  for (let n = 0; n < 4; n += 1) people.push(await customer(`Pessoa ${n}`));
  const merges: { into: string; id: string }[] = [];
  for (const [step, a, b, c] of steps) {
    const [one, two] = [people[a % 4] as string, people[b % 4] as string];
    const word = [null, '', ...words][c % 4] ?? null;
    if (step === 'say') await record(one, { customFields: { nota: word } });
    const merge = merges[a % Math.max(1, merges.length)];
    if (step === 'part' && merge)
      await shop.owner.call('DELETE', `/api/customers/${merge.into}/merges/${merge.id}`);
    if (step !== 'merge') continue;
    const body = { otherId: two, reason: 'a mesma', choices: c % 2 ? { 'field:nota': two } : {} };
    const answer = await shop.owner.call('POST', `/api/customers/${one}/merges`, body);
    const [newest] = (answer.body.merges ?? []) as { id: string }[];
    if (answer.status === 200 && newest) merges.push({ into: one, id: newest.id });
  }
  return people;
}

let run = 0;
it('after any history a group is found by the value it shows and by no other', {
  timeout: 240_000,
}, async () => {
  const step = fc.tuple(fc.constantFrom('say', 'say', 'merge', 'part'), fc.nat(9), fc.nat(9), fc.nat(9));
  await fc.assert(
    fc.asyncProperty(fc.array(step as fc.Arbitrary<Step>, { minLength: 5, maxLength: 12 }), async (steps) => {
      run += 1;
      // Words of their own, so that nobody of another run is found.
      const words = [`azul ${run}`, `verde ${run}`];
      const people = await live(steps, words);
      const shown = new Map<string, unknown>();
      for (const id of people) {
        const one = await shop.owner.ok('GET', `/api/customers/${id}`);
        shown.set(one.id, one.customFields.nota ?? null);
      }
      const showing = (test: (value: unknown) => boolean) =>
        [...shown].flatMap(([id, value]) => (test(value) ? [id] : [])).sort();
      for (const word of words) {
        const expected = showing((value) => value === word);
        const leaf = { kind: 'field', of: 'nota', is: 'equal', value: word };
        expect(await segment(leaf), word).toEqual(expected);
        expect(await listed({ name: 'nota', is: 'equal', value: word }), word).toEqual(expected);
      }
      const silent = showing((value) => value === null);
      const unset = await listed({ name: 'nota', is: 'unset' });
      expect(unset.filter((id) => people.includes(id))).toEqual(silent);
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

it('what happens to a record that was merged away is known of the customer they are now', async () => {
  const [root, gone] = [await customer('Raiz'), await customer('Galho')];
  await shop.owner.ok('POST', `/api/customers/${root}/merges`, { otherId: gone, reason: 'a mesma' });
  const worth: SegmentLeaf = { kind: 'deal.value_open', is: 'at_least', value: 77_000 };
  const { id } = await shop.owner.ok('POST', '/api/segments', { name: 'Vale muito', conditions: all(worth) });
  await vi.waitFor(
    async () => expect((await shop.owner.ok('GET', `/api/segments/${id}`)).state).toBe('ready'),
    15_000,
  );
  // The event tells of the record the deal hangs on, and of nobody else.
  await shop.owner.ok('POST', '/api/deals', { title: 'Tear', customerId: gone, value: 80_000 });
  await vi.waitFor(async () => expect(await membersOf(id)).toEqual([root]), 15_000);
});
