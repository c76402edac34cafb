import type { ChannelInfo } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import type { Inbox } from '@meada/contract/routes/inboxes';
import type { Locator, Page } from 'playwright-core';
import { type ChannelGuide, inWords } from '../../../server/src/plugins/channels/drawing.ts';

/** What one picture needs to know. */
export type Sitter = { page: Page; url: string; channel: ChannelInfo; inbox: Inbox; guide: ChannelGuide };

/** Words of the desk by which its parts are found. */
const words: Record<Locale, { test: string; webhook: string }> = {
  'pt-BR': { test: 'Testar conexão', webhook: 'Endereço de recebimento (webhook)' },
  en: { test: 'Test connection', webhook: 'Receiving address (webhook)' },
  es: { test: 'Probar conexión', webhook: 'Dirección de recepción (webhook)' },
};

const shown: Record<Locale, string> = {
  'pt-BR': 'https://meada.minhaloja.com.br',
  en: 'https://meada.myshop.com',
  es: 'https://meada.mitienda.com',
};

/** Addresses of this machine and the demo's names become those of a shop that could be the reader's. */
async function dress({ page, channel, inbox }: Sitter, locale: Locale): Promise<void> {
  const names = { [inbox.name]: channel.name[locale] };
  await page.evaluate(
    ({ address, swaps }) => {
      const local = /(http:\/\/)?(?:localhost|127\.0\.0\.1)(?::\d+)?/g;
      const host = new URL(address).host;
      const dressed = (text: string) =>
        swaps[text] ?? text.replace(local, (_, scheme) => (scheme ? address : host));
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent ?? '';
        if (dressed(text) !== text) node.textContent = dressed(text);
      }
      for (const input of document.querySelectorAll('input')) {
        if (dressed(input.value) !== input.value) input.value = dressed(input.value);
      }
      for (const moving of document.querySelectorAll<HTMLElement>(':focus')) moving.blur();
    },
    { address: shown[locale], swaps: names as Record<string, string> },
  );
}

/** One picture around the given parts of the page, cut with a little air. */
async function cut(page: Page, parts: Locator[]): Promise<Buffer> {
  await page.evaluate(() => window.scrollTo(0, 0));
  const boxes = await Promise.all(parts.map((part) => part.boundingBox()));
  const found = boxes.filter((box) => box !== null);
  if (found.length !== parts.length) throw new Error(`${page.url()}: a part of the picture is not there`);
  const x = Math.min(...found.map((box) => box.x)) - 6;
  const y = Math.min(...found.map((box) => box.y)) - 6;
  const right = Math.max(...found.map((box) => box.x + box.width)) + 6;
  const bottom = Math.max(...found.map((box) => box.y + box.height)) + 6;
  const session = await page.context().newCDPSession(page);
  const clip = { x: Math.max(0, x), y: Math.max(0, y), width: right - x, height: bottom - y, scale: 1 };
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'webp',
    quality: 75,
    clip,
    captureBeyondViewport: true,
  });
  await session.detach();
  return Buffer.from(data, 'base64');
}

const section = (page: Page, title: string): Locator =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) });

/** A field by its label, with or without the mark of what must be filled in. */
function fieldOf(form: Locator, label: string): Locator {
  const plain = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return form.getByLabel(new RegExp(`^${plain}( \\*)?$`)).first();
}

/** The settings form, filled in with the samples of the channel's guide; nothing is saved. */
export async function formPicture(sitter: Sitter, locale: Locale): Promise<Buffer> {
  const { page, url, channel, inbox, guide } = sitter;
  await page.goto(`${url}/settings/inboxes/${inbox.id}/connection`);
  const form = page
    .locator('section')
    .filter({ has: page.locator('form') })
    .first();
  await form.waitFor();
  for (const field of channel.settings) {
    const sample = guide.samples[field.name];
    if (sample === undefined || field.advanced || field.type === 'secret') continue;
    const box = fieldOf(form, field.label[locale]);
    const choice = field.choices?.find(({ value }) => value === sample);
    if (!choice) await box.fill(inWords(sample, locale));
    else {
      await box.click();
      await page.getByRole('option', { name: choice.label[locale], exact: true }).click();
    }
  }
  await dress(sitter, locale);
  return cut(page, [form]);
}

/** Where the receiving address is copied; null for a channel that has none. */
export async function addressPicture(sitter: Sitter, locale: Locale): Promise<Buffer | null> {
  const { page, url, inbox } = sitter;
  if (!inbox.webhookUrl) return null;
  await page.goto(`${url}/settings/inboxes/${inbox.id}`);
  const part = section(page, words[locale].webhook);
  await part.waitFor();
  await dress(sitter, locale);
  return cut(page, [part]);
}

/** Presses the button; tests are counted by the minute, so that a refusal is waited out. */
async function tested(page: Page, inbox: Inbox, button: Locator): Promise<boolean> {
  for (;;) {
    const answering = page.waitForResponse(`**/api/inboxes/${inbox.id}/test`);
    await button.click();
    const answer = await answering;
    if (answer.status() !== 429) return ((await answer.json()) as { ok?: boolean }).ok === true;
    await page.waitForTimeout(1000 * Number(answer.headers()['retry-after'] ?? 10));
  }
}

/** The inbox as it should be, every step of the test good; null where the demo has nothing to connect to. */
export async function healthyPicture(sitter: Sitter, locale: Locale): Promise<Buffer | null> {
  const { page, url, inbox } = sitter;
  await page.goto(`${url}/settings/inboxes/${inbox.id}`);
  const button = page.getByRole('button', { name: words[locale].test, exact: true });
  if (!(await tested(page, inbox, button))) return null;
  const test = page.locator('section').filter({ has: button });
  await test.locator('[aria-live] li').first().waitFor();
  // The counts between the head and the test say nothing about a new inbox.
  await page
    .locator('main section')
    .first()
    .evaluate((counts) => counts.remove());
  await dress(sitter, locale);
  return cut(page, [page.locator('main header').first(), test]);
}
