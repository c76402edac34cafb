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
  proven: false,
  preferred: false,
  hours: null,
  ...over,
});
const to = (ways: Way[], over: object = {}) =>
  wayTo({
    kind: 'chat_left',
    leftInboxId: 'chat',
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
      'not the chat they have gone from',
      [way('chat', { openUntil: now + hour, proven: true }), way('mail')],
      'mail',
      'known',
    ],
  ])('%s', (_name, ways, inboxId, why) => {
    expect(to(ways)).toMatchObject({ inboxId, why });
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

  it('an open window is not let pass for the hours they like', () => {
    const ways = [way('wa', { openUntil: now + 2 * hour, hours: weekdays })];
    expect(to(ways, { hours: { days: [], from: 17, to: 20 } })?.at).toBe(
      new Date(now + 1.5 * hour).toISOString(),
    );
  });
});
