import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compileHint } from '../vite-chunks.ts';

/**
 * Budgets of first JavaScript and its texts in kilobytes after gzip (GOALS: desk): the pages before sign-in, the list, and a conversation
 * opened by its address; the service worker, and everything it keeps for starting and reading without a network.
 */
const budget = { signIn: 60, list: 230, conversation: 260, worker: 5, shell: 800 };
/** Files before the list is drawn, its texts among them: each is a request (see `vite-chunks.ts`). */
const filesAtMost = 6;

type Chunk = {
  file: string;
  name?: string;
  imports?: string[];
  dynamicImports?: string[];
  isEntry?: boolean;
};
type Manifest = Record<string, Chunk>;

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const built = existsSync(`${dist}.vite/manifest.json`);
const manifest = built ? (JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8')) as Manifest) : {};

/** The chunk that an entry of the manifest, or a name given in `vite-chunks.ts`, stands for. */
function keyOf(name: string): string {
  const key = manifest[name] ? name : Object.keys(manifest).find((one) => manifest[one]?.name === name);
  if (!key) throw new Error(`The build has no ${name}.`);
  return key;
}

/** Everything a browser must have before the named chunks run: they and what they import, each once. */
function closure(names: readonly string[], found = new Set<string>()): Set<string> {
  for (const key of names.map(keyOf)) {
    if (found.has(key)) continue;
    found.add(key);
    closure(manifest[key]?.imports ?? [], found);
  }
  return found;
}
const filesOf = (names: readonly string[]): string[] =>
  [...closure(names)].map((key) => manifest[key]?.file ?? '').filter((file) => /\.js(on)?$/.test(file));
const weigh = (names: readonly string[]): number =>
  filesOf(names).reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, 0) / 1024;

const entry = 'index.html';
const textsIn = (locale: string, areas: readonly string[]) =>
  areas.map((area) => `src/i18n/locales/${locale}/${area}.json`);
const listIn = (locale: string) => [entry, 'desk', ...textsIn(locale, ['common', 'conversations'])];

// A tree that has not been built has no weight; `npm test` builds first.
describe.runIf(built).each(['pt-BR', 'en', 'es'])('the first JavaScript in %s', (locale) => {
  it('of the pages before sign-in', () => {
    const names = [entry, 'gate', ...textsIn(locale, ['gate'])];
    expect(weigh(names)).toBeLessThan(budget.signIn);
    expect([...closure(names)].map((key) => manifest[key]?.name)).not.toContain('desk');
  });
  it('of the list, in few files', () => {
    expect(weigh(listIn(locale))).toBeLessThan(budget.list);
    expect(filesOf(listIn(locale)).length).toBeLessThanOrEqual(filesAtMost);
  });
  it('of an open conversation', () => {
    expect(weigh([...listIn(locale), 'conversation'])).toBeLessThan(budget.conversation);
  });
});

describe.runIf(built)('the page', () => {
  it('names the files of the list, and nothing else, for a browser with a session', () => {
    const html = readFileSync(`${dist}index.html`, 'utf8');
    const links = /<!--desk (.*?)-->/s.exec(html)?.[1] ?? '';
    const named = [...(html + links).matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(
      (match) => match[1],
    );
    expect(new Set(named)).toEqual(new Set(filesOf([entry, 'desk'])));
  });
});

describe.runIf(built)('compiled before it is called', () => {
  it.each(['shared', 'desk', 'conversation'])('%s says so in its first line', (name) => {
    expect(readFileSync(dist + manifest[keyOf(name)]?.file, 'utf8').startsWith(compileHint)).toBe(true);
  });
  it('what few come to need does not', () => {
    const others = Object.values(manifest).filter(({ file }) => /Page-[\w-]+\.js$/.test(file));
    expect(others.length).toBeGreaterThan(5);
    for (const { file } of others)
      expect(readFileSync(dist + file, 'utf8').startsWith(compileHint), file).toBe(false);
  });
});

describe.runIf(built)('the service worker', () => {
  const script = built ? readFileSync(`${dist}sw.js`, 'utf8') : '';
  const files = [...new Set(script.match(/\/(?:assets|icons)\/[\w.-]+\.\w+/g))];

  it('is light, and names only files that are there, the first screens’ among them', () => {
    expect(gzipSync(script).length / 1024).toBeLessThan(budget.worker);
    expect(files.filter((file) => !existsSync(dist + file))).toEqual([]);
    for (const file of filesOf([entry, 'desk', 'conversation', 'gate'])) expect(files).toContain(`/${file}`);
  });
  it('takes no more onto a telephone than it must', () => {
    const weight = files
      .filter((file) => /\.(js|css)$/.test(file))
      .reduce((sum, file) => sum + gzipSync(readFileSync(dist + file)).length, 0);
    expect(weight / 1024).toBeLessThan(budget.shell);
  });
});
