import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PushSimulator, startPush } from '../../simulators/src/push/index.ts';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** An agent is told on a device while the desk is closed, and not while they look at it (C12). */
let stage: Stage;
let square: Square;
let service: PushSimulator;
let desk: Page;
const soon = { timeout: 20_000 };
const dora = { value: '3009', name: 'Dora Lins' };

/** The browser of this test has no push service behind it: the page is given the simulator's subscription instead. */
async function withSubscription(page: Page, publicKey: string) {
  const browser = service.subscribe(publicKey);
  const { endpoint, p256dh, auth } = browser;
  await page.evaluate(
    (given) => {
      const subscription = {
        options: { applicationServerKey: null },
        toJSON: () => ({ endpoint: given.endpoint, keys: { p256dh: given.p256dh, auth: given.auth } }),
        unsubscribe: async () => true,
      };
      PushManager.prototype.getSubscription = async () => null;
      PushManager.prototype.subscribe = async () => subscription as unknown as PushSubscription;
      Notification.requestPermission = async () => 'granted';
    },
    { endpoint, p256dh, auth },
  );
  return browser;
}

beforeAll(async () => {
  service = await startPush();
  stage = await startStage();
  stage.app.kernel.config.egressAllow.push(service.host);
  const { makeEgress } = await import('../../server/src/kernel/egress.ts');
  stage.app.kernel.egress = makeEgress([...stage.app.kernel.config.egressAllow]);
  square = await openSquare(stage);
  desk = await stage.person();
  await desk.context().grantPermissions(['notifications']);
  await deskPage.signIn(desk, stage, 'marina@demo.example');
  await desk.waitForFunction(() => navigator.serviceWorker.controller !== null);
});
afterAll(async () => {
  await stage?.stop();
  await service?.stop();
});

let device: Awaited<ReturnType<typeof withSubscription>>;
const settings = () => desk.getByRole('heading', { name: 'Notificações neste e em outros aparelhos' });

it('is turned on in the account, with what is told and how much of it shows', async () => {
  await desk.goto(`${stage.app.url}/settings/account`);
  await settings().waitFor(soon);
  const { publicKey } = await api<{ publicKey: string }>(desk, ['GET', '/api/push']);
  device = await withSubscription(desk, publicKey);
  await desk.getByRole('button', { name: 'Ativar neste aparelho' }).click();
  await desk.getByText('este aparelho', { exact: true }).waitFor(soon);
  await settings().scrollIntoViewIfNeeded();
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'push-settings');
  await desk.getByRole('button', { name: /^Testar/ }).click();
  await expect.poll(() => device.got.length, soon).toBe(1);
  expect(device.got[0]?.text).toMatchObject({ title: 'Tudo certo', lang: 'pt-BR' });
});

it('tells nothing personal on a lock screen, once, when the desk is not looked at', async () => {
  await square.arrive(dora, 'Meu pedido não chegou');
  const list = () =>
    api<{ items: { id: string; preview: { text: string } }[] }>(desk, ['GET', '/api/conversations?view=all']);
  const found = async () =>
    (await list()).items.find(({ preview }) => preview.text === 'Meu pedido não chegou')?.id ?? '';
  await expect.poll(found, soon).not.toBe('');
  const id = await found();
  const me = await api<{ personId: string }>(desk, ['GET', '/api/session']);
  await api(desk, ['PUT', `/api/conversations/${id}/assignment`], { assigneeId: me.personId });
  // Looked at: nothing comes.
  await desk.mouse.move(50, 50);
  await square.arrive(dora, 'Alguém aí?');
  await expect.poll(async () => pushStates(), soon).toContain('quiet');
  expect(device.got).toHaveLength(1);
  // The tab goes away: told.
  await desk.goto('about:blank');
  await square.arrive(dora, 'Já faz uma hora');
  await expect.poll(() => device.got.length, soon).toBe(2);
  expect(device.got[1]?.text).toMatchObject({ path: `/conversations/${id}`, tag: id });
  expect(JSON.stringify(device.got[1]?.text)).not.toMatch(/Dora|hora/);
  expect(service.refusals).toEqual([]);
});

const pushStates = (): Promise<string[]> =>
  stage.app.kernel.database.inOrg(square.orgId, async (db) =>
    (await db.selectFrom('pushes').select('state').execute()).map(({ state }) => state),
  );

it('signing out ends it', async () => {
  await desk.goto(stage.app.url);
  await desk.getByRole('button', { name: /Conta de/ }).click();
  await desk.getByRole('menuitem', { name: 'Sair' }).click();
  await desk.getByLabel('E-mail').waitFor(soon);
  const left = await stage.app.kernel.database.inOrg(square.orgId, (db) =>
    db.selectFrom('push_subscriptions').select('id').execute(),
  );
  expect(left).toEqual([]);
});
