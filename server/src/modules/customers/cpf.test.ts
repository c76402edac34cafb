import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cpfOf, maskedCpf } from './cpf.ts';

/** Check digits by the rule's other wording: 11 minus the remainder, 10 and 11 count as 0. */
function complete(nine: string): string {
  let digits = nine;
  for (const first of [10, 11]) {
    const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (first - index), 0);
    const rest = 11 - (sum % 11);
    digits += rest > 9 ? '0' : String(rest);
  }
  return digits;
}

const nine = fc.stringMatching(/^\d{9}$/).filter((text) => !/^(\d)\1{8}$/.test(text));

it('takes a number with its check digits, however it is written', () => {
  expect(cpfOf('529.982.247-25')).toBe('52998224725');
  expect(cpfOf(' 529 982 247 25 ')).toBe('52998224725');
  fc.assert(
    fc.property(nine, (start) => {
      expect(cpfOf(complete(start))).toBe(complete(start));
    }),
  );
});

it('refuses one wrong digit, equal digits and what is no number', () => {
  fc.assert(
    fc.property(nine, fc.nat(10), fc.integer({ min: 1, max: 9 }), (start, at, more) => {
      const right = complete(start);
      const wrong = right.slice(0, at) + ((Number(right[at]) + more) % 10) + right.slice(at + 1);
      // The remainders 0 and 1 share a check digit: the rule itself lets a few errors through.
      expect(cpfOf(wrong)).toBe(complete(wrong.slice(0, 9)) === wrong ? wrong : null);
    }),
  );
  for (const text of ['11111111111', '5299822472', '529982247255', '529.982.247-2x', '', '٥٢٩٩٨٢٢٤٧٢٥'])
    expect(cpfOf(text)).toBeNull();
  expect(cpfOf('5'.repeat(10_000))).toBeNull();
});

it('is shown by its middle', () => expect(maskedCpf('52998224725')).toBe('***.982.247-**'));
