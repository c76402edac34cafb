import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contrast, inkOn, readableOn, safeColour } from './colour.ts';
import { partsOf, safeHref } from './links.ts';
import { localeOf, systemText, textsOf } from './texts.ts';
import { dayName, minutesOf, sizeText } from './time.ts';

describe('links in foreign text', () => {
  it.each([
    ['veja https://loja.example/a?b=1.', 'https://loja.example/a?b=1', 'https://loja.example/a?b=1'],
    [
      '(https://loja.example/fio_(lã))',
      'https://loja.example/fio_(lã)',
      'https://loja.example/fio_(l%C3%A3)',
    ],
    ['www.loja.example/x, ok', 'www.loja.example/x', 'https://www.loja.example/x'],
    ['escreva a oi@loja.example!', 'oi@loja.example', 'mailto:oi@loja.example'],
  ])('%s', (text, shown, href) => {
    expect(partsOf(text).filter((part) => part.href)).toEqual([{ text: shown, href }]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'JaVaScRiPt://x/%0aalert(1)',
    'file:///etc/passwd',
    'vbscript:x',
  ])('makes no link of %s', (text) => {
    expect(partsOf(text).some((part) => part.href)).toBe(false);
    expect(safeHref(text)).toBeNull();
  });

  it('loses no character and opens only harmless schemes', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('https://', 'a.b', '@', ')', '(', 'www.', ' ', 'javascript:', '.', '"', '<'),
    );
    const property = fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const parts = partsOf(pieces.join(''));
      expect(parts.map((part) => part.text).join('')).toBe(pieces.join(''));
      for (const part of parts) if (part.href) expect(part.href).toMatch(/^(https?|mailto):/);
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('reads 100,000 hostile characters at once', () => {
    for (const text of [
      'a@'.repeat(50_000),
      'www.'.repeat(25_000),
      `https://${')'.repeat(100_000)}`,
      'a.'.repeat(50_000),
    ]) {
      const started = performance.now();
      partsOf(text);
      expect(performance.now() - started).toBeLessThan(2000);
    }
  });
});

describe('colours', () => {
  const colour = fc.nat(0xffffff).map((value) => `#${value.toString(16).padStart(6, '0')}`);
  it('keep text readable on any colour and any colour readable as text', () => {
    const property = fc.property(colour, (one) => {
      expect(contrast(inkOn(one), one)).toBeGreaterThanOrEqual(4.5);
      for (const ground of ['#ffffff', '#f3f4f5', '#1b1d20', '#282b30'])
        expect(contrast(readableOn(one, ground), ground)).toBeGreaterThanOrEqual(4.5);
    });
    fc.assert(property);
  });
  it('are never more than a colour', () => {
    expect(safeColour('#9B2C5A')).toBe('#9B2C5A');
    for (const bad of ['red', '#fff', '#9b2c5a;', 'url(x)', null, 5]) expect(safeColour(bad)).toBe('#0f6b5c');
  });
});

describe('texts', () => {
  it('say the same things in three languages', () => {
    const shape = (texts: object): string[] =>
      Object.entries(texts).flatMap(([key, value]) => [
        key,
        ...(typeof value === 'object' ? shape(value) : []),
      ]);
    expect(shape(textsOf.en)).toEqual(shape(textsOf['pt-BR']));
    expect(shape(textsOf.es)).toEqual(shape(textsOf['pt-BR']));
  });
  it('follow the tag, the page, the browser', () => {
    expect(localeOf('es', 'en')).toBe('es');
    expect(localeOf(null, 'de', 'en-GB')).toBe('en');
    expect(localeOf(null, 'pt', 'en')).toBe('pt-BR');
    expect(localeOf(null, 'de', undefined)).toBe('pt-BR');
  });
  it('tell only what is for visitors', () => {
    expect(systemText(textsOf['pt-BR'], 'conversation.resolved')).toBe('Atendimento encerrado');
    expect(systemText(textsOf['pt-BR'], 'assigned')).toBeNull();
    expect(systemText(textsOf['pt-BR'], 'toString')).toBeNull();
  });
  it('speak of time and size', () => {
    const noon = new Date(2026, 10, 22, 12).getTime();
    expect(dayName(noon, noon, 'pt-BR')).toBe('hoje');
    expect(dayName(noon - 86_400_000, noon, 'es')).toBe('ayer');
    expect(dayName(noon + 86_400_000, noon, 'pt-BR')).toBe('amanhã');
    expect(minutesOf(605)).toBe('10:05');
    expect(minutesOf(Number.POSITIVE_INFINITY)).toBe('0:00');
    expect(sizeText(1_572_864, 'pt-BR')).toBe('1,5 MB');
  });
});
