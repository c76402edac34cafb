import type { ChannelInfo } from '@meada/contract/channels';
import type { Attachment } from '@meada/contract/content';
import type { Leg } from '@meada/contract/routes/conversations';
import { describe, expect, it } from 'vitest';
import { presetsFrom } from '../header/snooze.ts';
import { messagesOf } from './messages-of.ts';
import { blockOf, kindOf, legOf, movesCustomer, refusalOf } from './rules.ts';

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
