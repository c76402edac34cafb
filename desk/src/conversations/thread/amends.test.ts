import type { ChannelInfo } from '@meada/contract/channels';
import type { Leg, Message } from '@meada/contract/routes/conversations';
import { describe, expect, it } from 'vitest';
import { possibleFor } from './amends.ts';

const now = Date.parse('2026-03-02T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString();
const message = (facts: object = {}) =>
  ({
    at: hoursAgo(1),
    author: { kind: 'person', id: 'me' },
    visibility: 'private',
    content: { v: 1, kind: 'text', text: 'oi' },
    dispatch: { state: 'sent' },
    legId: 'l',
    deletedAt: null,
    echo: false,
    ...facts,
  }) as unknown as Message;
const customer = (facts: object = {}) =>
  message({ author: { kind: 'customer', id: 'c' }, dispatch: null, ...facts });
const channel = (amends?: object) => ({ capabilities: { amends } }) as unknown as ChannelInfo;
const full = channel({
  edit: { kinds: ['text'], hours: null },
  delete: { hours: 48 },
  react: { hours: 720, emojis: ['👍', '❤'] },
});
const facts = { meId: 'me', channel: full, legs: [] as Leg[], now };
const none = { edit: false, remove: false, hide: false, reactions: [] };

describe('what the menu of a message offers', () => {
  it.each([
    ['own, sent', message(), { ...none, edit: true, remove: true }],
    ['own, old', message({ at: hoursAgo(49) }), { ...none, edit: true }],
    ['own, on its way', message({ dispatch: { state: 'queued' } }), none],
    ['a colleague’s', message({ author: { kind: 'person', id: 'you' } }), none],
    ['from our telephone', message({ echo: true, dispatch: null }), none],
    ['own buttons', message({ content: { v: 1, kind: 'buttons' } }), { ...none, remove: true }],
    ['deleted', message({ deletedAt: hoursAgo(0) }), none],
    ['a line of the system', message({ content: { v: 1, kind: 'system' } }), none],
    ['the customer’s', customer(), { ...none, reactions: ['👍', '❤️'] }],
    ['the customer’s, too old', customer({ at: hoursAgo(721) }), none],
  ])('%s', (_, one, wanted) => expect(possibleFor(one, facts)).toEqual(wanted));

  it('is nothing where the channel cannot or its window is closed', () => {
    for (const one of [message(), customer()])
      expect(possibleFor(one, { ...facts, channel: channel() })).toEqual(none);
    const legs = [{ id: 'l', windowEndsAt: hoursAgo(1) }] as Leg[];
    expect(possibleFor(customer(), { ...facts, legs })).toEqual(none);
  });

  it('hides what a customer said in public, where the channel can', () => {
    const hiding = { ...facts, channel: channel({ hide: true }) };
    const comment = customer({ visibility: 'public' });
    const hides = [comment, customer(), message({ visibility: 'public' })].map(
      (one) => possibleFor(one, hiding).hide,
    );
    expect([...hides, possibleFor(comment, facts).hide]).toEqual([true, false, false, false]);
  });

  it('offers what one side alone allows on that side', () => {
    const sided = { ...facts, channel: channel({ react: { hours: null, emojis: ['👍'], side: 'public' } }) };
    expect(possibleFor(customer({ visibility: 'public' }), sided).reactions).toEqual(['👍']);
    expect(possibleFor(customer(), sided).reactions).toEqual([]);
  });

  it('is everything for an own note, reactions for another’s, without any channel', () => {
    const note = { visibility: 'internal', dispatch: null };
    const without = { ...facts, channel: undefined };
    expect(possibleFor(message(note), without)).toMatchObject({ edit: true, remove: true });
    const other = possibleFor(message({ ...note, author: { kind: 'person', id: 'you' } }), without);
    expect([other.edit, other.remove, other.reactions.length > 0]).toEqual([false, false, true]);
  });
});
