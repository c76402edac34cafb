import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** What is more than text: templates with every part, buttons, lists, orders; put together in the desk, answered on the phone. */
let stage: Stage;
let desk: Page;
const phone = '5541977712345';
const soon = { timeout: 25_000 };

beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'marina@demo.example');
  stage.world.whatsapp.customerSends(phone, 'Vocês entregam no Portão?', {
    name: 'Clara Prado',
    referral: { id: '1', url: 'https://fb.me/x', headline: 'Frete grátis', body: 'Só hoje', click: 'Aff' },
  });
  await deskPage.row(desk, 'Vocês entregam no Portão?').click(soon);
});
afterAll(() => stage?.stop());

const open = async (item: string) => {
  await desk.getByRole('button', { name: 'Mais formas de mensagem' }).click();
  await desk.getByRole('menuitem', { name: item, exact: true }).click();
  return desk.getByRole('dialog');
};
const last = () => stage.world.whatsapp.chat(phone).messages.findLast((one) => one.from === 'business');

it('the advertisement and the time left stand where the agent looks', async () => {
  await deskPage
    .thread(desk)
    .getByRole('link', { name: /Frete grátis/ })
    .waitFor(soon);
  await desk
    .getByText(/23 h|24 h|1 dia/)
    .first()
    .waitFor(soon);
});

it('a template is filled beside its preview and arrives as it was shown', async () => {
  const dialog = await open('Modelo aprovado');
  await dialog.getByText('reprovado').waitFor(soon);
  await look(desk, 'templates');
  await dialog.getByRole('button', { name: /oferta da semana/ }).click();
  const send = dialog.getByRole('button', { name: 'Enviar', exact: true });
  expect(await send.isDisabled()).toBe(true);
  await dialog.getByLabel('Campo 1').fill('Clara');
  await dialog.getByLabel(/Código do botão/).fill('FRETE10');
  await dialog.getByLabel('Válido até').fill('2099-01-01T10:00');
  await dialog.getByText('Clara, sua oferta acaba logo!').waitFor(soon);
  await dialog.getByText('Cobrado como marketing.').waitFor();
  await look(desk, 'template-fill');
  await send.click();
  await vi.waitFor(() => expect(last()?.text).toBe('Clara, sua oferta acaba logo!'), soon);
  await deskPage.thread(desk).getByText('Clara, sua oferta acaba logo!').waitFor(soon);
});

it('buttons are put together in the desk, and the answer comes back', async () => {
  const dialog = await open('Botões');
  await dialog.getByLabel('Texto').fill('Qual período?');
  await dialog.getByLabel('Botão 1').fill('Manhã');
  await dialog.getByLabel('Botão 2').fill('manhã');
  await dialog.getByText('Cada opção precisa de um texto diferente.').waitFor();
  await dialog.getByLabel('Botão 2').fill('Tarde');
  await look(desk, 'buttons');
  await dialog.getByRole('button', { name: 'Enviar', exact: true }).click();
  await vi.waitFor(() => expect(last()?.body.type).toBe('button'), soon);
  stage.world.whatsapp.customerSends(
    phone,
    { type: 'button_reply', id: 'option-2', title: 'Tarde' },
    { replyTo: last()?.id },
  );
  await deskPage.thread(desk).getByRole('article').filter({ hasText: 'Tarde' }).last().waitFor(soon);
});

it('an order shows its items and what they come to', async () => {
  const items = [
    { sku: 'TEN-38', quantity: 2, price: 89.9, currency: 'BRL' },
    { sku: 'MEI-1', quantity: 1, price: 10, currency: 'BRL' },
  ];
  stage.world.whatsapp.customerSends(phone, { type: 'order', items });
  await deskPage
    .thread(desk)
    .getByText(/3 itens · Total: R\$\s189,80/)
    .waitFor(soon);
  await look(desk, 'order');
});
