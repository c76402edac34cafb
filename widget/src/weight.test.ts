import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { describe, expect, it, vi } from 'vitest';

/** GOALS: the loader ≤ 3 KB, all that an opened chat loads ≤ 35 KB, buttons and form ≤ 5 KB, gzip, 1 KB = 1024 bytes. */
const limits = { loader: 3 * 1024, opened: 35 * 1024, site: 5 * 1024 };

/** The code as `npm run build` writes it, built in memory. */
async function built(mode: 'app' | 'loader' | 'site'): Promise<string> {
  const configFile = new URL('../vite.config.ts', import.meta.url).pathname;
  const root = new URL('..', import.meta.url).pathname;
  const result = await build({ configFile, root, mode, logLevel: 'error', build: { write: false } });
  const outputs = (Array.isArray(result) ? result : [result]) as Rolldown.RolldownOutput[];
  const chunks = outputs.flatMap((one) => one.output);
  expect(chunks.map((chunk) => chunk.fileName)).toEqual([`${mode}.js`]);
  return chunks.map((chunk) => ('code' in chunk ? chunk.code : '')).join('');
}
const weightOf = (code: string) => gzipSync(code, { level: 9 }).length;

describe('what a page has to load', async () => {
  // As it is shipped: elsewhere the compiler adds where each element stands in the source.
  vi.stubEnv('NODE_ENV', 'production');
  const [loader, app, site] = [await built('loader'), await built('app'), await built('site')];

  it('keeps within the limits', () => {
    expect(weightOf(loader)).toBeLessThanOrEqual(limits.loader);
    expect(weightOf(loader) + weightOf(app)).toBeLessThanOrEqual(limits.opened);
    expect(weightOf(site)).toBeLessThanOrEqual(limits.site);
  });

  it('runs under a strict policy and never writes markup', () => {
    for (const code of [loader, app, site]) {
      expect(code).not.toMatch(/\beval\(|new Function\(|document\.write/);
      expect(code).not.toMatch(/\binsertAdjacentHTML|\bouterHTML\s*=/);
    }
    // Preact itself knows `innerHTML`; nothing of ours may ask it to use it.
    expect(loader).not.toContain('innerHTML');
    expect(site).not.toContain('innerHTML');
    expect(app).not.toMatch(/dangerouslySetInnerHTML:/);
    expect(app).not.toContain('ZodError');
  });
});
