import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meantBy } from './slips.ts';
import { snippetOf } from './snippet.ts';
import { isSign, readTerms } from './terms.ts';

describe('a query', () => {
  test('is words, phrases, and what must not be there; the last word may go on', () => {
    const read = readTerms('troca "frete grátis" -defeito camis').map(({ text, phrase, not, open }) => ({
      text,
      ...(phrase && { phrase }),
      ...(not && { not }),
      ...(open && { open }),
    }));
    expect(read).toEqual([
      { text: 'troca' },
      { text: 'frete grátis', phrase: true },
      { text: 'defeito', not: true },
      { text: 'camis', open: true },
    ]);
  });

  test('is never a syntax error and never grows', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (query) => {
        const terms = readTerms(query);
        expect(terms.length).toBeLessThanOrEqual(16);
        for (const { text } of terms) expect(isSign(text) || /[\p{L}\p{N}]/u.test(text)).toBe(true);
      }),
    );
  });
});

test('the nearest words in use are meant, one slip in short ones, two in long ones', () => {
  expect(meantBy('pagaemnto', ['pagamento', 'pagamentos', 'casamento'])).toEqual(['pagamento']);
  expect(meantBy('endreco', ['endereco', 'enderecos'])).toEqual(['endereco']);
  expect(meantBy('casa', ['caso', 'cama', 'mesa'])).toEqual(['caso', 'cama']);
  expect(meantBy('INFORMAÇOSE', ['informacoes'])).toEqual(['informacoes']);
  expect(meantBy('pão', ['pao', 'pau'])).toEqual([]);
  expect(meantBy('gato', ['pato', 'cachorro'])).toEqual(['pato']);
  expect(meantBy('mesa', ['massagem'])).toEqual([]);
});

test('a snippet is a stretch of the text, whatever the text is', () => {
  const texts = fc.array(
    fc.constantFrom('bom', 'dia', 'frete', 'grátis', '🙂', 'x'.repeat(300), '\n\t', 'ação'),
    {
      maxLength: 200,
    },
  );
  fc.assert(
    fc.property(texts, fc.subarray(['frete', 'grátis', 'ação', 'bom']), (words, hits) => {
      const text = words.join(' ');
      const parts = snippetOf(text, new Set(hits));
      const shown = parts.map((part) => part.text).join('');
      expect(shown.length).toBeLessThanOrEqual(190);
      const inner = shown.replace(/^… /u, '').replace(/ …$/u, '');
      expect(text.replace(/\s+/gu, ' ')).toContain(inner);
      for (const part of parts) if (part.hit) expect(hits).toContain(part.text);
      if (hits.some((hit) => words.includes(hit))) expect(parts.some((part) => part.hit)).toBe(true);
    }),
  );
});
