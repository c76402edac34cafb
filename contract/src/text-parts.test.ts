import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from './text-parts.ts';

const counted = (text: string) => {
  const { encoding, units, parts, left } = partsOf(text);
  return [encoding, units, parts, left];
};

describe('parts of a text message', () => {
  it.each([
    ['', ['gsm7', 0, 0, 160]],
    ['a'.repeat(160), ['gsm7', 160, 1, 0]],
    ['a'.repeat(161), ['gsm7', 161, 2, 145]],
    ['a'.repeat(306), ['gsm7', 306, 2, 0]],
    ['a'.repeat(307), ['gsm7', 307, 3, 152]],
    ['€'.repeat(80), ['gsm7', 160, 1, 0]],
    ['€'.repeat(81), ['gsm7', 162, 2, 143]],
    // The escape would stand at the 153rd place: both go into the next part.
    [`${'a'.repeat(152)}€${'a'.repeat(8)}`, ['gsm7', 162, 2, 143]],
    ['ç'.repeat(70), ['ucs2', 70, 1, 0]],
    ['ã'.repeat(71), ['ucs2', 71, 2, 63]],
    ['😀'.repeat(35), ['ucs2', 70, 1, 0]],
    // 67 is odd: the 34th pair does not fit.
    ['😀'.repeat(36), ['ucs2', 72, 2, 61]],
    ['Promoção às 10h', ['ucs2', 15, 1, 55]],
    ['Olé, à vista: £5 ñ', ['gsm7', 18, 1, 142]],
  ])('%j', (text, wanted) => expect(counted(text)).toEqual(wanted));

  it('names what makes it dear', () => expect(partsOf('Não, não! 😀').odd).toEqual(['ã', '😀']));

  it('never loses a unit and never fills a part beyond its size', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const { units, parts, perPart, left } = partsOf(text);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(parts * perPart).toBeGreaterThanOrEqual(units);
        expect(parts).toBeGreaterThanOrEqual(Math.ceil(units / perPart));
      }),
    );
  });
});
