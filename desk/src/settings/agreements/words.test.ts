import { expect, it } from 'vitest';
import { minutesWords, shareOf } from './words.ts';

it.each([
  [5, '5 min'],
  [60, '1 h'],
  [90, '1 h 30 min'],
  [2880, '48 h'],
])('%s minutes are %s', (minutes, words) => expect(minutesWords(minutes, 'pt-BR')).toBe(words));

it('nothing due is no share', () => {
  expect(shareOf({ kept: 0, missed: 0 })).toBeNull();
  expect(shareOf({ kept: 3, missed: 1 })).toBe(0.75);
});
