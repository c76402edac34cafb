import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSpans, spansAfter } from './rules.ts';

const personId = '0190b7a0-0000-7000-8000-000000000001';
const at = (text: string, name: string, from = 0) => ({
  personId,
  teamId: null,
  start: text.indexOf(name, from),
  length: name.length,
});

describe('stretches of a note', () => {
  it('stand where the text has an @, and not over one another', () => {
    const text = 'Oi @Ana e @Caio Melo, vejam';
    expect(() => checkSpans(text, [at(text, '@Caio Melo'), at(text, '@Ana')])).not.toThrow();
    for (const wrong of [
      [{ ...at(text, '@Ana'), start: 2 }],
      [{ ...at(text, '@Ana'), length: 200 }],
      [at(text, '@Ana'), at(text, '@Ana')],
      [{ ...at(text, '@Ana'), length: 10 }, at(text, '@Caio Melo')],
    ])
      expect(() => checkSpans(text, wrong)).toThrow();
  });

  it('are found again after an edit; a name that was taken out is none', () => {
    const before = 'Oi @Ana e @Caio, vejam @Ana';
    const all = [at(before, '@Ana'), at(before, '@Caio'), at(before, '@Ana', 5)];
    const words = (text: string) =>
      spansAfter(before, text, all).map(({ start, length }) => text.slice(start, start + length));
    expect(words('Olá! @Ana e @Caio, vejam isto, @Ana.')).toEqual(['@Ana', '@Caio', '@Ana']);
    expect(words('Só @Caio')).toEqual(['@Caio']);
    expect(words('ninguém')).toEqual([]);
  });

  it('after any edit they are ones that may stand', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (one, two, three) => {
        const before = `${one}@Ana ${two}@Caio`;
        const after = `${three}@Caio ${one}@Ana`;
        const spans = [at(before, '@Ana'), { ...at(before, '@Caio'), start: before.length - 5 }];
        const kept = spansAfter(before, after, spans);
        expect(() => checkSpans(after, kept)).not.toThrow();
      }),
    );
  });
});
