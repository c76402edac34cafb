import { expect, it } from 'vitest';
import { type Answer, learn, weightOf } from './rules.ts';

const now = new Date('2026-03-02T12:00:00Z');
const answer = (daysAgo: number, channel: string, hour: number): Answer => ({
  at: new Date(now.getTime() - daysAgo * 86_400_000),
  channel,
  hour,
  day: 1,
});
const valuesOf = (answers: Answer[]) => learn(answers, now).map(({ value }) => value);

it('an answer of 45 days ago weighs half, one of 90 a quarter; one to come no more than now', () => {
  expect(weightOf(answer(0, 'a', 1).at, now)).toBe(1);
  expect(weightOf(answer(45, 'a', 1).at, now)).toBeCloseTo(0.5);
  expect(weightOf(answer(90, 'a', 1).at, now)).toBeCloseTo(0.25);
  expect(weightOf(answer(-3, 'a', 1).at, now)).toBe(1);
});

it('few answers show nothing; scattered ones neither', () => {
  expect(learn([answer(1, 'a', 9), answer(2, 'a', 9), answer(3, 'a', 9)], now)).toEqual([]);
  expect(valuesOf([0, 6, 12, 18].map((hour, at) => answer(at, `c${at}`, hour)))).toEqual([]);
});

it('what they use now counts more than what they used long ago', () => {
  const old = Array.from({ length: 20 }, (_, at) => answer(300 + at, 'mail', 9));
  const fresh = Array.from({ length: 5 }, (_, at) => answer(at, 'chat', 20));
  const [channel, hours] = learn([...old, ...fresh], now);
  expect(channel?.value).toEqual({ kind: 'channel', channel: 'chat' });
  expect(channel?.reason).toMatchObject({ answers: 5, of: 25 });
  expect(channel?.reason.share).toBeGreaterThan(0.9);
  expect(hours?.value).toEqual({ kind: 'hours', hours: { days: [], from: 20, to: 21 } });
});

it('a stretch may run over midnight; the shortest that holds enough is told', () => {
  const night = [23, 23, 0, 0, 0, 23].map((hour, at) => answer(at, 'chat', hour));
  expect(valuesOf(night)).toContainEqual({ kind: 'hours', hours: { days: [], from: 23, to: 1 } });
});
