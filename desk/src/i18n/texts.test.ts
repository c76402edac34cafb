import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorStatus } from '@meada/contract/errors';
import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('..', import.meta.url));
const folder = fileURLToPath(new URL('./locales', import.meta.url));
const locales = ['pt-BR', 'en', 'es'] as const;
const areas = readdirSync(`${folder}/pt-BR`).map((file) => file.replace('.json', ''));
const plural = /_(zero|one|two|few|many|other)$/;

function flat(value: unknown, prefix = ''): [string, string][] {
  if (typeof value === 'string') return [[prefix, value]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    flat(inner, prefix ? `${prefix}.${key}` : key),
  );
}
const texts = (locale: string, area: string) =>
  new Map(flat(JSON.parse(readFileSync(`${folder}/${locale}/${area}.json`, 'utf8'))));
const keysOf = (locale: string, area: string) =>
  [...new Set([...texts(locale, area).keys()].map((key) => key.replace(plural, '')))].sort();

const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
  .map((path) => readFileSync(source + path, 'utf8'))
  .join('\n');
/** Every quoted text in the code, and the fixed beginnings of those put together from parts. */
const literals = new Set([...code.matchAll(/(['"])([\w.:-]+)\1/g)].map((match) => match[2] ?? ''));
const beginnings = [...code.matchAll(/`([\w.:-]+[._])\$\{/g)].map((match) => match[1] ?? '');
const asked = [...code.matchAll(/\bt\(\s*(['"])([\w.:-]+)\1/g)].map((match) => match[2] ?? '');

describe('texts', () => {
  it.each(areas)('%s has the same keys and placeholders in every language', (area) => {
    for (const locale of locales) expect(keysOf(locale, area), locale).toEqual(keysOf('pt-BR', area));
    const holes = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g))].sort();
    for (const [key, text] of texts('pt-BR', area)) {
      for (const locale of locales)
        expect(holes(texts(locale, area).get(key) ?? text), `${locale} ${key}`).toEqual(holes(text));
    }
  });

  it.each(areas)('%s has no empty text and no unused key', (area) => {
    const unused = keysOf('pt-BR', area).filter(
      (key) =>
        !literals.has(key) &&
        !literals.has(`${area}:${key}`) &&
        !beginnings.some((begin) => `${area}:${key}`.startsWith(begin) || key.startsWith(begin)),
    );
    expect(unused).toEqual([]);
    for (const locale of locales) {
      const hollow = [...texts(locale, area)].filter(([, text]) => text.trim() === '').map(([key]) => key);
      expect(hollow, locale).toEqual([]);
    }
  });

  it.each(areas)('%s has the plural forms of each language, and no other', (area) => {
    for (const locale of locales) {
      const all = texts(locale, area);
      const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
      // A count of none may have words of its own in any language.
      const wanted = new Set(['zero', ...pluralCategories]);
      const stems = [...all.keys()].flatMap((key) => (key.endsWith('_other') ? [key.slice(0, -6)] : []));
      const lacking = stems.flatMap((stem) =>
        pluralCategories.map((form) => `${stem}_${form}`).filter((key) => !all.has(key)),
      );
      const foreign = [...all.keys()].filter((key) => {
        const form = plural.exec(key)?.[1];
        return form && stems.includes(key.replace(plural, '')) && !wanted.has(form);
      });
      expect({ lacking, foreign }, locale).toEqual({ lacking: [], foreign: [] });
    }
  });

  it.each(locales)('every error of the contract says in %s what happened and what to do', (locale) => {
    const common = texts(locale, 'common');
    const codes = [...Object.keys(errorStatus), 'offline', 'strange'];
    const short = codes.filter((code) => !/[.:;,].+\.$/.test(common.get(`problem.${code}`) ?? ''));
    expect(short).toEqual([]);
  });

  it('Spanish says usted to whoever reads it', () => {
    const familiar = /(?<!\p{L})(tú|tus?|ti|contigo|puedes|tienes|quieres|necesitas|debes)(?!\p{L})/iu;
    const found = areas.flatMap((area) =>
      [...texts('es', area)].flatMap(([key, text]) => (familiar.test(text) ? [`${area}:${key}`] : [])),
    );
    expect(found).toEqual([]);
  });

  it('knows every key that is asked for', () => {
    const known = new Set(
      areas.flatMap((area) => keysOf('pt-BR', area).flatMap((key) => [key, `${area}:${key}`])),
    );
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });
});
