import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBetween } from './support/between.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** Texts that do not come are asked for again, and nobody reads a key meanwhile. */
let stage: Stage;
let desk: Page;
let between: Awaited<ReturnType<typeof startBetween>>;
const refused = { what: /\/assets\/(tasks|offline)-[\w-]+\.json$/, times: 0 };
const soon = { timeout: 20_000 };
/** What a key looks like on a screen. */
const keys = async () =>
  (await desk.locator('body').ariaSnapshot()).match(/\b[a-z]\w+(?:\.[a-z]\w+)+\b/g) ?? [];

beforeAll(async () => {
  stage = await startStage();
  between = await startBetween(stage, {
    refuse: (path) => {
      if (!refused.what.test(path)) return undefined;
      refused.times += 1;
      return 502;
    },
  });
  desk = await stage.person();
  await deskPage.signIn(desk, { ...stage, app: { ...stage.app, url: between.url } }, 'marina@demo.example');
});
afterAll(async () => {
  between?.stop();
  await stage?.stop();
});

it('a screen whose texts a proxy refuses shows that it loads, and no key', async () => {
  await desk.evaluate(() => Object.assign(window, { samePage: true }));
  await desk.getByRole('link', { name: 'Tarefas' }).first().click();
  await desk.getByRole('main').getByRole('status', { name: 'Carregando' }).waitFor(soon);
  await expect.poll(() => refused.times, soon).toBeGreaterThan(2);
  expect(await keys()).toEqual([]);
  await look(desk, 'texts-refused');
});

it('asked for again, they come without a reload', async () => {
  refused.what = /^never$/;
  await desk.getByRole('heading', { name: 'Tarefas' }).waitFor(soon);
  expect(await desk.evaluate(() => 'samePage' in window)).toBe(true);
  expect(await keys()).toEqual([]);
});

it('the first screen’s texts may be late, too', async () => {
  // What is kept for offline would answer in the proxy's place.
  const other = await stage.person({ width: 1280, height: 800 });
  refused.what = /\/assets\/(gate|common|conversations)-[\w-]+\.json$/;
  refused.times = 0;
  await other.goto(`${between.url}/sign-in`);
  await expect.poll(() => refused.times, soon).toBeGreaterThan(1);
  expect(await other.locator('#root > *').count()).toBe(0);
  refused.what = /\/assets\/(common|conversations)-[\w-]+\.json$/;
  await other.getByLabel('E-mail').fill('helena@demo.example');
  refused.times = 0;
  await other.getByLabel('Senha', { exact: true }).fill(stage.password);
  await other.keyboard.press('Enter');
  await expect.poll(() => refused.times, soon).toBeGreaterThan(2);
  refused.what = /^never$/;
  await other.getByRole('region', { name: 'Conversas' }).first().waitFor(soon);
});
