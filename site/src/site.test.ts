import type { Locale } from '@meada/contract/primitives';
import { createServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Site from './index.ts';

const locales: Locale[] = ['pt-BR', 'en', 'es'];
const languages = { 'pt-BR': '/?lang=pt-BR', en: '/?lang=en', es: '/?lang=es' };
const evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
const icon = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(3)"><script>alert(4)</script></svg>';
const contacts = [{ name: evil, address: evil, href: 'javascript:alert(5)', icon }];

let server: Awaited<ReturnType<typeof createServer>>;
let site: typeof Site;
beforeAll(async () => {
  const root = new URL('..', import.meta.url).pathname;
  server = await createServer({
    root,
    configFile: `${root}vite.config.ts`,
    logLevel: 'error',
    server: { middlewareMode: true, ws: false },
  });
  site = (await server.ssrLoadModule('/src/index.ts')) as typeof Site;
});
afterAll(() => server.close());

/** Every page in a language, everything foreign in it hostile. */
function pagesIn(locale: Locale): Record<string, string> {
  const page = { locale, languages };
  return {
    shop: site.renderShop({
      ...page,
      widget: { src: '/widget/loader.js', inboxKey: 'demo_key_1', colour: '#9b2c5a' },
      contacts,
      phoneHref: 'javascript:alert(6)',
      deskHref: '/desk',
    }),
    continue: site.renderContinue({
      ...page,
      shop: evil,
      channel: { name: evil, icon },
      link: 'javascript:alert(7)',
      qr: icon,
      code: '482913',
      address: evil,
      expiresAt: '2026-11-22T17:10:00Z',
      timeZone: 'America/Sao_Paulo',
    }),
    protocol: site.renderProtocol({ ...page, shop: evil, protocol: evil, contacts }),
    problem: site.renderProblem({ ...page, code: 'gone', home: 'javascript:alert(8)' }),
  };
}

describe.each(locales)('pages in %s', (locale) => {
  it('are whole documents that run under the strictest policy, whatever they are given', () => {
    for (const [name, html] of Object.entries(pagesIn(locale))) {
      expect(html).toMatch(new RegExp(`^<!doctype html><html lang="${locale}">`));
      expect(html).toContain(`<link rel="stylesheet" href="${site.stylesheet.path}"`);
      expect(html.match(/<script/g) ?? []).toHaveLength(name === 'shop' ? 1 : 0);
      expect(html).not.toMatch(/ style="|<style|<[^>]* on[a-z]+=|javascript:|<img src=x/i);
      expect(html).not.toMatch(/undefined|\[object|NaN/);
    }
  });
});

it('carries the chat by its script tag, and none when there is none', () => {
  const { shop } = pagesIn('en');
  expect(shop).toContain(
    '<script async src="/widget/loader.js" data-inbox="demo_key_1" data-locale="en" data-colour="#9b2c5a"></script>',
  );
  const bare = site.renderShop({
    locale: 'en',
    languages,
    widget: null,
    contacts: [],
    phoneHref: null,
    deskHref: null,
  });
  expect(bare).not.toMatch(/<script|data-meada-open|class="strip"/);
});

it('shows the time in the given zone and the code in two halves', () => {
  const page = pagesIn('pt-BR').continue ?? '';
  expect(page).toContain('14:10');
  expect(page).toContain('482 913');
  expect(page).toContain('content="no-referrer"');
});

it('has one style sheet whose address changes with it', () => {
  expect(site.stylesheet.path).toMatch(/^\/site\/[0-9a-f]{12}\.css$/);
  expect(site.stylesheet.text).toContain('.hero');
  expect(site.stylesheet.text).not.toMatch(/@import|url\(/);
});
