import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage, shopPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** Two colleagues at one conversation: they see one another, do not answer across one another, and call one another. */
let stage: Stage;
let marina: Page;
let teresa: Page;
let shop: Page;
const first = 'Boa tarde! Vocês consertam tear de mesa?';
beforeAll(async () => {
  stage = await startStage();
  [marina, teresa, shop] = await Promise.all([
    stage.person(),
    stage.person({ dark: true }),
    stage.person({ width: 1100, height: 800 }),
  ]);
  for (const page of [marina, teresa, shop]) page.setDefaultTimeout(15_000);
  await Promise.all([
    deskPage.signIn(marina, stage, 'marina@demo.example'),
    deskPage.signIn(teresa, stage, 'teresa@demo.example'),
  ]);
  await shop.goto(`${stage.app.url}/loja`);
  await shopPage.openChat(shop);
  await shopPage.say(shop, first);
  for (const page of [marina, teresa]) await open(page);
});
afterAll(() => stage?.stop());

const open = (page: Page) =>
  page
    .getByRole('region', { name: 'Lista de conversas' })
    .getByRole('link')
    .filter({ hasText: first.slice(0, 12) })
    .first()
    .click();
const field = (page: Page) => page.getByRole('textbox', { name: 'Escreva ao cliente…' });
const note = (page: Page) => page.getByRole('textbox', { name: 'Escreva uma nota para a equipe…' });
const bubble = (page: Page, words: string) => deskPage.thread(page).getByText(words, { exact: true });

describe('two colleagues answering', () => {
  it('see that the other is answering', async () => {
    await field(teresa).pressSequentially('Consertamos, sim', { delay: 15 });
    await marina
      .getByText('Teresa Prado está respondendo…')
      .or(marina.getByText(/está respondendo…/))
      .first()
      .waitFor();
    await look(marina, 'answering');
  });

  it('do not answer across one another: the second is stopped, with what was answered, and loses no word', async () => {
    await field(marina).fill('Sim! Traga o tear até a loja.');
    await teresa.keyboard.press('Enter');
    await bubble(marina, 'Consertamos, sim').waitFor();
    await marina.getByRole('button', { name: 'Enviar', exact: true }).click();
    const stopped = marina
      .getByRole('alert')
      .filter({ hasText: 'Um colega respondeu enquanto você escrevia' });
    await stopped.getByText('Consertamos, sim').waitFor();
    await look(marina, 'stopped-light');
    expect(await graveFaults(marina)).toEqual([]);
    expect(await bubble(teresa, 'Sim! Traga o tear até a loja.').count()).toBe(0);
    await stopped.getByRole('button', { name: 'Voltar a editar' }).click();
    expect(await field(marina).inputValue()).toBe('Sim! Traga o tear até a loja.');
    await stopped.waitFor({ state: 'detached' });
    // Read and written on after that answer: it goes out.
    await field(marina).fill('Pode trazer até a loja.');
    await marina.getByRole('button', { name: 'Enviar', exact: true }).click();
    await bubble(teresa, 'Pode trazer até a loja.').waitFor();
  });

  it('send anyway when they mean it', async () => {
    await field(teresa).fill('Leva três dias.');
    await field(marina).fill('Fica pronto na sexta.');
    await field(marina).press('Enter');
    await bubble(teresa, 'Fica pronto na sexta.').waitFor();
    await field(teresa).press('Enter');
    const stopped = teresa.getByRole('alert').filter({ hasText: 'respondeu enquanto você escrevia' });
    await stopped.waitFor();
    await look(teresa, 'stopped-dark');
    await stopped.getByRole('button', { name: 'Enviar mesmo assim' }).click();
    await bubble(marina, 'Leva três dias.').waitFor();
    await shopPage.thread(shop).getByText('Leva três dias.').waitFor();
  });
});

describe('a colleague named in a note', () => {
  it('is completed by keys without accents, rung, and comes to the very note', async () => {
    await teresa.goto(`${stage.app.url}/conversations`);
    await marina.keyboard.press('Escape');
    await marina
      .getByRole('button', { name: 'Nota interna' })
      .or(marina.getByText('Nota interna'))
      .first()
      .click();
    await note(marina).pressSequentially('Você decide, @tere', { delay: 10 });
    await marina.getByRole('option', { name: /Teresa/ }).waitFor();
    await look(marina, 'mention-list');
    await marina.keyboard.press('Enter');
    await marina.keyboard.type('?');
    await marina.getByRole('button', { name: 'Anotar' }).click();
    const told = teresa.getByText(/Marina .* mencionou você na conversa de/).first();
    await told.waitFor();
    await teresa.keyboard.press('g');
    await teresa.keyboard.press('e');
    await teresa.getByRole('heading', { name: 'Menções' }).waitFor();
    const row = teresa.getByRole('main').getByRole('link').filter({ hasText: 'Você decide' });
    await row.waitFor();
    await look(teresa, 'mentions-dark');
    expect(await graveFaults(teresa)).toEqual([]);
    await row.click();
    await teresa.waitForURL(/#message-\d+$/);
    await deskPage.thread(teresa).locator('[data-me]').filter({ hasText: '@Teresa' }).waitFor();
    await look(teresa, 'mention-found');
    await teresa.goto(`${stage.app.url}/mentions`);
    await teresa.getByText('Novas', { exact: true }).click();
    await teresa.getByText('Nenhuma menção nova').waitFor();
  });

  it('who may not see the conversation is let in when the writer says so', async () => {
    const caio = await stage.person({ width: 390, height: 844 });
    caio.setDefaultTimeout(15_000);
    await deskPage.signIn(caio, stage, 'caio@demo.example');
    const helena = await stage.person();
    await deskPage.signIn(helena, stage, 'helena@demo.example');
    await helena.evaluate(async () => {
      const get = async (path: string) => (await fetch(path)).json();
      const { items } = await get('/api/people');
      const caio = items.find((one: { name: string }) => one.name.startsWith('Caio'));
      await fetch(`/api/people/${caio.id}`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', 'x-meada-csrf': '1' },
        body: JSON.stringify({ visibility: 'assigned' }),
      });
    });
    await note(marina).fill('');
    await note(marina).pressSequentially('Confere o estoque, @cai', { delay: 10 });
    await marina.getByRole('option', { name: /Caio/ }).click();
    await marina.getByRole('button', { name: 'Anotar' }).click();
    const asked = marina.getByRole('alert').filter({ hasText: 'não vê esta conversa' });
    await asked.waitFor();
    await look(marina, 'outside');
    await asked.getByRole('button', { name: 'Dar acesso e avisar' }).click();
    await deskPage.thread(marina).getByText('@Caio').first().waitFor();
    await caio.goto(`${stage.app.url}/mentions`);
    const row = caio.getByRole('main').getByRole('link').filter({ hasText: 'Confere o estoque' });
    await row.waitFor();
    await look(caio, 'mentions-phone');
    expect(await graveFaults(caio)).toEqual([]);
    await row.click();
    await deskPage.thread(caio).getByText('Confere o estoque', { exact: false }).first().waitFor();
    // Taken off again, it is out of sight.
    await marina.getByRole('button', { name: 'Mais ações' }).click();
    await marina.getByRole('menuitem', { name: 'Seguidores…' }).click();
    await look(marina, 'followers');
    await marina.getByRole('button', { name: /^Tirar Caio/ }).click();
    await marina.getByText('Ninguém segue esta conversa.').waitFor();
    await caio.goto(`${stage.app.url}/mentions`);
    await caio.getByText('Ninguém mencionou você ainda').waitFor();
  });
});
