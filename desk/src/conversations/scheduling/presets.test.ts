import { describe, expect, it } from 'vitest';
import { nextWithin } from './presets.ts';

const brazil = 'America/Sao_Paulo';
const at = (text: string) => new Date(text);

describe('when the customer likes to be reached', () => {
  it.each([
    [
      'tomorrow morning, in the evening',
      { days: [], from: 9, to: 12 },
      '2026-03-02T23:10:00Z',
      '2026-03-03T12:00:00Z',
    ],
    [
      'the same day, before it begins',
      { days: [], from: 14, to: 18 },
      '2026-03-02T15:59:00Z',
      '2026-03-02T17:00:00Z',
    ],
    ['the next of the days', { days: [6], from: 8, to: 12 }, '2026-03-02T15:00:00Z', '2026-03-07T11:00:00Z'],
    ['over midnight', { days: [], from: 22, to: 2 }, '2026-03-02T15:00:00Z', '2026-03-03T01:00:00Z'],
  ])('%s', (_name, hours, now, next) => {
    expect(nextWithin(hours, brazil, at(now))).toEqual(at(next));
  });
  it('nothing is proposed while it is one of their hours', () => {
    expect(nextWithin({ days: [], from: 9, to: 18 }, brazil, at('2026-03-02T15:00:00Z'))).toBeNull();
  });
  it('meets a zone that is off by half an hour', () => {
    const next = nextWithin({ days: [], from: 9, to: 12 }, 'Asia/Kolkata', at('2026-03-02T20:00:00Z'));
    expect(next).toEqual(at('2026-03-03T03:30:00Z'));
  });
});
