import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** What still fits on a telephone (390 px) beside another button, and four tabs in a row that scrolls (letters). */
const most = { button: 28, tab: 16 };
const locales = ['pt-BR', 'en', 'es'] as const;
const source = fileURLToPath(new URL('..', import.meta.url));
const folder = fileURLToPath(new URL('./locales', import.meta.url));
const areas = readdirSync(`${folder}/pt-BR`).map((file) => file.replace('.json', ''));

type Texts = { [key: string]: string | Texts };
const read = (locale: string, area: string): Texts =>
  JSON.parse(readFileSync(`${folder}/${locale}/${area}.json`, 'utf8'));

function textAt(texts: Texts, key: string): string | undefined {
  let at: string | Texts | undefined = texts;
  for (const part of key.split('.')) at = typeof at === 'object' ? at[part] : undefined;
  return typeof at === 'string' ? at : undefined;
}
/** Without what is put in, whose length nobody knows. */
const lettersOf = (text: string): number => text.replace(/\{\{\w+\}\}/g, '').length;

/** Keys that are all a button says, with the area of their file; the area of a file that asks for several is left out. */
const buttons = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.tsx') && !path.includes('.test.'))
  .flatMap((path) => {
    const code = readFileSync(source + path, 'utf8');
    const [area, ...more] = new Set(
      [...code.matchAll(/useTranslation\((?:'(\w+)')?/g)].map((match) => match[1] ?? 'common'),
    );
    if (!area || more.length > 0) return [];
    return [...code.matchAll(/<Button\b[^<]*?>\s*\{t\('([\w.]+)'\)\}\s*<\/Button>/g)].map((match) => ({
      area,
      key: match[1] ?? '',
    }));
  });

it('finds the buttons', () => expect(buttons.length).toBeGreaterThan(100));

it.each(locales)('in %s no button says more than fits', (locale) => {
  const long = buttons.flatMap(({ area, key }) => {
    const text = textAt(read(locale, area), key) ?? textAt(read(locale, 'common'), key) ?? '';
    return lettersOf(text) > most.button ? [`${area}:${key} “${text}”`] : [];
  });
  expect([...new Set(long)]).toEqual([]);
});

it.each(locales)('in %s no tab says more than fits', (locale) => {
  const long = areas.flatMap((area) => {
    const { tab } = read(locale, area);
    return Object.values(typeof tab === 'object' ? tab : {}).filter(
      (text) => typeof text === 'string' && lettersOf(text) > most.tab,
    );
  });
  expect(long).toEqual([]);
});
