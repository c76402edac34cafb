import { expect, it } from 'vitest';
import { csvCell, minutesWords, reportCsv, shareOf } from './words.ts';

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

it('a name is never a formula, and numbers stay numbers', () => {
  expect(csvCell('=1+1')).toBe("'=1+1");
  expect(csvCell('a;"b"')).toBe('"a;""b"""');
  expect(csvCell(-2)).toBe('-2');
  const one = { kept: 1, missed: 0, open: 0, median: 2.5 };
  const line = { key: 'k', name: 'Ana', first_answer: one, next_answer: one, resolution: one };
  const text = reportCsv([{ name: 'Pessoa', lines: [line] }], ['a'], (promise) => promise);
  expect(text.split('\r\n')[1]).toBe('Pessoa;Ana;first_answer;1;0;0;2.5');
});
