import { expect, it } from 'vitest';
import { ofCustomer } from './keep.ts';
import { type Kept, limits, overdue } from './store.ts';

const now = Date.UTC(2026, 10, 23);
const hour = 3_600_000;
const kept = (what: unknown[], at: number, more: Partial<Kept> = {}): Kept => ({
  ...{ id: `o/p ${JSON.stringify(what)}`, owner: 'o/p', what: JSON.stringify(what) },
  ...{ conversationId: null, at: now - at, data: null },
  ...more,
});
const conversation = (n: number, at: number): Kept[] => [
  kept(['conversation', `c${n}`], at, { conversationId: `c${n}`, data: { customer: { id: `u${n}` } } }),
  kept(['messages', `c${n}`], at, { conversationId: `c${n}` }),
];

it('keeps the conversations opened last, with their messages', () => {
  const all = Array.from({ length: limits.conversations + 3 }, (_, n) => conversation(n, n * hour)).flat();
  expect(overdue(all, now).sort()).toEqual(
    [30, 31, 32].flatMap((n) => conversation(n, 0).map(({ id }) => id)).sort(),
  );
});

it('keeps nothing beyond its days, and few lists', () => {
  const old = kept(['labels'], limits.age);
  const lists = Array.from({ length: limits.lists + 1 }, (_, n) =>
    kept(['conversations', { view: n }], n * hour),
  );
  expect(overdue([old, kept(['teams'], 0), ...lists], now).sort()).toEqual([old.id, lists.at(-1)?.id].sort());
});

it('a customer’s record goes with the last of their conversations', () => {
  const record = kept(['customer', 'u1'], 0);
  expect(overdue([record, ...conversation(1, hour)], now)).toEqual([]);
  expect(overdue([record, ...conversation(2, hour)], now)).toEqual([record.id]);
});

it('another person’s things do not push one’s own out', () => {
  const theirs = Array.from({ length: limits.conversations }, (_, n) => conversation(n, 0))
    .flat()
    .map((one) => ({ ...one, owner: 'o/q', id: one.id.replace('o/p', 'o/q') }));
  expect(overdue([...theirs, ...conversation(99, hour)], now)).toEqual([]);
});

it('of a customer who was erased go the conversations, their words, the record and the lists that name them', () => {
  const list = (n: number) =>
    kept(['conversations', { view: `v${n}` }], 0, {
      data: { pages: [{ items: [{ id: `c${n}`, customer: { id: `u${n}` } }] }] },
    });
  const record = kept(['customer', 'u1'], 0);
  const [hers, others] = [conversation(1, 0), conversation(2, 0)];
  const all = [...hers, ...others, record, kept(['customer', 'u2'], 0), list(1), list(2), kept(['teams'], 0)];
  const gone = ofCustomer(all, 'u1');
  expect(gone.conversations).toEqual(['c1']);
  expect(gone.ids.sort()).toEqual([...hers, record, list(1)].map(({ id }) => id).sort());
});
