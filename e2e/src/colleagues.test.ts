import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** Two people in two browsers: who is at work, who looks at the same conversation. */
let stage: Stage;
let helena: Page;
let caio: Page;
const soon = { timeout: 20_000 };

beforeAll(async () => {
  stage = await startStage();
  helena = await stage.person();
  caio = await stage.person();
  await deskPage.signIn(helena, stage, 'helena@demo.example');
  await deskPage.signIn(caio, stage, 'caio@demo.example');
});
afterAll(() => stage?.stop());

const caioIn = (page: Page) =>
  page.getByRole('list', { name: 'Pessoas' }).getByRole('listitem').filter({ hasText: 'Caio Ferreira' });

it('a colleague is seen to come, to be away, and to leave', async () => {
  await helena.goto(`${stage.app.url}/settings/people`);
  await caioIn(helena).getByText('Disponível').first().waitFor(soon);
  await caio.getByRole('button', { name: /Conta de/ }).click();
  await caio.getByRole('menuitem', { name: 'Outro motivo' }).click();
  await caioIn(helena).getByText('Ausente').first().waitFor(soon);
  // The browser remembers it.
  await caio.reload();
  await caio.getByRole('button', { name: /Conta de/ }).click();
  await caio.getByRole('menuitem', { name: 'Disponível' }).click();
  await caioIn(helena).getByText('Disponível').first().waitFor(soon);
  await caio.goto('about:blank');
  await caioIn(helena)
    .getByText('Offline')
    .first()
    .waitFor({ ...soon, state: 'attached' });
});

it('who has the same conversation on the screen stands in its header, and no longer when they leave', async () => {
  await helena.goto(`${stage.app.url}/conversations`);
  await helena.locator('a[href*="/conversations/"]').first().click();
  await helena.waitForURL(/conversations\/[0-9a-f-]{36}/);
  await caio.goto(helena.url());
  const seen = helena.getByRole('img', { name: 'Caio Ferreira também está vendo' });
  await seen.waitFor(soon);
  await caio.getByRole('img', { name: 'Helena Duarte também está vendo' }).waitFor(soon);
  await caio.goto('about:blank');
  await seen.waitFor({ ...soon, state: 'detached' });
  expect(await helena.getByRole('img', { name: /também/ }).count()).toBe(0);
});
