import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../server/src/kernel/testing/database.ts';
import { startTestApp, type TestApp } from '../../server/src/testing/app.ts';
import { deskPage, shopPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/**
 * Two server processes' worth of roles on one PostgreSQL, joined by its own bus (NOTIFY), no NATS: the first takes what
 * customers write and keeps their sockets, the second serves the desk and does the work.
 */
let stage: Stage;
let second: TestApp;
let database: TestDatabase;
let desk: Page;
let shop: Page;
const soon = { timeout: 20_000 };

beforeAll(async () => {
  database = await testDatabase();
  const shared = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl };
  stage = await startStage({
    database,
    env: { ...shared, ROLES: 'web,live' },
    before: async (env) => {
      second = await startTestApp({ database, env: { ...env, ROLES: 'web,live,worker,listen' } });
    },
  });
  desk = await stage.person();
  shop = await stage.person({ width: 1100, height: 800 });
});
afterAll(async () => {
  await second?.stop();
  await stage?.stop();
  await database?.drop();
});

it('a visitor on one process and an agent on the other talk live, both ways', async () => {
  await deskPage.signIn(desk, { ...stage, app: second }, 'marina@demo.example');
  await shop.goto(`${stage.app.url}/loja`);
  await shopPage.openChat(shop);
  await shopPage.say(shop, 'Tem agulha de bambu número 5?');
  await deskPage.row(desk, 'Tem agulha de bambu número 5?').click();
  await deskPage.answer(desk, 'Tem, e está em promoção.');
  await shopPage.thread(shop).getByText('Tem, e está em promoção.').waitFor(soon);
  await shopPage.say(shop, 'Vou levar duas!');
  await deskPage.thread(desk).getByText('Vou levar duas!').waitFor(soon);
});

it('e-mail reaches the same conversation through the process that listens', async () => {
  const link = await shopPage.switchLink(shop, 'E-mail');
  await stage.world.mail.customerSends({
    from: { name: 'Bia Rocha', address: 'bia@cliente.example' },
    to: decodeURIComponent(link.slice('mailto:'.length).split('?')[0] ?? ''),
    subject: 'Continuando',
    text: 'Sigo por e-mail, pode ser?',
  });
  await deskPage.thread(desk).getByText('Sigo por e-mail, pode ser?').waitFor(soon);
  await shopPage.thread(shop).getByText('Sigo por e-mail, pode ser?').waitFor(soon);
  expect(second.kernel.bus.fallbackMs).toBe(1000);
});
