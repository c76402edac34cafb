import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { deskPage, shopPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** A day at the desk: a supervisor and an agent in two browsers, a customer in the shop's chat. */
let stage: Stage;
let marina: Page;
let teresa: Page;
let shop: Page;
beforeAll(async () => {
  stage = await startStage();
  [marina, teresa, shop] = await Promise.all([
    stage.person(),
    stage.person(),
    stage.person({ width: 1100, height: 800 }),
  ]);
  for (const page of [marina, teresa, shop]) page.setDefaultTimeout(15_000);
  await Promise.all([
    deskPage.signIn(marina, stage, 'marina@demo.example'),
    deskPage.signIn(teresa, stage, 'teresa@demo.example'),
  ]);
  await shop.goto(`${stage.app.url}/loja`);
  await shopPage.openChat(shop);
});
afterAll(() => stage?.stop());

/** A picture of one dot. */
const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const first = 'Oi! O tear de mesa ainda está à venda?';
const list = (page: Page) => page.getByRole('region', { name: 'Lista de conversas' });
const row = (page: Page, words: string) => list(page).getByRole('link').filter({ hasText: words }).first();
const bubble = (page: Page, words: string) => deskPage.thread(page).getByText(words, { exact: true });
const composer = (page: Page) => page.getByRole('region', { name: 'Escrever' });
const field = (page: Page) => composer(page).getByRole('textbox').last();
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const once = async (page: Page, words: string) => {
  await bubble(page, words).first().waitFor();
  expect(await bubble(page, words).count(), words).toBe(1);
};

describe('two agents and a customer', () => {
  it('shows a new message in both lists at once, and in the open thread', async () => {
    await shopPage.say(shop, first);
    await Promise.all([marina, teresa].map((page) => row(page, first).click()));
    await Promise.all([marina, teresa].map((page) => bubble(page, first).waitFor()));
    await shopPage.say(shop, 'Vi na vitrine ontem.');
    await Promise.all([marina, teresa].map((page) => bubble(page, 'Vi na vitrine ontem.').waitFor()));
    await row(teresa, 'Vi na vitrine ontem.').waitFor();
    // A browser's number means nothing to people.
    const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}/;
    expect(await marina.locator('body').textContent()).not.toMatch(uuid);
    await marina.getByRole('complementary').getByText('Visitante do site').first().waitFor();
  });

  it('tells each who else is looking and writing', async () => {
    await marina.getByRole('img', { name: /também está vendo/ }).waitFor();
    await deskPage.thread(shop).waitFor();
    await field(marina).pressSequentially('Um momento');
    await teresa.getByText(/Marina.*está respondendo/).waitFor();
    await field(marina).fill('');
  });

  it('assigns by name, keeps notes from the customer, and delivers the answer', async () => {
    await button(teresa, /^Responsável:/).click();
    await teresa.getByRole('textbox', { name: 'Buscar pessoa ou equipe' }).fill('marina');
    await teresa.getByRole('option', { name: /Marina/ }).click();
    await button(marina, 'Responsável: Você').waitFor();
    await button(teresa, 'Nota interna').click();
    await field(teresa).fill('Só temos um, no depósito.');
    await button(teresa, 'Anotar').click();
    await bubble(marina, 'Só temos um, no depósito.').waitFor();
    await deskPage.answer(marina, 'Temos sim, um último!');
    await shopPage.thread(shop).getByText('Temos sim, um último!').waitFor();
    await once(teresa, 'Temos sim, um último!');
    expect(await shopPage.thread(shop).getByText('Só temos um').count()).toBe(0);
  });

  it('sends files both ways', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'meada-')), 'medidas.txt');
    await writeFile(path, 'largura: 40 cm');
    await composer(marina).locator('input[type=file]').setInputFiles(path);
    await field(marina).fill('As medidas');
    await expect.poll(() => button(marina, /^Enviar$/).getAttribute('aria-disabled')).toBe('false');
    await button(marina, /^Enviar$/).click();
    const link = shopPage.thread(shop).getByRole('link', { name: /medidas\.txt/ });
    await link.waitFor();
    const answer = await shop.request.get((await link.getAttribute('href')) ?? '');
    expect(await answer.text()).toBe('largura: 40 cm');
    await shop
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'mesa.png',
        mimeType: 'image/png',
        buffer: Buffer.from(dot, 'base64'),
      });
    await shop.getByRole('button', { name: 'Enviar', exact: true }).click();
    await deskPage
      .thread(marina)
      .getByRole('button', { name: /mesa\.png/ })
      .waitFor();
  });

  it('keeps a draft over a reload', async () => {
    await field(marina).fill('Posso reservar até');
    await marina.reload();
    await expect.poll(() => field(marina).inputValue(), { timeout: 15_000 }).toBe('Posso reservar até');
    await field(marina).fill('');
  });

  it('snoozes, wakes, resolves and reopens for both', async () => {
    await button(marina, 'Adiar (s)').click();
    await marina.getByRole('button', { name: /^Uma hora/ }).click();
    await deskPage
      .thread(teresa)
      .getByText(/Marina.* adiou a conversa até /)
      .waitFor();
    await button(marina, 'Resolver').click();
    await button(teresa, 'Reabrir').waitFor();
    await button(teresa, 'Reabrir').click();
    await button(marina, 'Resolver').waitFor();
  });

  it('labels', async () => {
    const made = await teresa.evaluate(async () => {
      const answer = await fetch('/api/labels', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-meada-csrf': '1' },
        body: JSON.stringify({ name: 'Tear', colour: '#7a3b8f' }),
      });
      return answer.status;
    });
    expect(made).toBe(200);
    await button(teresa, 'Mais ações').click();
    await teresa.getByRole('menuitem', { name: 'Tear' }).click();
    await teresa.keyboard.press('Escape');
    await row(marina, 'Tear').waitFor();
  });
});

