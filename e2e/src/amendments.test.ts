import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deskPage, shopPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** What is said can be changed where the channel can: the agent by the message's menu, the customer sees it. */
let stage: Stage;
let desk: Page;
let shop: Page;
beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  shop = await stage.person({ width: 1100, height: 800 });
  await deskPage.signIn(desk, stage, 'marina@demo.example');
});
afterAll(() => stage?.stop());

const soon = { timeout: 20_000 };
const message = (text: string) => deskPage.thread(desk).getByRole('article').filter({ hasText: text }).last();
/** By the keyboard alone, as somebody without a mouse does it. */
async function choose(text: string, item: string): Promise<void> {
  const menu = message(text).getByRole('button', { name: 'Ações da mensagem' });
  await menu.focus();
  await desk.keyboard.press('Enter');
  await desk.getByRole('menuitem', { name: item, exact: true }).focus();
  await desk.keyboard.press('Enter');
}

it('edits, reacts and deletes in the chat of the site, live', async () => {
  await shop.goto(`${stage.app.url}/loja`);
  await shopPage.openChat(shop);
  await shopPage.say(shop, 'Vocês abrem no domingo?');
  await deskPage.row(desk, 'Vocês abrem no domingo?').click();
  await deskPage.answer(desk, 'Abrimos às dez');
  await shopPage.thread(shop).getByText('Abrimos às dez').waitFor(soon);
  await choose('Abrimos às dez', 'Editar');
  const field = desk.getByRole('dialog').getByRole('textbox');
  await field.fill('Abrimos às nove');
  await desk.keyboard.press('Control+Enter');
  await shopPage.thread(shop).getByText('Abrimos às nove').waitFor(soon);
  await shopPage.thread(shop).getByText('editada').waitFor(soon);
  await message('Abrimos às nove').getByText('editada').waitFor(soon);
  await choose('Vocês abrem no domingo?', 'Reagir com 👍');
  await shopPage.thread(shop).getByText('👍').waitFor(soon);
  await choose('Abrimos às nove', 'Apagar para o cliente');
  await desk.getByRole('dialog').getByRole('button', { name: 'Apagar', exact: true }).click();
  await shopPage.thread(shop).getByText('Mensagem apagada').waitFor(soon);
  await choose('Mensagem apagada', 'Ver versões anteriores');
  await desk.getByRole('dialog').getByText('Abrimos às dez').waitFor(soon);
  await desk.keyboard.press('Escape');
});

it('a note is edited by its author, with a mark', async () => {
  await desk.getByRole('button', { name: 'Nota interna' }).click();
  await desk.getByPlaceholder('Escreva uma nota para a equipe…').fill('Cliente pede domingo');
  await desk.getByRole('button', { name: 'Anotar', exact: true }).click();
  await message('Cliente pede domingo').waitFor(soon);
  await choose('Cliente pede domingo', 'Editar');
  await desk.getByRole('dialog').getByRole('textbox').fill('Cliente pede domingos');
  await desk.keyboard.press('Control+Enter');
  await message('Cliente pede domingos').getByText('editada').waitFor(soon);
});

it('offers on WhatsApp to react and nothing that it cannot', async () => {
  stage.world.whatsapp.customerSends(
    '5541977776666',
    { type: 'text', text: 'Chegou tudo certo!' },
    { name: 'Bruno' },
  );
  await deskPage.row(desk, 'Chegou tudo certo!').click();
  await deskPage.answer(desk, 'Que bom, Bruno!');
  await choose('Chegou tudo certo!', 'Reagir com 🎉');
  await expect
    .poll(
      () =>
        stage.world.whatsapp.chat('5541977776666').messages.findLast((one) => one.type === 'reaction')?.body,
      soon,
    )
    .toMatchObject({ emoji: '🎉' });
  await message('Que bom, Bruno!').getByRole('button', { name: 'Ações da mensagem' }).click();
  await desk.getByRole('menuitem', { name: 'Copiar texto' }).waitFor(soon);
  expect(await desk.getByRole('menuitem', { name: 'Editar' }).count()).toBe(0);
  expect(await desk.getByRole('menuitem', { name: 'Apagar para o cliente' }).count()).toBe(0);
});
