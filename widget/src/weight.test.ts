import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';

/** GOALS: the loader ≤ 3 KB, all that an opened chat loads ≤ 35 KB, gzip, 1 KB = 1024 bytes. */
const limits = { loader: 3 * 1024, opened: 35 * 1024 };

/** The code as `npm run build` writes it, built in memory. */
async function built(mode: 'app' | 'loader'): Promise<string> {
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
  const [loader, app] = [await built('loader'), await built('app')];

  it('keeps within the limits', () => {
    expect(weightOf(loader)).toBeLessThanOrEqual(limits.loader);
    expect(weightOf(loader) + weightOf(app)).toBeLessThanOrEqual(limits.opened);
  });

  it('runs under a strict policy and never writes markup', () => {
    for (const code of [loader, app]) {
      expect(code).not.toMatch(/\beval\(|new Function\(|document\.write/);
      expect(code).not.toMatch(/\binsertAdjacentHTML|\bouterHTML\s*=/);
    }
    // Preact itself knows `innerHTML`; nothing of ours may ask it to use it.
    expect(loader).not.toContain('innerHTML');
    expect(app).not.toMatch(/dangerouslySetInnerHTML:/);
    expect(app).not.toContain('ZodError');
  });
});
