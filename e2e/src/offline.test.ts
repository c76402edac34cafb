import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** The desk as an app: it opens and is read without a network, and what is written there goes out once (C12). */
let stage: Stage;
let square: Square;
let desk: Page;
const dora = { value: '2009', name: 'Dora Lins' };
const soon = { timeout: 20_000 };
const thread = () => deskPage.thread(desk);
const waiting = () => desk.locator('[data-pending]').getByText('Sai quando a conexão voltar');
const kept = () =>
  desk.evaluate(
    () =>
      new Promise<string[]>((resolve) => {
        const request = indexedDB.open('meada-offline');
        request.onsuccess = () => {
          const base = request.result;
          if (!base.objectStoreNames.contains('kept')) return resolve([]);
          const all = base.transaction('kept').objectStore('kept').getAll();
          all.onsuccess = () => {
            base.close();
            resolve(
              all.result.map((one: { what: string; data: unknown }) => one.what + JSON.stringify(one.data)),
            );
          };
        };
      }),
  );

/** The list holds the words, too: it is kept before. */
const threadKept = async () =>
  (await kept()).some((one) => one.startsWith('["messages"') && one.includes('Meu pedido chegou quebrado'));

/** Whether the worker's stores hold everything this page was made of, and a file whose name begins so. */
const keptFiles = (beginning: string) =>
  desk.evaluate(async (words) => {
    const stores = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    const kept = new Set(stores.flat().map(({ url }) => url));
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    const missing = loaded.some((url) => new URL(url).pathname.startsWith('/assets/') && !kept.has(url));
    return !missing && [...kept].some((url) => url.includes(words));
  }, beginning);

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'marina@demo.example');
  await square.arrive(dora, 'Meu pedido chegou quebrado');
});
afterAll(() => stage?.stop());

it('is an app: manifest, icons, a worker that controls the page under its own policy', async () => {
  await desk.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const manifest = await desk.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    const answer = await fetch(link?.href ?? '');
    const told = await answer.json();
    const icons = await Promise.all(
      told.icons.map(async ({ src }: { src: string }) => (await fetch(src)).status),
    );
    return { href: link?.href, ...told, icons };
  });
  expect(manifest).toMatchObject({ display: 'standalone', start_url: '/conversations', lang: 'pt-BR' });
  expect(new Set(manifest.icons)).toEqual(new Set([200]));
  const worker = await fetch(`${stage.app.url}/sw.js`);
  expect(worker.headers.get('cache-control')).toBe('no-cache');
  expect(worker.headers.get('content-security-policy')).toContain("default-src 'none'");
});

it('opens and is read without a network, and says so', async () => {
  await deskPage.row(desk, 'Dora Lins').click();
  await thread().getByText('Meu pedido chegou quebrado').first().waitFor(soon);
  await expect.poll(threadKept, soon).toBe(true);
  // What a conversation may come to need is kept when there is time.
  await expect.poll(() => keptFiles('/assets/AccountMenu'), soon).toBe(true);
  await desk.context().setOffline(true);
  await desk.reload();
  await thread().getByText('Meu pedido chegou quebrado').first().waitFor(soon);
  await desk.getByText('O que você abriu há pouco continua aqui', { exact: false }).waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'offline-reading');
});

it('what is written offline is kept over a reload and goes out once when the network is back', async () => {
  await deskPage.answer(desk, 'Já estamos enviando outro');
  await waiting().waitFor(soon);
  await look(desk, 'offline-waiting');
  await desk.reload();
  await waiting().waitFor(soon);
  await desk.context().setOffline(false);
  await expect.poll(() => square.sent.length, { timeout: 40_000 }).toBe(1);
  await waiting().waitFor({ state: 'detached', ...soon });
  expect(JSON.stringify(square.sent[0])).toContain('Já estamos enviando outro');
  expect(
    await desk.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('outbox'))),
  ).toEqual([]);
});

const idOf = async (page: Page): Promise<string> =>
  (await api<{ personId: string }>(page, ['GET', '/api/session'])).personId;
const opened = async () => {
  await deskPage.row(desk, 'Dora Lins').click();
  await thread().getByText('Meu pedido chegou quebrado').first().waitFor(soon);
  await expect.poll(threadKept, soon).toBe(true);
};

it('a conversation that goes out of sight goes off the screen and out of the store', async () => {
  const id = desk.url().split('/').at(-1) ?? '';
  const owner = await stage.person();
  await deskPage.signIn(owner, stage, 'helena@demo.example');
  const marina = await idOf(desk);
  const see = (visibility: 'all' | 'assigned') =>
    api(owner, ['PATCH', `/api/people/${marina}`], { visibility });
  await api(owner, ['PUT', `/api/conversations/${id}/assignment`], { assigneeId: await idOf(owner) });
  await opened();
  await see('assigned');
  await desk
    .getByText('Meu pedido chegou quebrado')
    .first()
    .waitFor({ state: 'detached', ...soon });
  await desk
    .getByText('Dora Lins')
    .first()
    .waitFor({ state: 'detached', ...soon });
  await expect.poll(async () => (await kept()).join(), soon).not.toMatch(/Dora Lins|quebrado/);
  await look(desk, 'offline-lost');
  await see('all');
  await desk.goto(`${stage.app.url}/conversations`);
  await opened();
  // Lost while nobody was there to be told.
  await desk.goto('about:blank');
  await see('assigned');
  await desk.goto(`${stage.app.url}/conversations`);
  await expect.poll(async () => (await kept()).join(), soon).not.toMatch(/Dora Lins|quebrado/);
  await see('all');
});

it('who is erased is gone from the store of an open desk at once', async () => {
  await desk.goto(`${stage.app.url}/conversations`);
  await deskPage.row(desk, 'Dora Lins').click();
  await thread().getByText('Meu pedido chegou quebrado').first().waitFor(soon);
  await expect.poll(async () => (await kept()).join(), soon).toContain('Dora Lins');
  const id = desk.url().split('/').at(-1) ?? '';
  const { customer } = await api<{ customer: { id: string } }>(desk, ['GET', `/api/conversations/${id}`]);
  const owner = await stage.person();
  await deskPage.signIn(owner, stage, 'helena@demo.example');
  const why = { reason: 'A pessoa pediu', proof: 'Documento conferido na loja' };
  await api(owner, ['POST', `/api/customers/${customer.id}/erasure`], { confirm: 'Dora Lins', ...why });
  await thread()
    .getByText('Meu pedido chegou quebrado')
    .first()
    .waitFor({ state: 'detached', ...soon });
  await expect.poll(async () => (await kept()).join(), soon).not.toMatch(/Dora Lins|quebrado/);
  await look(desk, 'offline-erased');
});

it('signing out leaves nothing of any conversation in the browser', async () => {
  await desk.getByRole('button', { name: /Conta de/ }).click();
  await look(desk, 'offline-menu');
  await desk.getByRole('menuitem', { name: 'Sair' }).click();
  await desk.getByLabel('E-mail').waitFor(soon);
  expect(await kept()).toEqual([]);
  const left = await desk.evaluate(async () => {
    const stores = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    return [...stores.flat().map(({ url }) => url), ...Object.keys(localStorage)];
  });
  expect(left.filter((one) => /\/api\/|\/files\/|draft|outbox/.test(one))).toEqual([]);
});
