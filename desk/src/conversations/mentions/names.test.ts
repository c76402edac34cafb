import { describe, expect, it } from 'vitest';
import { mentionsIn, offeredFor, type Target, wordBefore } from './names.ts';

const person = (id: string, name: string): Target => ({ kind: 'person', id, name });
const targets: Target[] = [
  person('1', 'João Melo'),
  person('2', 'Joana'),
  person('3', 'Ana Conceição'),
  person('4', 'Ana'),
  person('5', 'Ana'),
  { kind: 'team', id: '6', name: 'Trocas e devoluções' },
];

describe('a name that is begun', () => {
  it.each([
    ['@', 1, ''],
    ['Oi @jo', 6, 'jo'],
    ['Oi (@João M', 11, 'João M'],
    ['e-mail@joao', 11, null],
    ['Oi @jo, tudo', 12, null],
    ['@jo depois', 3, 'jo'],
  ])('in %j at %d is %j', (text, caret, word) => expect(wordBefore(text, caret)).toBe(word));

  it('is found without accents, by any of its words; one that is whole is offered no more', () => {
    const names = (word: string) => offeredFor(targets, word).map(({ name }) => name);
    expect(names('joa')).toEqual(['Joana', 'João Melo']);
    expect(names('conceicao')).toEqual(['Ana Conceição']);
    expect(names('devol')).toEqual(['Trocas e devoluções']);
    expect(names('joão melo')).toEqual([]);
    expect(names('zé')).toEqual([]);
  });
});

describe('whom a finished note names', () => {
  const named = (text: string, chosen: [string, string][] = []) =>
    mentionsIn(text, targets, new Map(chosen)).map((one) => ({
      id: one.personId ?? one.teamId,
      words: text.slice(one.start, one.start + one.length),
    }));

  it('is every whole name after an @, the longest first', () => {
    expect(named('@Ana Conceição e @João Melo, @Trocas e devoluções?')).toEqual([
      { id: '3', words: '@Ana Conceição' },
      { id: '1', words: '@João Melo' },
      { id: '6', words: '@Trocas e devoluções' },
    ]);
    expect(named('conta@Joana, @Joanas e @joana')).toEqual([]);
  });

  it('of two who are called alike, the one that was chosen', () => {
    expect(named('Fala, @Ana!')).toEqual([{ id: '4', words: '@Ana' }]);
    expect(named('Fala, @Ana!', [['Ana', '5']])).toEqual([{ id: '5', words: '@Ana' }]);
  });
});
