/**
 * Makes the pictures of the channels' guides: draws the consoles, starts the demo and photographs our own screens.
 * `npm run pictures -w e2e`; `-- --drawings` only draws, `-- --only NAME` makes one channel's, `-- --url ADDRESS` takes a
 * demo that runs already.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ChannelInfo } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import type { Inbox } from '@meada/contract/routes/inboxes';
import type { Page } from 'playwright-core';
import { type ChannelGuide, drawConsole, inWords } from '../../../server/src/plugins/channels/drawing.ts';
import { channelPlugins } from '../../../server/src/plugins/registry.ts';
import { startBrowser } from '../support/stage.ts';
import { startDemo } from './demo.ts';
import { addressPicture, formPicture, healthyPicture } from './screens.ts';

const folders = join(import.meta.dirname, '../../../server/src/plugins/channels');
const locales: Locale[] = ['pt-BR', 'en', 'es'];
const mostBytes = 60 * 1024;
const { values: options } = parseArgs({
  options: {
    drawings: { type: 'boolean', default: false },
    only: { type: 'string' },
    url: { type: 'string' },
  },
});

const guideOf = async (id: string): Promise<ChannelGuide> =>
  ((await import(join(folders, id, 'guide.ts'))) as { guide: ChannelGuide }).guide;

function keep(id: string, name: string, bytes: Uint8Array | string): void {
  if (bytes.length > mostBytes)
    throw new Error(`${id}/${name} has ${bytes.length} bytes, more than a guide bears`);
  mkdirSync(join(folders, id, 'pictures'), { recursive: true });
  writeFileSync(join(folders, id, 'pictures', name), bytes);
}

type Asked = { path: string; method?: 'POST' | 'PATCH'; body?: object };

async function ask<T>(page: Page, asked: Asked): Promise<T> {
  return page.evaluate(async (call) => {
    const headers = { 'content-type': 'application/json', 'x-meada-csrf': '1' };
    const init =
      call.method === undefined ? {} : { method: call.method, headers, body: JSON.stringify(call.body) };
    const answer = await fetch(call.path, init);
    if (!answer.ok) throw new Error(`${call.path}: ${await answer.text()}`);
    return answer.json();
  }, asked) as Promise<T>;
}

/** The demo's inbox of a channel; where the demo has none, one made of the guide's samples. */
async function inboxOf(page: Page, channel: ChannelInfo, guide: ChannelGuide): Promise<Inbox> {
  const { items } = await ask<{ items: Inbox[] }>(page, { path: '/api/inboxes' });
  const there = items.find((inbox) => inbox.channel === channel.id);
  if (there) return there;
  const settings = Object.fromEntries(
    Object.entries(guide.samples).map(([name, sample]) => [name, inWords(sample, 'pt-BR')]),
  );
  const body = { channel: channel.id, name: channel.name['pt-BR'], teamId: null, settings };
  return ask(page, { path: '/api/inboxes', method: 'POST', body });
}

async function photograph(page: Page, url: string): Promise<void> {
  const { items } = await ask<{ items: ChannelInfo[] }>(page, { path: '/api/channels' });
  for (const locale of locales) {
    await ask(page, { path: '/api/session/profile', method: 'PATCH', body: { locale } });
    for (const channel of items.filter(({ id }) => !options.only || id === options.only)) {
      const guide = await guideOf(channel.id);
      const sitter = { page, url, channel, guide, inbox: await inboxOf(page, channel, guide) };
      keep(channel.id, `form.${locale}.webp`, await formPicture(sitter, locale));
      const healthy = await healthyPicture(sitter, locale);
      if (healthy) keep(channel.id, `healthy.${locale}.webp`, healthy);
      const address = await addressPicture(sitter, locale);
      if (address) keep(channel.id, `address.${locale}.webp`, address);
      process.stdout.write(`${locale} ${channel.id}\n`);
    }
  }
  await ask(page, { path: '/api/session/profile', method: 'PATCH', body: { locale: 'pt-BR' } });
}

async function draw(): Promise<void> {
  const ids = new Set(readdirSync(folders).filter((id) => existsSync(join(folders, id, 'guide.ts'))));
  for (const { manifest } of channelPlugins) {
    if (!ids.has(manifest.id) || (options.only && manifest.id !== options.only)) continue;
    const guide = await guideOf(manifest.id);
    for (const locale of locales) {
      const svg = drawConsole(manifest, guide, locale);
      if (svg) keep(manifest.id, `console.${locale}.svg`, svg);
    }
  }
}

await draw();
if (!options.drawings) {
  const demo = options.url ? { url: options.url, stop: async () => {} } : await startDemo();
  const browser = await startBrowser();
  try {
    const page = await browser.newPage({
      viewport: { width: 620, height: 2600 },
      deviceScaleFactor: 1.25,
      locale: 'pt-BR',
      reducedMotion: 'reduce',
    });
    await page.goto(demo.url);
    await page.getByLabel('E-mail').fill('helena@demo.example');
    await page.getByLabel('Senha', { exact: true }).fill('meada-demonstra');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Conversas' }).first().waitFor();
    await photograph(page, demo.url);
  } finally {
    await browser.close();
    await demo.stop();
  }
}
