import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage, shopPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** A visitor asks in the chat, nobody answers, and the page is closed: an agent wins them back by e-mail. */
let stage: Stage;
let desk: Page;
let shop: Page;
const soon = { timeout: 20_000 };
const words = 'Vocês têm agulha circular de 80 cm?';
const ana = 'ana.que.saiu@cliente.example';

beforeAll(async () => {
  stage = await startStage({ leaving: { goneMs: 300, waitedMs: 0 } });
  desk = await stage.person();
  shop = await stage.person({ width: 1100, height: 800 });
  await deskPage.signIn(desk, stage, 'helena@demo.example');
});
afterAll(() => stage?.stop());

/** The shop has it: gone is here who does not come back within a moment. */
const arrived = (text: string) =>
  expect
    .poll(() => desk.evaluate(async () => (await fetch('/api/conversations?limit=3')).text()), soon)
    .toContain(text);
const card = () => desk.getByRole('listitem').filter({ hasText: words });

it('nobody is left behind at first, and the page says so', async () => {
  await desk.keyboard.press('g');
  await desk.keyboard.press('r');
  await desk.getByText('Ninguém ficou para trás').waitFor(soon);
  await look(desk, 'recoveries-none');
});

it('who leaves the chat unanswered is there, live, with what they wanted', async () => {
  await shop.goto(`${stage.app.url}/loja`);
  await shopPage.openChat(shop);
  await shopPage.say(shop, words);
  await arrived(words);
  await shop.close();
  await card().getByText('Saiu do chat sem resposta').waitFor(soon);
  await card().getByText('Nenhum contato conhecido').waitFor(soon);
  await card().getByRole('button', { name: 'Abrir conversa' }).waitFor(soon);
});

it('with an address that is found the way to them stands there, and the composer begins on it', async () => {
  const { items } = await desk.evaluate(async () => (await fetch('/api/abandonments')).json());
  const { id } = items[0].customer;
  await desk.evaluate(
    async ([customer, value]) =>
      fetch(`/api/customers/${customer}/identities`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-meada-csrf': '1' },
        body: JSON.stringify({ kind: 'email', value }),
      }),
    [id, ana],
  );
  await desk.reload();
  await card().getByText(ana).last().waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'recoveries-open');
  await card().getByRole('button', { name: 'Escrever' }).click();
  await desk.getByRole('region', { name: 'Mensagens' }).or(desk.getByRole('log')).first().waitFor(soon);
  await desk.getByText(ana).first().waitFor(soon);
  await look(desk, 'recoveries-composer');
  await deskPage.answer(desk, 'Temos sim! Quer que eu separe?');
  await look(desk, 'recoveries-answered');
  await expect
    .poll(async () => (await stage.world.mail.mailbox(ana)).map((one) => one.mail.text ?? ''), soon)
    .toEqual([expect.stringContaining('Temos sim! Quer que eu separe?')]);
});

it('is being contacted, comes back, and is counted', async () => {
  await desk.goto(`${stage.app.url}/recoveries`);
  await desk.getByText('Em contato', { exact: false }).first().click();
  await card().getByText('1 tentativa').waitFor(soon);
  await look(desk, 'recoveries-tried');
  const [mail] = await stage.world.mail.mailbox(ana);
  await stage.world.mail.customerSends({
    from: { name: 'Ana', address: ana },
    to: mail?.mail.replyTo?.[0]?.address ?? '',
    subject: `Re: ${mail?.mail.subject ?? ''}`,
    text: 'Quero sim!',
  });
  await desk.getByText('Encerrados').click();
  await card().getByText('Recuperado').waitFor(soon);
  await expect
    .poll(() => desk.getByRole('definition').allTextContents(), soon)
    .toEqual(expect.arrayContaining(['1 100%']));
});

it('dismissed with a reason, and taken back; on a telephone, in the dark', async () => {
  const phone = await stage.person({ width: 390, height: 844, dark: true });
  const visitor = await stage.person();
  await visitor.goto(`${stage.app.url}/loja`);
  await shopPage.openChat(visitor);
  await shopPage.say(visitor, 'Comprem seguidores baratos');
  await arrived('seguidores');
  await visitor.close();
  await deskPage.signIn(phone, stage, 'helena@demo.example');
  await phone.getByText('1 pessoa saiu sem resposta: recuperar').click(soon);
  const spam = phone.getByRole('listitem').filter({ hasText: 'seguidores' });
  await spam.waitFor(soon);
  await look(phone, 'recoveries-phone');
  // The bar for several is one stop of Tab; arrows go from button to button.
  await spam.getByRole('checkbox').check();
  const bar = phone.getByRole('toolbar');
  await bar.waitFor(soon);
  expect(await bar.locator('button[tabindex="0"]').count()).toBe(1);
  await bar.getByRole('button').first().focus();
  const focused = () => phone.evaluate(() => document.activeElement?.textContent ?? '');
  const names = await bar.getByRole('button').allTextContents();
  for (const name of [...names.slice(1), names[0]]) {
    await phone.keyboard.press('ArrowRight');
    expect(await focused()).toBe(name);
  }
  await phone.keyboard.press('End');
  await phone.keyboard.press('Enter');
  await bar.waitFor({ ...soon, state: 'detached' });
  await spam.getByRole('button', { name: 'Mais ações' }).click();
  await phone.getByRole('menuitem', { name: 'Spam ou engano' }).click();
  await spam.waitFor({ ...soon, state: 'detached' });
  await phone.getByRole('button', { name: 'Desfazer' }).click();
  await spam.waitFor(soon);
});
