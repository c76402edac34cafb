import type { Message } from '@meada/contract/routes/conversations';
import { QueryClient } from '@tanstack/react-query';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keys } from '../api/keys.ts';
import { type Thread, withPage } from './thread.ts';
import { isTorn, mendThread, renewThread } from './torn.ts';

/** What is known of a thread and what is read of it become one, and nothing that has gone elsewhere stays. */

const message = (seq: number, id = `m${seq}`): Message => ({ id, seq }) as Message;
const thread = (seqs: readonly number[], hasMore = false): Thread => ({
  items: seqs.map((seq) => message(seq)),
  hasMore,
});
const seqsOf = ({ items }: Thread) => items.map(({ seq }) => seq);

it('older messages that were loaded stay, and so do newer ones that frames brought meanwhile', () => {
  const joined = withPage(thread([1, 2, 3, 4, 5, 6]), thread([3, 4, 5], true));
  expect(seqsOf(joined)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(joined.hasMore).toBe(false);
});

it('where a message went elsewhere its trace stands alone', () => {
  const page = { items: [message(1), message(2, 'trace'), message(3)], hasMore: false };
  expect(withPage(thread([1, 2, 3]), page).items.map(({ id }) => id)).toEqual(['m1', 'trace', 'm3']);
});

it('a page that does not meet what is known is the thread', () => {
  expect(withPage(thread([1, 2]), thread([7, 8], true))).toEqual(thread([7, 8], true));
  expect(withPage(undefined, thread([7, 8], true))).toEqual(thread([7, 8], true));
});

it('whatever is known and read: each number once, in order, without holes, and the page as it was read', () => {
  const span = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 12 }));
  const itemsOf = ([from, length]: [number, number], name: string) =>
    Array.from({ length }, (_, n) => message(from + n, `${name}${from + n}`));
  fc.assert(
    fc.property(span, span, fc.tuple(fc.boolean(), fc.boolean()), (one, other, [knownMore, pageMore]) => {
      const page = { items: itemsOf(other, 'page'), hasMore: pageMore };
      const joined = withPage({ items: itemsOf(one, 'known'), hasMore: knownMore }, page);
      const seqs = seqsOf(joined);
      expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
      for (const item of page.items) expect(joined.items).toContainEqual(item);
      const begins = Math.min(seqs[0] ?? 0, other[0]);
      expect(joined.hasMore).toBe(begins < other[0] ? knownMore : pageMore);
    }),
  );
});

it('a thread that was torn keeps what is on the screen until it was read, and what no screen shows is given up', () => {
  const client = new QueryClient();
  client.setQueryData(keys.messages('a'), thread([1, 2]));
  renewThread(client, 'a');
  expect(client.getQueryData(keys.messages('a'))).toBeUndefined();
  expect(isTorn('a')).toBe(true);
  mendThread('a');
  expect(isTorn('a')).toBe(false);
});