describe('what can go wrong', () => {
  it('loses and doubles nothing when the network is away', async () => {
    await marina.context().setOffline(true);
    await field(marina).fill('Escrito sem rede');
    await button(marina, /^Enviar$/).click();
    await bubble(marina, 'Escrito sem rede').waitFor();
    await shopPage.say(shop, 'Dito enquanto isso');
    await bubble(teresa, 'Dito enquanto isso').waitFor();
    await marina.context().setOffline(false);
    await once(marina, 'Dito enquanto isso');
    await shopPage.thread(shop).getByText('Escrito sem rede').waitFor();
    await once(teresa, 'Escrito sem rede');
    await once(marina, 'Escrito sem rede');
  });
});

describe('other ways to work', () => {
  it('goes round by keyboard alone', async () => {
    await teresa.keyboard.press('Escape');
    await teresa.keyboard.press('g');
    await teresa.keyboard.press('a');
    await expect.poll(async () => await list(teresa).getByRole('link').count()).toBeGreaterThan(2);
    const at = () => teresa.evaluate(() => document.activeElement?.getAttribute('data-conversation'));
    await teresa.keyboard.press('j');
    await expect.poll(at).toBeTruthy();
    const top = await at();
    await teresa.keyboard.press('j');
    await expect.poll(at).not.toBe(top);
    await teresa.keyboard.press('k');
    await expect.poll(at).toBe(top);
    await teresa.keyboard.press('Enter');
    await deskPage.thread(teresa).waitFor();
    // As a person does, who sees the field before they type into it.
    await teresa.getByPlaceholder('Escreva ao cliente…').waitFor();
    await teresa.keyboard.press('r');
    await expect.poll(() => teresa.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA');
    await teresa.keyboard.type('Pelo teclado');
    await teresa.keyboard.press('Enter');
    await once(teresa, 'Pelo teclado');
    await teresa.evaluate(() => (document.activeElement as HTMLElement).blur());
    await button(teresa, 'Resolver').waitFor();
    await teresa.keyboard.press('e');
    await button(teresa, 'Reabrir').waitFor();
  });

  it('fits a phone', async () => {
    const phone = await stage.person({ width: 390, height: 844 });
    await deskPage.signIn(phone, stage, 'caio@demo.example');
    expect(await graveFaults(phone)).toEqual([]);
    await list(phone).getByRole('link').first().click();
    await deskPage.thread(phone).waitFor();
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBe(390);
    expect(await graveFaults(phone)).toEqual([]);
    await phone.getByRole('link', { name: 'Voltar à lista' }).click();
    await list(phone).waitFor();
  });

  it.each([{ dark: false }, { dark: true }])('shows nothing grave to axe: %o', async ({ dark }) => {
    const page = await stage.person({ dark });
    await page.goto(stage.app.url);
    await page.getByLabel('E-mail').waitFor();
    expect(await graveFaults(page), 'sign-in').toEqual([]);
    await deskPage.signIn(page, stage, 'teresa@demo.example');
    await list(page).getByRole('link').first().waitFor();
    expect(await graveFaults(page), 'list').toEqual([]);
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red = 0] = ground.match(/\d+/g)?.map(Number) ?? [];
    expect(red < 128).toBe(dark);
    await list(page).getByRole('link').first().click();
    await page.getByRole('complementary').getByRole('heading').first().waitFor();
    expect(await graveFaults(page), 'conversation').toEqual([]);
    await button(page, /^Responsável:/).click();
    await page.getByRole('option').first().waitFor();
    expect(await graveFaults(page), 'assign').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Clientes' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await graveFaults(page), 'customers').toEqual([]);
  });
});
