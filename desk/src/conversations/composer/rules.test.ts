import type { ChannelInfo } from '@meada/contract/channels';
import type { Attachment } from '@meada/contract/content';
import type { Leg } from '@meada/contract/routes/conversations';
import type { Identity } from '@meada/contract/routes/customers';
import type { InboxRef } from '@meada/contract/routes/inboxes';
import { describe, expect, it } from 'vitest';
import { presetsFrom } from '../header/snooze.ts';
import { messagesOf } from './messages-of.ts';
import {
  blockOf,
  kindOf,
  legOf,
  movesCustomer,
  newWayOf,
  otherLegs,
  refusalOf,
  warningOf,
  windowClosed,
} from './rules.ts';

const now = Date.parse('2026-03-02T12:00:00Z');
const leg = (id: string, facts: Partial<Leg> = {}) =>
  ({ id, channel: id, windowEndsAt: null, proposed: false, usedByCustomer: true, ...facts }) as Leg;
const channel = {
  capabilities: { sendsMedia: ['image', 'voice'] },
  limits: { textLength: 10, attachmentBytes: 1000, attachmentsPerMessage: 1 },
} as unknown as ChannelInfo;
const draft = (text: string, internal = false) => ({ text, legId: null, internal });
const noFiles = { waiting: false, failed: false, count: 0 };
const file = (id: string) => ({ id, kind: 'image' }) as Attachment;

it('a way that was opened by its first message is the leg it became', () => {
  const own = leg('own', { side: 'private', inboxId: 'in', identity: { id: 'ana' } as Identity });
  const wall = leg('wall', {
    side: 'public',
    inboxId: 'in',
    identity: { id: 'ana' } as Identity,
    proposed: true,
  });
  expect(legOf([wall, own], 'in/ana')).toBe(own);
  expect(legOf([wall], 'in/ana')).toBe(wall);
});

describe('what stands in the way', () => {
  const open = leg('a');
  const closed = leg('b', { windowEndsAt: '2026-03-02T11:59:59Z' });
  it.each([
    ['nothing', blockOf({ draft: draft('oi'), leg: open, channel, now, files: noFiles }), null],
    ['no words', blockOf({ draft: draft('  \n '), leg: open, channel, now, files: noFiles }), 'empty'],
    [
      'only a file',
      blockOf({ draft: draft(''), leg: open, channel, now, files: { ...noFiles, count: 1 } }),
      null,
    ],
    [
      'the window',
      blockOf({ draft: draft('oi'), leg: closed, channel, now, files: noFiles }),
      'windowClosed',
    ],
    [
      'a note knows no window',
      blockOf({ draft: draft('oi', true), leg: closed, channel, now, files: noFiles }),
      null,
    ],
    ['length', blockOf({ draft: draft('x'.repeat(11)), leg: open, channel, now, files: noFiles }), 'tooLong'],
    [
      'a note knows no length',
      blockOf({ draft: draft('x'.repeat(11), true), leg: open, channel, now, files: noFiles }),
      null,
    ],
    ['no leg', blockOf({ draft: draft('oi'), leg: undefined, channel, now, files: noFiles }), 'noLeg'],
    [
      'a file on its way',
      blockOf({ draft: draft('oi'), leg: open, channel, now, files: { ...noFiles, waiting: true } }),
      'uploading',
    ],
    [
      'a failed file',
      blockOf({ draft: draft('oi'), leg: open, channel, now, files: { ...noFiles, failed: true } }),
      'uploadFailed',
    ],
  ])('%s', (_, got, expected) => expect(got).toBe(expected));
});

describe('legs', () => {
  const legs = [leg('old'), leg('last', { proposed: true }), leg('never', { usedByCustomer: false })];
  it('takes the chosen, else the proposed, else the first', () => {
    expect(legOf(legs, 'old')?.id).toBe('old');
    expect(legOf(legs, 'gone')?.id).toBe('last');
    expect(legOf([leg('x')], null)?.id).toBe('x');
    expect(legOf([], null)).toBeUndefined();
  });
  it('says first that nobody is there, then that the window is shut, then that the customer is moved', () => {
    const identity = { undeliverable: { at: '2026-03-01T12:00:00Z', reason: 'user_unknown' } } as Identity;
    const fine = { undeliverable: null } as Identity;
    const shut = { windowEndsAt: '2026-03-02T11:00:00Z', usedByCustomer: false };
    const says = (facts: Partial<Leg>) => {
      const one = leg('a', { proposed: true, identity: fine, ...facts });
      return warningOf([one], one, now);
    };
    expect(says({ identity, ...shut })).toBe('undeliverable');
    expect(says(shut)).toBe('windowClosed');
    expect(says({ usedByCustomer: false, joinReason: 'kept_place', proposed: true })).toBeNull();
    expect(says({ usedByCustomer: false })).toBe('moves');
    expect(says({})).toBeNull();
  });
  it('warns when the customer would be moved', () => {
    expect(legs.map((one) => movesCustomer(legs, one))).toEqual([true, false, true]);
  });
});

