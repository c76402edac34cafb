import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterAll, describe, expect, it } from 'vitest';
import { mountFronts } from './fronts.ts';

const built = existsSync(join(import.meta.dirname, '../../../../desk/dist/index.html'));

// A tree that has not been built has no page; `npm test` builds first.
describe.runIf(built)('the page of the desk', async () => {
  const app = Fastify();
  await mountFronts(app);
  afterAll(() => app.close());
  const page = (cookie: string) => app.inject({ url: '/conversations', headers: { cookie } });

  it.each(['meada=abc', 'a=b; __Host-meada=abc'])('begins to load the desk for %s', async (cookie) => {
    const { headers, body } = await page(cookie);
    expect(body).toMatch(/<link rel="modulepreload" crossorigin data-desk href="\/assets\/desk-/);
    expect(body).not.toContain('<!--desk');
    expect(headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'cookie' });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
  });

  it.each(['', 'meada_device=abc', 'xmeada=abc'])('does not for „%s“', async (cookie) => {
    expect((await page(cookie)).body).not.toContain('data-desk');
  });

  it('is an app: a worker that is asked for anew and may only fetch from here, a manifest in each language', async () => {
    const worker = await app.inject('/sw.js');
    expect(worker.headers).toMatchObject({
      'cache-control': 'no-cache',
      'content-type': 'text/javascript; charset=utf-8',
    });
    expect(worker.headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; connect-src 'self'",
    );
    for (const locale of ['pt-BR', 'en', 'es']) {
      const { headers, body } = await app.inject(`/manifest.${locale}.webmanifest`);
      expect(headers['content-type']).toContain('application/manifest+json');
      const manifest = JSON.parse(body) as {
        lang: string;
        display: string;
        icons: { src: string; purpose: string }[];
      };
      expect(manifest).toMatchObject({ lang: locale, display: 'standalone' });
      expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
      for (const { src } of manifest.icons) expect((await app.inject(src)).statusCode).toBe(200);
    }
  });
});
