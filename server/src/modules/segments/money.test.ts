import type { SegmentLeaf } from '@meada/contract/segments';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';

/** Sums of deals are of one currency each: no yen counts as a real, no fils as a cent. */

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
});
afterAll(() => town?.stop());

const currencies = ['BRL', 'JPY', 'KWD'] as const;
const count = (leaf: SegmentLeaf) =>
  shop.owner.call('POST', '/api/segments/count', { conditions: { match: 'all', of: [leaf] } });

it('a sum is compared within its currency, whatever its decimal places', { timeout: 120_000 }, async () => {
  const people: string[] = [];
  for (const name of ['Ana', 'Bia', 'Caio'])
    people.push((await shop.owner.ok('POST', '/api/customers', { name })).id);
  const sums = new Map<string, number>();
  const deal = fc.record({
    who: fc.nat(2),
    currency: fc.constantFrom(...currencies),
    value: fc.integer({ min: 0, max: 9e9 }),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(deal, { maxLength: 3 }),
      fc.integer({ min: 1, max: 2e10 }),
      async (made, bound) => {
        for (const { who, currency, value } of made) {
          await shop.owner.ok('POST', '/api/deals', { title: 'D', customerId: people[who], currency, value });
          sums.set(`${who} ${currency}`, (sums.get(`${who} ${currency}`) ?? 0) + value);
        }
        for (const currency of currencies) {
          const leaf = { kind: 'deal.value_open', is: 'at_least', value: bound, currency };
          const over = people.filter((_, who) => (sums.get(`${who} ${currency}`) ?? 0) >= bound).length;
          expect((await count(leaf)).body.count, currency).toBe(over);
          const under = { ...leaf, is: 'at_most', value: bound - 1 };
          expect((await count(under)).body.count, currency).toBe(people.length - over);
        }
      },
    ),
    { numRuns: 15 },
  );
});

it('a currency is said of sums only, and a field of money says its own', async () => {
  const body = { subject: 'customer', name: 'limite', label: 'Limite', type: 'money', currency: 'KWD' };
  await shop.owner.ok('POST', '/api/fields', body);
  const { items } = await shop.owner.ok('GET', '/api/segments/kinds');
  const kind = (name: string) => items.find((one: { kind: string }) => one.kind === name);
  expect(kind('field').of).toContainEqual(expect.objectContaining({ name: 'limite', currency: 'KWD' }));
  expect([kind('deal.value_won').priced, kind('deal.count').priced]).toEqual([true, false]);
  const leaf = { is: 'at_least', value: 1, currency: 'BRL' };
  expect((await count({ ...leaf, kind: 'deal.count' })).status).toBe(422);
  expect((await count({ ...leaf, kind: 'deal.value_won', currency: 'real' })).status).toBe(400);
});
