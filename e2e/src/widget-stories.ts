import type { Content } from '@meada/contract/content';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startShopPage } from './widget-page.ts';

/** What the stories of the chat widget need of the world; one visitor's world for each story. */
export type WidgetStage = {
  /** Address of the installation, `http://127.0.0.1:port`. */
  server: string;
  inboxKey: string;
  /** What the firm does in the visitor's latest conversation. */
  firm: {
    write(content: Content): Promise<void>;
    /** Marks everything read. */
    read(): Promise<void>;
    typing(on: boolean): Promise<void>;
    resolve(): Promise<void>;
  };
  /** Changes the chat inbox's settings and hours. */
  settings(change: { askName?: boolean; askEmail?: boolean; open?: boolean }): Promise<void>;
  /** The customers' messages as the database has them, in order. */
  received(): Promise<{ text: string; files: number }[]>;
  /** What the visitor said of themselves. */
  contact(): Promise<{ name?: string; email?: string } | null>;
  /** Ends every visitor's socket at once, as a proxy that restarts does. */
  cutSockets(): Promise<void>;
  stop(): Promise<void>;
};

export type WidgetWorld = { start(): Promise<WidgetStage>; launch(): Promise<Browser> };
type ShopPage = Awaited<ReturnType<typeof startShopPage>>;

/** What a story has in its hands. */
export type Hands = {
  stage: WidgetStage;
  shop: ShopPage;
  /** A fresh browser profile on the shop's page; `path` is `/` or `/hostile`. */
  visit(options?: BrowserContextOptions & { path?: string }): Promise<Page>;
  /** Everything browsers complained about: console errors, exceptions, policy violations. */
  complaints: string[];
};

/** One story; a set of them by name. */
export type Story = (hands: Hands) => Promise<void>;
export type Stories = Record<string, Story>;

/** Runs `stories` with a world of their own each; complaints of the browser fail a story. */
export function describeStories(name: string, world: WidgetWorld, stories: Stories): void {
  describe(name, () => {
    let browser: Browser;
    let hands: Hands;
    beforeAll(async () => {
      browser = await world.launch();
    });
    afterAll(() => browser.close());
    beforeEach(async () => {
      const stage = await world.start();
      const shop = await startShopPage(stage.server, stage.inboxKey);
      const complaints: string[] = [];
      hands = {
        stage,
        shop,
        complaints,
        async visit({ path = '/', ...options } = {}) {
          const context = await browser.newContext({
            locale: 'pt-BR',
            viewport: { width: 1100, height: 800 },
            ...options,
          });
          const page = await context.newPage();
          watch(page, complaints);
          await page.goto(shop.url + path);
          return page;
        },
      };
    });
    afterEach(async () => {
      await Promise.all(browser.contexts().flatMap((context) => context.pages().map((page) => page.close())));
      await hands.shop.stop();
      await hands.stage.stop();
      expect(hands.complaints).toEqual([]);
    });
    it.each(Object.entries(stories))('%s', (_, story) => story(hands));
  });
}

/** Failed requests are part of some stories; scripts that break and policies that are broken are not. */
export function watch(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const network = /Failed to load resource|WebSocket connection|ERR_|net::/.test(message.text());
    if (message.type() === 'error' && !network) complaints.push(message.text());
  });
}

export const text = (words: string): Content => ({ v: 1, kind: 'text', text: words });
export const thread = (page: Page) => page.getByRole('log');
export const launcher = (page: Page) => page.locator('#l');

export async function openChat(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Abrir o chat' }).click();
  await page.getByRole('dialog').waitFor();
}

export async function say(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Escreva sua mensagem' }).fill(words);
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
}

/** Waits until the firm has exactly these texts. */
export const firmHas = (stage: WidgetStage, words: string[]) =>
  expect
    .poll(async () => (await stage.received()).map((one) => one.text), { timeout: 20_000 })
    .toEqual(words);

/** Waits until the thread shows the words so often. */
export const shows = (page: Page, words: string, times = 1) =>
  expect.poll(() => thread(page).getByText(words, { exact: true }).count(), { timeout: 20_000 }).toBe(times);
