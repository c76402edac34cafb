import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage, shopPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** After resolving the customer is asked on the channel they used, and answers with one tap: chat, phone, mail (J6). */
let stage: Stage;
let desk: Page;
let shop: Page;
const soon = { timeout: 30_000 };
const phone = '5541977754321';
const lia = 'lia.mail@cliente.example';
const asks = 'Como foi o seu atendimento com';

beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  shop = await stage.person({ width: 420, height: 800 });
  await deskPage.signIn(desk, stage, 'helena@demo.example');
});
afterAll(() => stage?.stop());

/** Opens what a customer wrote, answers and resolves it. */
async function serve(words: string): Promise<void> {
  await desk.goto(`${stage.app.url}/conversations`);
  await deskPage.row(desk, words).click(soon);
  await deskPage.answer(desk, 'Pronto, resolvido!');
  await deskPage.thread(desk).getByText('Pronto, resolvido!').first().waitFor(soon);
  await desk.getByRole('button', { name: 'Resolver' }).first().click();
  await deskPage.thread(desk).getByText('Pesquisa de satisfação enviada').waitFor({ timeout: 60_000 });
}
const face = (name: string) => shopPage.thread(shop).getByRole('button', { name });

it('the survey is switched on, and what the customer will see stands beside it', async () => {
  await desk.goto(`${stage.app.url}/settings/surveys`);
  await desk.getByText('Nenhuma pesquisa neste período').waitFor(soon);
  await look(desk, 'surveys-none');
  await desk.getByRole('tab', { name: 'Pesquisa' }).click();
  await desk.getByRole('switch', { name: 'Perguntar depois de resolver' }).check();
  await desk.getByRole('combobox', { name: 'Quando perguntar' }).click();
  await desk.getByRole('option', { name: 'Logo ao resolver' }).click();
  await desk.getByRole('region', { name: 'Como o cliente vê' }).getByText('😍 Ótimo').waitFor();
  await look(desk, 'surveys-rule');
  await desk.getByRole('button', { name: 'Salvar' }).first().click();
  await desk.getByText('Pesquisa salva.').waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
});

it('in the chat faces are tapped: the agent sees it at once, nothing reopens, and it may be changed', async () => {
  await shop.goto(`${stage.app.url}/loja`);
  await shopPage.openChat(shop);
  await shopPage.say(shop, 'Qual a largura do tear?');
  await serve('Qual a largura do tear?');
  await shopPage.thread(shop).getByText(asks).waitFor(soon);
  await look(shop, 'surveys-chat');
  await face('😡 Péssimo').click();
  await deskPage.thread(desk).getByText('O cliente avaliou o atendimento: 😡 Péssimo').waitFor(soon);
  await shopPage.thread(shop).getByRole('link', { name: 'Deixar comentário' }).waitFor(soon);
  await desk
    .getByText('Avaliação do cliente: Péssimo')
    .first()
    .waitFor({ ...soon, state: 'attached' });
  await desk.getByRole('button', { name: 'Reabrir' }).first().waitFor(soon);
  await look(desk, 'surveys-thread');
  await face('😍 Ótimo').click();
  await deskPage.thread(desk).getByText('mudou a avaliação de 😡 Péssimo para 😍 Ótimo').waitFor(soon);
  await look(shop, 'surveys-chat-changed');
});

it('on the telephone a list is answered; a bad one rings for who reads reports', async () => {
  stage.world.whatsapp.customerSends(phone, 'Meu pedido veio errado', { name: 'Clara Prado' });
  await serve('Meu pedido veio errado');
  const last = () => stage.world.whatsapp.chat(phone).messages.findLast((one) => one.from === 'business');
  await expect.poll(() => last()?.body.type, soon).toBe('list');
  const rows = JSON.stringify(last()?.body);
  const id = /csat:[0-9a-f-]{36}:1/.exec(rows)?.[0] ?? '';
  for (let tap = 0; tap < 2; tap += 1)
    stage.world.whatsapp.customerSends(
      phone,
      { type: 'list_reply', id, title: '😡 Péssimo' },
      { replyTo: last()?.id },
    );
  await deskPage.thread(desk).getByText('O cliente avaliou o atendimento: 😡 Péssimo').waitFor(soon);
  await desk.getByRole('button', { name: /Avisos/ }).click();
  await desk.getByRole('menuitem', { name: /Clara Prado/ }).waitFor(soon);
  await look(desk, 'surveys-bell');
  await desk.keyboard.press('Escape');
});

it('from a mail one click on a face is enough; opening the link alone rates nothing', async () => {
  await stage.world.mail.customerSends({
    from: { name: 'Lia Sales', address: lia },
    to: 'loja@demo.example',
    subject: 'Tear de mesa',
    text: 'Vocês têm o tear em imbuia?',
  });
  await serve('Vocês têm o tear em imbuia?');
  const letter = async () => (await stage.world.mail.mailbox(lia)).at(-1)?.mail.html || '';
  await expect.poll(letter, soon).toContain('/pesquisa/');
  const link = /href="([^"]*\/pesquisa\/[\w-]{64}\/4)"/.exec(await letter())?.[1] ?? '';
  // A scanner opens every link there is.
  for (const rating of [1, 2, 3, 4, 5]) await fetch(link.replace(/4$/, String(rating)));
  const reader = await stage.person({ width: 390, height: 780 });
  // A browser that is driven says so, and its script rates nothing; this one is a human's.
  await reader.addInitScript(() => Object.defineProperty(navigator, 'webdriver', { get: () => false }));
  await reader.goto(link);
  await reader.getByRole('button', { name: 'Enviar esta nota' }).waitFor(soon);
  await look(reader, 'surveys-page');
  await reader.mouse.move(100, 300);
  await reader.mouse.move(120, 340);
  await reader.getByText('Obrigado! A sua nota foi registrada.').waitFor(soon);
  await reader.getByLabel('Quer contar mais? (opcional)').fill('Atendimento rápido e gentil.');
  await reader.getByRole('button', { name: 'Enviar comentário' }).click();
  await reader.getByText('Obrigado, recebemos o seu comentário.').waitFor(soon);
  expect(await graveFaults(reader)).toEqual([]);
  await look(reader, 'surveys-page-done');
  await deskPage.thread(desk).getByText('O cliente avaliou o atendimento: 🙂 Bom').waitFor(soon);
  await deskPage.thread(desk).getByText('Atendimento rápido e gentil.').waitFor(soon);
});

it('the report tells it by person, inbox and day; the list is narrowed to the bad ones', async () => {
  await desk.goto(`${stage.app.url}/settings/surveys`);
  await desk.getByText('2 boas de 3 respostas').waitFor(soon);
  await desk.getByText('Atendimento rápido e gentil.').waitFor(soon);
  await look(desk, 'surveys-report');
  await desk.getByRole('button', { name: 'Marcar como tratada' }).click();
  await desk.getByRole('button', { name: 'Tratada · desfazer' }).waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await desk.goto(`${stage.app.url}/conversations?view=all&status=any&rating=bad`);
  await deskPage.row(desk, 'Clara Prado').waitFor(soon);
  expect(await desk.getByText('Lia Sales').count()).toBe(0);
  await look(desk, 'surveys-list');
  const agent = await stage.person({ dark: true, width: 390, height: 800 });
  await deskPage.signIn(agent, stage, 'marina@demo.example');
  await agent.goto(`${stage.app.url}/settings/surveys`);
  await agent.getByText('O que os clientes disseram dos seus atendimentos.').waitFor(soon);
  await look(agent, 'surveys-own-dark');
});
