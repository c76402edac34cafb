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
});
