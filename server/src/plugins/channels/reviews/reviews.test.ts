import { generateKeyPairSync } from 'node:crypto';
import type { Inbound } from '@meada/contract/channels';
import { expect, it } from 'vitest';
import { bearerJwt } from '../../../kernel/bearer-jwt.ts';
import type { RawRequest } from '../../../modules/inboxes/port.ts';
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
  pushEmail: 'push@loja.iam.gserviceaccount.com',
};

/** A push as Pub/Sub makes it: signed by a service account, for our address alone. */
const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const jwk = (key: 'publicKey' | 'privateKey') => ({ ...pair[key].export({ format: 'jwk' }), kid: 'one' });
const now = new Date('2026-03-02T12:00:00Z');
function pushed(data: object, email = settings.pushEmail): RawRequest {
  const message = { messageId: '1207', data: Buffer.from(JSON.stringify(data)).toString('base64') };
  const body = new TextEncoder().encode(
    JSON.stringify({ message, subscription: 'projects/p/subscriptions/s' }),
  );
  const url = 'https://loja.example/hooks/1';
  const issuers = ['https://accounts.google.com'];
  const secret = JSON.stringify({ keys: [], email, issuers, privateKey: jwk('privateKey') });
  const headers = bearerJwt.sign(secret, { url, body, now });
  return {
    method: 'POST',
    url,
    query: {},
    headers,
    body,
    now,
    keys: JSON.stringify({ keys: [jwk('publicKey')] }),
  };
}
const told = { notificationType: 'NEW_REVIEW', review: 'accounts/1/locations/2/reviews/AbFvOqk9' };

describeChannel(reviews, {
  folder,
  settings,
  signed: [pushed(told), pushed({})],
  signatureHeader: 'authorization',
  signatureCoversBody: false,
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
const today = new Date('2026-03-02T10:00:00Z');
const whole = (...list: Review[]) => ({ reviews: list, swept: true, isWhole: true });

it('a new inbox brings the last thirty days and remembers the rest', () => {
  const old = review('old', { updateTime: '2025-01-01T00:00:00Z' });
  const { arrivals, cursor } = compare(whole(review('a'), old), null, today);
  expect(arrivals.map((one) => one.externalId)).toEqual(['a:1772359200000']);
  expect([...cursor.known.keys()]).toEqual(['a', 'old']);
});

it('what is missing is gone only when all were read', () => {
  const before = compare(whole(review('a'), review('b')), null, today).cursor;
  const part = compare({ reviews: [review('a')], swept: true, isWhole: false }, before, today);
  expect(part.arrivals).toEqual([]);
  const all = compare(whole(review('a')), before, today);
  expect(all.arrivals.map((one) => one.externalId)).toEqual([`b:gone:${today.getTime()}`]);
  expect(compare(whole(review('a')), all.cursor, today).arrivals).toEqual([]);
});

it('the cursor is read again as it was written, stays bounded, and nonsense begins anew', () => {
  const many = Array.from({ length: knownAtMost + 10 }, (_, n) => review(`r${n}`));
  const { cursor } = compare(whole(...many), null, today);
  const again = readCursor(writeCursor(cursor));
  expect(again?.known.size).toBe(knownAtMost);
  expect(again?.known.get('r0')).toEqual([Date.parse('2026-03-01T10:00:00Z'), 0]);
  expect(readCursor('{"known":7}')).toBeNull();
  expect(readCursor(null)).toBeNull();
});

it('a push is taken from the account of the settings alone, asks for the reviews, and knows other locations', () => {
  const hook = reviews.webhook;
  const verify = (request: RawRequest, more: object = {}) => hook?.verify(request, { ...settings, ...more });
  expect(verify(pushed(told))).toBe(true);
  expect(verify(pushed(told, 'somebody@else.iam.gserviceaccount.com'))).toBe(false);
  for (const off of [{ pushEmail: '' }, { refreshToken: '' }]) expect(verify(pushed(told), off)).toBe(false);
  for (const keys of [undefined, '', '{}', 'null', '{"keys":7}'])
    expect(verify({ ...pushed(told), keys })).toBe(false);
  const [here] = hook?.arrivals(pushed(told)) ?? [];
  expect(here).toMatchObject({ account: 'locations/2', externalId: 'push:1207' });
  expect(hook?.accounts?.(settings)).toEqual(['locations/2']);
  const receivedAt = '2026-03-02T12:00:00.000Z';
  const read = (data: object) =>
    reviews.parse({ body: pushed(data).body, headers: {}, facts: {}, receivedAt }, settings);
  expect(read(told)).toMatchObject([{ kind: 'look_up', ref: 'reviews' }]);
  expect(read({})).toMatchObject([{ kind: 'look_up' }]);
  expect(read({ location: 'locations/77' })).toMatchObject([{ kind: 'notice', text: 'locations/77' }]);
});
