import { describe, expect, it } from 'vitest';
import type { BusinessHours } from '../hours/index.ts';
import { type Way, wayTo } from './rules.ts';

const now = Date.parse('2026-03-02T15:00:00Z'); // a Monday, noon in São Paulo
const hour = 3_600_000;
const way = (inboxId: string, over: Partial<Way> = {}): Way => ({
  inboxId,
  channel: inboxId,
  identityId: `${inboxId} address`,
  address: 'x',
  starts: true,
  openUntil: null,
  lastAt: null,
  failed: false,
  proven: false,
  preferred: false,
  hours: null,
  ...over,
});
const to = (ways: Way[], over: object = {}) =>
  wayTo({
    kind: 'chat_left',
    leftInboxId: 'chat',
    leftAt: now - 6 * hour,
    ways,
    hours: null,
    timeZone: 'America/Sao_Paulo',
    now,
    ...over,
  });
const weekdays: BusinessHours = {
  timeZone: 'America/Sao_Paulo',
  week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })),
  holidays: 'none',
  own: [],
  exceptions: [],
};

describe('the way to who left', () => {
  it.each([
    [
      'a proven address before one they only named',
      [way('mail'), way('sms', { proven: true })],
      'sms',
      'proven',
    ],
    [
      'what they prefer before what is proven',
      [way('mail', { preferred: true }), way('sms', { proven: true })],
      'mail',
      'preferred',
    ],
    [
      'where free text still goes out before all',
      [way('mail', { preferred: true, proven: true }), way('wa', { openUntil: now + hour })],
      'wa',
      'window',
    ],
    [
      'a window that is closed is none',
      [way('mail'), way('wa', { starts: false, openUntil: now - 1 })],
      'mail',
      'known',
    ],
    [
      'where they have written before one they only named, the latest first',
      [
        way('mail', { proven: true }),
        way('sms', { lastAt: now - 50 * hour }),
        way('wa', { lastAt: now - 40 * hour }),
      ],
      'wa',
      'used',
    ],
    [
      'what failed lately after all others',
      [way('wa', { openUntil: now + hour, preferred: true, proven: true, failed: true }), way('mail')],
      'mail',
      'known',
    ],
    [
      'what failed lately where there is nothing else',
      [way('wa', { openUntil: now + hour, failed: true })],
      'wa',
      'window',
    ],
    [
      'not the chat they have gone from',
      [way('chat', { openUntil: now + hour, proven: true }), way('mail')],
      'mail',
      'known',
    ],
  ])('%s', (_name, ways, inboxId, why) => {
    expect(to(ways)).toMatchObject({ inboxId, why });
  });

  it('who could not be told of their turn is not before that chat either', () => {
    const ways = [way('chat', { openUntil: now + hour }), way('mail')];
    expect(to(ways, { kind: 'place_failed' })).toMatchObject({ inboxId: 'mail' });
  });

  it('a chat is a way again to somebody whose call was given up', () => {
    const ways = [way('chat', { openUntil: now + hour })];
    expect(to(ways)).toBeNull();
    expect(to(ways, { kind: 'callback_failed' })).toMatchObject({ inboxId: 'chat' });
  });

  it('nothing reaches them', () => {
    expect(to([])).toBeNull();
    expect(to([way('page', { starts: false })])).toBeNull();
  });
});

describe('the moment', () => {
  it('at once while we are at work; else when we open', () => {
    expect(to([way('mail', { hours: weekdays })])).toMatchObject({
      at: new Date(now).toISOString(),
      waits: null,
    });
    const night = Date.parse('2026-03-06T22:30:00Z'); // Friday, half past seven in the evening
    expect(to([way('mail', { hours: weekdays })], { now: night })).toMatchObject({
      at: '2026-03-09T12:00:00.000Z',
      waits: 'closed',
    });
  });

  it('in the hours they like, if those are ours, too', () => {
    const evenings = { days: [], from: 16, to: 20 };
    expect(to([way('mail', { hours: weekdays })], { hours: evenings })).toMatchObject({
      at: '2026-03-02T19:00:00.000Z',
      waits: 'their_hours',
    });
    // Never within ours: then when we open.
    expect(to([way('mail', { hours: weekdays })], { hours: { days: [0], from: 8, to: 9 } })).toMatchObject({
      at: new Date(now).toISOString(),
    });
  });

  it('nobody is woken, unless they were here a moment ago or their window closes before the morning', () => {
    const late = Date.parse('2026-03-03T02:30:00Z'); // half past eleven at night
    const morning = '2026-03-03T11:00:00.000Z';
    expect(to([way('mail')], { now: late })).toMatchObject({ at: morning, waits: 'quiet' });
    expect(to([way('mail')], { now: late, leftAt: late - 0.2 * hour })).toMatchObject({ waits: null });
    const closing = [way('wa', { openUntil: late + 4 * hour })];
    expect(to(closing, { now: late })).toMatchObject({
      at: new Date(late + 3.5 * hour).toISOString(),
      waits: 'window',
    });
    // Around the clock attended: still nobody is woken.
    const week = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '00:00', to: '24:00' }));
    expect(to([way('mail', { hours: { ...weekdays, week } })], { now: late })).toMatchObject({ at: morning });
  });

  it('not on a holiday on which we are closed', () => {
    const eve = Date.parse('2026-04-20T22:00:00Z'); // the evening before Tiradentes
    expect(to([way('mail', { hours: { ...weekdays, holidays: 'national' } })], { now: eve })).toMatchObject({
      at: '2026-04-22T12:00:00.000Z',
      waits: 'closed',
    });
  });

  it('an open window is not let pass for the hours they like', () => {
    const ways = [way('wa', { openUntil: now + 2 * hour, hours: weekdays })];
    expect(to(ways, { hours: { days: [], from: 17, to: 20 } })?.at).toBe(
      new Date(now + 1.5 * hour).toISOString(),
    );
  });
});
