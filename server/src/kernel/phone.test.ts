import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalPhone, displayPhone, phoneKey } from './phone.ts';

describe('phoneKey', () => {
  it.each([
    ['mobile with and without the ninth digit', '+5541988887777', '+554188887777'],
    ['São Paulo, where messengers keep the 9', '5511987654321', '551187654321'],
    ['area code 28, the last that keeps it', '5528999991234', '552899991234'],
    ['area code 31, the first of the old ids', '5531988881234', '553188881234'],
    ['Mexico with the old 1', '5215512345678', '525512345678'],
  ])('%s: the same key', (_, one, other) => {
    expect(phoneKey(one)).toBe(phoneKey(other));
  });

  it('writes the Brazilian key with the 9', () =>
    expect(phoneKey('+55 (41) 8888-7777')).toBe('5541988887777'));

  it.each([
    ['a landline gains no 9', '554133334444', '5541933334444'],
    ['another area code', '554188887777', '554288887777'],
    ['another country with the same digits', '554188887777', '354188887777'],
    ['eight digits that start with 5 are a landline', '554158887777', '5541958887777'],
  ])('%s: not the same', (_, one, other) => {
    expect(phoneKey(one)).not.toBe(phoneKey(other));
  });

  it('is idempotent, total and only digits', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^\+?5[25]\d{8,12}$/)),
        (text) => {
          const key = phoneKey(text);
          expect(key).toMatch(/^\d*$/);
          expect(phoneKey(key)).toBe(key);
        },
      ),
    );
  });

  it('joins both forms of every Brazilian mobile', () => {
    const area = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .map((pair) => pair.join(''));
    const old = fc.integer({ min: 60_000_000, max: 99_999_999 });
    fc.assert(
      fc.property(
        area,
        old,
        (ddd, number) => phoneKey(`55${ddd}9${number}`) === phoneKey(`+55${ddd}${number}`),
      ),
    );
  });
});

describe('canonicalPhone', () => {
  it.each([
    ['(41) 98888-7777', 'BR', '+5541988887777'],
    ['041 98888-7777', 'BR', '+5541988887777'],
    ['0 15 41 98888-7777', 'BR', '+5541988887777'],
    ['+55 41 98888 7777', 'US', '+5541988887777'],
    ['554188887777', 'BR', '+554188887777'],
    ['+554188887777', 'BR', '+554188887777'],
    ['(650) 253-0000', 'US', '+16502530000'],
    ['11 15-2345-6789', 'AR', '+5491123456789'],
  ])('%s in %s is %s', (text, country, expected) => expect(canonicalPhone(text, country)).toBe(expected));

  it.each(['', '190', 'ligue para mim', '+55 41', '+999 1234567', '1'.repeat(200), 'ana@example.com'])(
    'refuses %j',
    (text) => expect(canonicalPhone(text, 'BR')).toBeNull(),
  );

  it('is total and idempotent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[+\d ()-]{0,20}$/)), (text) => {
        const canonical = canonicalPhone(text, 'BR');
        if (canonical !== null) expect(canonicalPhone(canonical, 'BR')).toBe(canonical);
      }),
    );
  });
});

it('shows a number for reading and leaves anything else alone', () => {
  expect(displayPhone('+5541988887777')).toBe('+55 41 98888-7777');
  expect(displayPhone('+554188887777')).toBe('+55 41 8888-7777');
  expect(displayPhone('nada')).toBe('nada');
});
