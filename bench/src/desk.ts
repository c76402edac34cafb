import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { signIn, startBrowser } from './lib/browser.ts';
import { fill } from './lib/fill.ts';
import { finish, median, percentile, round, say, sized } from './lib/report.ts';
import { openRig } from './lib/rig.ts';
import { openShop, type Shop } from './lib/shop.ts';

/** The desk in a real browser with 50,000 conversations: switching, first bytes, largest paint. */
const conversations = sized(50_000, 20_000);
const switches = sized(30, 10);
const paints = sized(5, 3);
const throttle = 4;
const dist = join(import.meta.dirname, '../../desk/dist');

/** KB (1,000 bytes) of the scripts a page has loaded, each compressed as a host would. */
async function scriptsOf(page: Page): Promise<number> {
  const names = await page.evaluate(() =>
    performance.getEntriesByType('resource').map((entry) => new URL(entry.name).pathname),
  );
  const scripts = new Set(names.filter((name) => name.endsWith('.js')));
  let bytes = 0;
  for (const name of scripts) bytes += gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
  return bytes / 1000;
}

const wide = { locale: 'pt-BR', viewport: { width: 1440, height: 900 } };

/** Milliseconds from the click on the nth row to the first frame after its messages stand in the document. */
function switchTo(page: Page, row: number): Promise<number> {
  return page.evaluate(async (index) => {
    const rows = [...document.querySelectorAll<HTMLAnchorElement>('a[href*="/conversations/"]')];
    const target = rows[index];
    const marker = /Cliente (\d+)/.exec(target?.textContent ?? '')?.[1];
    if (!target || !marker) throw new Error(`row ${index} of ${rows.length} is no conversation`);
    const from = performance.now();
    target.click();
    const shown = (): boolean =>
      [...document.querySelectorAll('[role=log]')].some((log) => log.textContent?.includes(` ${marker}`));
    while (!shown()) {
      if (performance.now() - from > 10_000) throw new Error('the messages did not come');
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return performance.now() - from;
  }, row);
}

/** What a load came to: largest paint, first frame with the list's rows (ms), requests until then. */
type Load = { largest: number; list: number; requests: number };

/** Notes the first frame in which rows of the list stand, and what was asked for until then. */
function watchList(): void {
  const seen = (): void => {
    if (!document.querySelector('a[data-conversation]')) return void requestAnimationFrame(seen);
    requestAnimationFrame(() => {
      const requests = performance.getEntriesByType('resource').length;
      Object.assign(window, { meadaList: { at: performance.now(), requests } });
    });
  };
  requestAnimationFrame(seen);
}

/** A load at a quarter of the CPU. */
async function load(context: BrowserContext, address: string): Promise<Load> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: throttle });
  await page.addInitScript(watchList);
  await page.goto(address);
  await page.getByRole('region', { name: 'Conversas' }).first().waitFor();
  await page.waitForFunction('window.meadaList');
  await page.waitForTimeout(1500);
  const { at, requests, largest } = await page.evaluate(
    () =>
      new Promise<{ at: number; requests: number; largest: number }>((resolve) => {
        const list = (window as unknown as { meadaList: { at: number; requests: number } }).meadaList;
        const seen = (entries: PerformanceObserverEntryList): void =>
          resolve({ ...list, largest: entries.getEntries().at(-1)?.startTime ?? 0 });
        new PerformanceObserver(seen).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  await page.close();
  return { list: at, requests, largest };
}

/** Stays until the worker has stored what it keeps, as on a desk that is open for longer than a load. */
async function store(context: BrowserContext, address: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const files = () =>
    page.evaluate(async () => {
      const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
      return (await Promise.all(stores.map((one) => one.keys()))).flat().length;
    });
  for (let [before, now] = [-1, await files()]; before !== now; [before, now] = [now, await files()])
    await page.waitForTimeout(2000);
  await page.close();
}

/** The first load of a browser, the second, the third, and one after the worker has stored what it keeps. */
async function paintTimes(browser: Browser, url: string, shop: Shop): Promise<Load[]> {
  const cookies = [...shop.owner.cookies].map(([name, value]) => ({ name, value, url }));
  const loads: [Load[], Load[], Load[], Load[]] = [[], [], [], []];
  const address = `${url}/conversations`;
  for (let n = 0; n < paints; n += 1) {
    const context = await browser.newContext(wide);
    await context.addCookies(cookies);
    for (const list of loads) {
      if (list === loads[3]) await store(context, address);
      list.push(await load(context, address));
    }
    await context.close();
  }
  const middle = (list: Load[], fact: keyof Load): number => round(median(list.map((one) => one[fact])), 0);
  return loads.map((list) => ({
    largest: middle(list, 'largest'),
    list: middle(list, 'list'),
    requests: middle(list, 'requests'),
  }));
}

const rig = await openRig();
try {
  const server = await rig.serve();
  const shop = await openShop(server, 'shop');
  await fill(rig, shop, { conversations, messages: conversations });
  const browser = await startBrowser();
  const page = await (await browser.newContext(wide)).newPage();
  await page.goto(server.url);
  await page.getByLabel('E-mail').waitFor();
  await page.waitForLoadState('networkidle');
  const signInKb = await scriptsOf(page);
  await signIn(page, server.url, shop);
  await page.getByText('Mensagem').first().waitFor();
  const screen = await (await browser.newContext(wide)).newPage();
  await screen
    .context()
    .addCookies([...shop.owner.cookies].map(([name, value]) => ({ name, value, url: server.url })));
  await screen.goto(`${server.url}/conversations`);
  await screen.getByText('Mensagem').first().waitFor();
  const screenKb = await scriptsOf(screen);
  await screen.close();
  // The first switch loads the code of the conversation.
  await switchTo(page, 0);
  const rowsShown = await page.locator('a[href*="/conversations/"]').count();
  const rows = Array.from({ length: Math.min(switches, rowsShown - 1) }, (_, n) => n + 1);
  const fresh: number[] = [];
  const cached: number[] = [];
  for (const row of rows) {
    fresh.push(await switchTo(page, row));
    await page.waitForTimeout(150);
  }
  for (const row of rows) {
    cached.push(await switchTo(page, row));
    await page.waitForTimeout(100);
  }
  const [cold, warm, third, kept] = (await paintTimes(browser, server.url, shop)) as [Load, Load, Load, Load];
  await browser.close();
  const facts = {
    cachedP50: round(median(cached), 1),
    cachedP98: round(percentile(cached, 0.98), 1),
    freshP50: round(median(fresh), 1),
    freshP98: round(percentile(fresh, 0.98), 1),
    screenKb: round(screenKb, 0),
    signInKb: round(signInKb, 0),
    coldMs: cold.largest,
    warmMs: warm.largest,
    thirdMs: third.largest,
    keptMs: kept.largest,
    listMs: [cold.list, warm.list, third.list, kept.list],
    requests: cold.requests,
  };
  say(
    `switch: cached ${facts.cachedP50} (p98 ${facts.cachedP98}), not cached ${facts.freshP50} (p98 ${facts.freshP98}) ms, ${rows.length} each`,
  );
  say(
    `scripts: conversation screen ${facts.screenKb} KB, sign-in ${facts.signInKb} KB; largest paint cold ${facts.coldMs}, warm ${facts.warmMs}, third ${facts.thirdMs}, from the worker’s store ${facts.keptMs} ms, list ${facts.listMs.join(', ')} ms at ${throttle} ×, ${facts.requests} requests before the list`,
  );
  finish({
    bench: 'desk',
    ratio: null,
    goal: 'switch ≤ 50 ms cached, ≤ 100 not; scripts ≤ 260 and ≤ 60 KB gz; LCP ≤ 1.5 s cold, ≤ 1 s warm at 4 ×',
    ok:
      facts.cachedP50 <= 50 &&
      facts.freshP50 <= 100 &&
      screenKb <= 260 &&
      signInKb <= 60 &&
      cold.largest <= 1500 &&
      warm.largest <= 1000,
    conversations,
    ...facts,
  });
} finally {
  await rig.stop();
}
