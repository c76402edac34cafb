import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

/** Budgets of first JavaScript in kilobytes after gzip (GOALS: desk). */
const budget = { signIn: 60, conversations: 260 };

type Chunk = { file: string; imports?: string[]; dynamicImports?: string[]; isEntry?: boolean };
type Manifest = Record<string, Chunk>;

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const built = existsSync(`${dist}.vite/manifest.json`);
const manifest = built ? (JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8')) as Manifest) : {};

/** Everything a browser must have before the named chunks run: they and what they import, each once. */
function closure(keys: readonly string[], found = new Set<string>()): Set<string> {
  for (const key of keys) {
    if (found.has(key)) continue;
    const chunk = manifest[key];
    if (!chunk) throw new Error(`The build has no ${key}.`);
    found.add(key);
    closure(chunk.imports ?? [], found);
  }
  return found;
}
function weigh(keys: readonly string[]): number {
  const files = [...closure(keys)]
    .map((key) => manifest[key]?.file ?? '')
    .filter((file) => file.endsWith('.js'));
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, 0);
  return bytes / 1024;
}
const entry = 'index.html';
const texts = (locale: string, areas: string[]) =>
  areas.map((area) => `src/i18n/locales/${locale}/${area}.json`);

// A tree that has not been built has no weight; `npm test` builds first.
describe.runIf(built)('weight of the first JavaScript', () => {
  it.each(['pt-BR', 'en', 'es'])('sign-in in %s', (locale) => {
    expect(weigh([entry, 'src/gate/start.tsx', ...texts(locale, ['gate'])])).toBeLessThan(budget.signIn);
  });
  it.each(['pt-BR', 'en', 'es'])('conversation screen in %s', (locale) => {
    const screen = [entry, 'src/app/start.tsx', 'src/conversations/routes.tsx'];
    expect(
      weigh([...screen, 'src/conversations/panel/Panel.tsx', ...texts(locale, ['common', 'conversations'])]),
    ).toBeLessThan(budget.conversations);
  });
});
