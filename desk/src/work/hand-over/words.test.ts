import { expect, it } from 'vitest';
import { wordsFor } from './words.ts';

const news = (state: string, over: object = {}) => ({
  ...{ id: 'h', conversationId: 'c', fromId: 'ana', toId: 'bia', state, words: null },
  ...over,
});

it('who did not end it is told how it ended, and nobody else', () => {
  const told = (state: string, over = {}) =>
    ['ana', 'bia', 'caio'].map((who) => wordsFor(news(state, over), who));
  expect(told('asked')).toEqual([null, null, null]);
  expect(told('offered')).toEqual([null, null, null]);
  expect(told('accepted')).toEqual(['accepted', null, null]);
  expect(told('declined')).toEqual(['declined', null, null]);
  expect(told('declined', { words: 'Almoço' })).toEqual(['declinedWhy', null, null]);
  expect(told('timed_out')).toEqual(['timed_out', 'passed', null]);
  expect(told('timed_out', { toId: null })).toEqual(['nobody', null, null]);
  expect(told('gone')).toEqual(['gone', null, null]);
  expect(told('cancelled')).toEqual([null, 'cancelled', null]);
  expect(told('overtaken')).toEqual([null, 'overtaken', null]);
});
