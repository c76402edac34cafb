import type { Inbound } from '@meada/contract/channels';
import { expect, it } from 'vitest';
import { describeChannel, fixtureReceipts } from '../conformance.ts';
import { knownAtMost, readCursor, writeCursor } from './cursor.ts';
import { reviews } from './index.ts';
import { compare } from './listen.ts';
import { Review } from './review.ts';
import { format } from './send.ts';

const folder = new URL('.', import.meta.url);
const settings = {
  account: '1',
  location: '2',
  clientId: 'c',
  clientSecret: 'secret-1',
  refreshToken: 'refresh-1',
  placeId: 'ChIJabc',
};

describeChannel(reviews, {
  folder,
  settings,
  receipts: fixtureReceipts(folder),
  to: { kind: 'reviewer', value: 'AbFvOqk1' },
  format: (message) => format(message.content),
});

const parsed = (name: string): Inbound[] => {
  const receipt = fixtureReceipts(folder).find((one) => one.name === `${name}.json`)?.receipt;
  if (!receipt) throw new Error(name);
  return reviews.parse(receipt, settings) as Inbound[];
};

it.each<[string, object[]]>([
  [
    'new',
    [
      {
        externalId: 'AbFvOqk1',
        from: { value: 'AbFvOqk1', name: 'Célia Nunes' },
        proof: 'platform',
        content: { text: '★★☆☆☆\n\nO fio desbotou na primeira lavagem.' },
        public: { kind: 'review', rating: 0.25 },
        facts: { stars: 2 },
      },
    ],
  ],
  ['stars-only', [{ content: { text: '★★★★★' }, from: { kind: 'reviewer', value: 'AbFvOqk2' } }]],
  ['answered', [{ externalId: 'AbFvOqk3' }, { echo: true, content: { text: 'Obrigada, Rui!' } }]],
  ['changed', [{ kind: 'edit', externalId: 'AbFvOqk1', public: { rating: 0.75 } }]],
  ['reply', [{ echo: true, to: { value: 'AbFvOqk1' }, replyTo: ['AbFvOqk1'] }]],
  ['gone', [{ kind: 'deletion', externalId: 'AbFvOqk1' }]],
])('%s', (name, items) => {
  expect(parsed(name)).toMatchObject(items);
});

it('an anonymous reviewer has no name, and a review without stars no rating', () => {
  expect(parsed('stars-only')[0]).not.toHaveProperty('from.name');
  expect(parsed('unspecified')[0]).not.toHaveProperty('public.rating');
});

const review = (id: string, more: object = {}) =>
  Review.parse({
    reviewId: id,
    starRating: 'ONE',
    createTime: '2026-03-01T10:00:00Z',
    updateTime: '2026-03-01T10:00:00Z',
    ...more,
  });
const now = new Date('2026-03-02T10:00:00Z');
const whole = (...list: Review[]) => ({ reviews: list, swept: true, isWhole: true });

it('a new inbox brings the last thirty days and remembers the rest', () => {
  const old = review('old', { updateTime: '2025-01-01T00:00:00Z' });
  const { arrivals, cursor } = compare(whole(review('a'), old), null, now);
  expect(arrivals.map((one) => one.externalId)).toEqual(['a:1772359200000']);
  expect([...cursor.known.keys()]).toEqual(['a', 'old']);
});

it('what is missing is gone only when all were read', () => {
  const before = compare(whole(review('a'), review('b')), null, now).cursor;
  const part = compare({ reviews: [review('a')], swept: true, isWhole: false }, before, now);
  expect(part.arrivals).toEqual([]);
  const all = compare(whole(review('a')), before, now);
  expect(all.arrivals.map((one) => one.externalId)).toEqual([`b:gone:${now.getTime()}`]);
  expect(compare(whole(review('a')), all.cursor, now).arrivals).toEqual([]);
});

it('the cursor is read again as it was written, stays bounded, and nonsense begins anew', () => {
  const many = Array.from({ length: knownAtMost + 10 }, (_, n) => review(`r${n}`));
  const { cursor } = compare(whole(...many), null, now);
  const again = readCursor(writeCursor(cursor));
  expect(again?.known.size).toBe(knownAtMost);
  expect(again?.known.get('r0')).toEqual([Date.parse('2026-03-01T10:00:00Z'), 0]);
  expect(readCursor('{"known":7}')).toBeNull();
  expect(readCursor(null)).toBeNull();
});
