import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decimalOf, decimalsOf, minorOf, minorUnits } from './currencies.ts';

const currency = fc.constantFrom('BRL', 'USD', 'EUR', 'JPY', 'CLP', 'PYG', 'KWD', 'BHD', 'XXX');

it('a currency has the decimal places ISO 4217 gives it', () => {
  expect(['BRL', 'JPY', 'KWD', 'CLP', 'PYG', 'EUR'].map(decimalsOf)).toEqual([2, 0, 3, 0, 0, 2]);
  expect(['nada', '', '<b>'].map(minorUnits)).toEqual([100, 100, 100]);
  expect(['BRL', 'JPY', 'KWD'].map((one) => decimalOf(1050, one))).toEqual(['10.50', '1050', '1.050']);
  expect(['BRL', 'JPY', 'KWD'].map((one) => minorOf(1.005, one))).toEqual([101, 1, 1005]);
});

it('what is kept, shown as a number and typed again is the same, in any currency', () => {
  fc.assert(
    fc.property(fc.integer({ min: -9e12, max: 9e12 }), currency, (minor, code) => {
      const shown = decimalOf(minor, code);
      expect(minorOf(Number(shown), code)).toBe(minor);
      expect(shown.split('.')[1]?.length ?? 0).toBe(decimalsOf(code));
    }),
  );
});