describe('files', () => {
  it('refuses what is too big or not of the channel’s kinds', () => {
    expect(refusalOf({ type: 'image/png', size: 10 }, channel, false)).toBeNull();
    expect(refusalOf({ type: 'image/png', size: 1001 }, channel, false)).toBe('size');
    expect(refusalOf({ type: 'application/pdf', size: 10 }, channel, false)).toBe('kind');
    expect(refusalOf({ type: 'audio/webm', size: 10 }, channel, true)).toBeNull();
    expect(kindOf('', false)).toBe('document');
  });
  it('makes as many messages as the channel needs, the text with the first, each with its own number', () => {
    const made = messagesOf({
      draft: draft('legenda'),
      legId: 'l',
      attachments: [file('1'), file('2')],
      perMessage: 1,
      replyToId: 'r',
    });
    expect(made.map((one) => one.body.attachmentIds)).toEqual([['1'], ['2']]);
    expect(made.map((one) => ('text' in one.body.content ? one.body.content.text : null))).toEqual([
      'legenda',
      null,
    ]);
    expect(made.map((one) => one.body.replyToId)).toEqual(['r', undefined]);
    expect(new Set(made.map((one) => one.body.clientId)).size).toBe(2);
  });
  it('gives a note no leg', () => {
    expect(
      messagesOf({ draft: draft('oi', true), legId: 'l', attachments: [], perMessage: 1 })[0]?.body.legId,
    ).toBeUndefined();
  });
});

describe('snooze', () => {
  it('offers only moments to come, in order', () => {
    for (let hour = 0; hour < 24 * 7; hour += 1) {
      const from = new Date(2026, 2, 1, hour, 30);
      const times = presetsFrom(from).map((preset) => preset.at.getTime());
      expect(times.every((time) => time > from.getTime())).toBe(true);
      expect(new Set(times).size).toBe(times.length);
    }
  });
});

describe('legs that a reply could open', () => {
  const info = (id: string, facts: object, kinds = ['phone']) =>
    ({
      id,
      capabilities: {
        sends: ['text'],
        startsConversation: true,
        windowHours: null,
        class: 'deferred',
        ...facts,
      },
      identityKinds: kinds.map((kind) => ({ kind, label: {}, anonymous: kind === 'visitor' })),
    }) as unknown as ChannelInfo;
  const identity = (id: string, kind: string) => ({ id, kind, display: id }) as Identity;
  const inbox = (id: string, active = true) => ({ id: `in-${id}`, channel: id, active }) as InboxRef;
  const known = {
    writtenFrom: [],
    legs: [{ ...leg('l1'), inboxId: 'in-free', identity: identity('p1', 'phone') }],
    identities: [identity('p1', 'phone'), identity('p2', 'phone'), identity('v', 'visitor')],
    inboxes: ['free', 'window', 'shy', 'book', 'gone'].map((id) => inbox(id)).concat(inbox('off', false)),
    channels: [
      info('free', {}, ['phone', 'visitor']),
      info('window', { windowHours: 24 }),
      info('shy', { startsConversation: false }),
      info('book', { sends: ['visit'] }),
      info('off', {}),
    ],
  };
  const others = otherLegs(known);
  it('are the other addresses, where the firm may write first', () => {
    expect(others.map((one) => one.id)).toEqual(['in-free/p2', 'in-window/p1', 'in-window/p2']);
  });
  it('are told to the server as an address, taken only when chosen, and warned of', () => {
    expect(newWayOf('in-free/p2')).toEqual({ inboxId: 'in-free', identityId: 'p2' });
    expect(newWayOf('0190a000-0000-7000-8000-000000000000')).toBeNull();
    expect(legOf([], null, others)).toBeUndefined();
    expect(legOf(known.legs, 'in-free/p2', others)?.id).toBe('in-free/p2');
    expect(others.every((one) => movesCustomer(known.legs, one))).toBe(true);
    const made = messagesOf({ draft: draft('oi'), legId: 'in-free/p2', attachments: [], perMessage: 1 });
    expect(made[0]?.body).toMatchObject({ to: { inboxId: 'in-free', identityId: 'p2' } });
    expect(made[0]?.body.legId).toBeUndefined();
  });
  it('go on with the window of what was written in another conversation, also where the customer must write first', () => {
    const windowEndsAt = new Date(now + 3_600_000).toISOString();
    const place = { identityId: 'p2', lastInboundAt: new Date(now).toISOString() };
    const writtenFrom = [
      { ...place, inboxId: 'in-window', windowEndsAt },
      { ...place, inboxId: 'in-shy', windowEndsAt: null },
    ];
    const open = otherLegs({ ...known, writtenFrom }).filter((one) => one.usedByCustomer);
    expect(open.map((one) => [one.id, windowClosed(one, now)])).toEqual([
      ['in-window/p2', false],
      ['in-shy/p2', false],
    ]);
  });
  it('need a template where there is a window', () => {
    expect(others.map((one) => windowClosed(one, now))).toEqual([false, true, true]);
  });
});
