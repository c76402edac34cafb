import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBetween } from './support/between.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/**
 * A new build of the desk: offered, never mixed with the old one, never kept from anybody (C12). Between browser and server
 * stands one that gives the same files under the names of another build, as an update on the server does.
 */
let stage: Stage;
let desk: Page;
let between: Awaited<ReturnType<typeof startBetween>>;
const build = { page: '', worker: '' };
const soon = { timeout: 20_000 };

/** The entry's address with a mark, in the page and in the worker's list: to both of them that is another build. */
const marked = (text: string, mark: string): string =>
  mark
    ? text
        .replaceAll(/(\/assets\/index-[\w-]+\.js)/g, `$1?${mark}`)
        .replace(/version:`(\w+)`/, `version:\`${mark}\``)
    : text;

beforeAll(async () => {
  stage = await startStage();
  between = await startBetween(stage, {
    rewrite: (path, type, text) =>
      path === '/sw.js' ? marked(text, build.worker) : /html/.test(type) ? marked(text, build.page) : text,
  });
  desk = await stage.person();
  await deskPage.signIn(desk, { ...stage, app: { ...stage.app, url: between.url } }, 'marina@demo.example');
  await desk.waitForFunction(() => navigator.serviceWorker.controller !== null);
});
afterAll(async () => {
  between?.stop();
  await stage?.stop();
});

const lookForUpdate = () =>
  desk.evaluate(async () =>
    (await navigator.serviceWorker.getRegistration())?.update().then(() => 'found', String),
  );
const waiting = () =>
  desk.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null);
const entry = () =>
  desk.evaluate(() => document.querySelector('script[type=module][src]')?.getAttribute('src') ?? '');
const offer = () => desk.getByText('Há uma versão nova do Meada');

it('a worker that does not fit the page is not taken', async () => {
  build.worker = 'b';
  await lookForUpdate();
  await expect.poll(async () => (await desk.evaluate(() => caches.keys())).length, soon).toBe(1);
  expect(await waiting()).toBe(false);
  expect(await offer().count()).toBe(0);
});

it('a new build is offered, and nothing is changed under the person’s hands', async () => {
  build.page = 'b';
  await lookForUpdate();
  await offer().waitFor(soon);
  expect(await entry()).not.toContain('?b');
  await look(desk, 'update-offered');
});

it('taken, the page is of the new build as a whole', async () => {
  await desk.getByRole('button', { name: 'Atualizar' }).click();
  await expect.poll(entry, soon).toContain('?b');
  await desk.getByRole('region', { name: 'Conversas' }).first().waitFor(soon);
  await expect.poll(waiting, soon).toBe(false);
  expect(await offer().count()).toBe(0);
});

it('who only loads the page again has the new build at once, whatever worker there is', async () => {
  build.page = 'c';
  build.worker = 'c';
  await desk.reload();
  await expect.poll(entry, soon).toContain('?c');
  await lookForUpdate();
  // Page and worker are of one build: nothing to ask.
  await expect.poll(waiting, soon).toBe(false);
  await expect
    .poll(async () => (await desk.evaluate(() => caches.keys())).some((name) => name.endsWith('-c')), soon)
    .toBe(true);
  expect(await offer().count()).toBe(0);
});
