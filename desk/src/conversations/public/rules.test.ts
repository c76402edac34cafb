import type { Conversation, Leg, Message } from '@meada/contract/routes/conversations';
import { expect, test } from 'vitest';
import { starsOf } from './PublicFacts.tsx';
import { leavesUnpublished, nextLegOf, privateOf, publicOf } from './rules.ts';

const now = Date.parse('2026-03-02T12:00:00Z');
const leg = (id: string, facts: Partial<Leg> = {}) =>
  ({
    id,
    inboxId: 'in',
    side: 'private',
    identity: { id: 'ana' },
    windowEndsAt: null,
    usedByCustomer: true,
    ...facts,
  }) as Leg;
const wall = leg('wall', { side: 'public' });
const over = '2026-03-02T11:00:00Z';

test('in private is the same address first, then where the customer writes, never where the time is over', () => {
  const way = (legs: Leg[], others: Leg[] = []) => privateOf(wall, { legs, others, now })?.id ?? null;
  const mail = leg('mail', { inboxId: 'mail' });
  const fresh = leg('in/ana', { usedByCustomer: false });
  expect(way([wall, mail, leg('own')])).toBe('own');
  expect(way([wall, mail], [fresh])).toBe('in/ana');
  expect(way([wall, mail, leg('own', { windowEndsAt: over })])).toBe('mail');
  expect(way([wall], [leg('phone', { inboxId: 'phone', usedByCustomer: false })])).toBeNull();
});

const duty = (state: string, settledAt: string | null = null) =>
  ({ id: state, legId: 'wall', state, settledAt }) as Conversation['duties'][number];

test('back to the public is the leg something is owed on', () => {
  const other = leg('other', { side: 'public' });
  expect(publicOf({ legs: [leg('p'), other, wall], duties: [duty('open')] })?.id).toBe('wall');
  expect(publicOf({ legs: [other, wall], duties: [duty('published', over)] })?.id).toBe('other');
  expect(publicOf({ legs: [leg('p')], duties: [] })).toBeNull();
});

let seq = 0;
const said = (facts: Partial<Message>) =>
  ({
    seq: ++seq,
    visibility: 'private',
    legId: 'p',
    author: { kind: 'customer' },
    content: { kind: 'text' },
    ...facts,
  }) as Message;

test('resolving asks for the solution where the public does not know it', () => {
  const answer = said({
    visibility: 'public',
    legId: 'wall',
    author: { kind: 'person', id: 'a', name: 'A' },
  });
  const after = (state: string, messages: Message[], settled: string | null = null) =>
    leavesUnpublished({ duties: [duty(state, settled)] }, messages);
  expect(after('open', [])).toBe(true);
  expect(after('answered', [answer])).toBe(false);
  expect(after('answered', [answer, said({})])).toBe(true);
  expect(after('answered', [answer, said({ visibility: 'internal' })])).toBe(false);
  expect(after('to_publish', [answer])).toBe(true);
  expect(after('published', [answer, said({})], over)).toBe(false);
});

test('after a private word the next one is private, too', () => {
  const loud = leg('wall', { side: 'public', proposed: true });
  expect(nextLegOf([loud, leg('p')], leg('p'))).toBe('p');
  expect(nextLegOf([loud], loud)).toBeNull();
  expect(nextLegOf([wall, leg('p', { proposed: true })], leg('p'))).toBeNull();
});

test('stars', () => {
  expect([0, 0.25, 0.5, 1, 7].map(starsOf)).toEqual([1, 2, 3, 5, 5]);
});
