import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** A segment is written with its count, its members come and go while it is open, and they alone are told of an inbox (U5). */
let stage: Stage;
let square: Square;
let desk: Page;
const soon = { timeout: 20_000 };

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'helena@demo.example');
});
afterAll(() => stage?.stop());

const pick = async (label: string, option: string): Promise<void> => {
  await desk.getByRole('combobox', { name: label }).last().click();
  await desk.getByRole('option', { name: option, exact: true }).click();
};
const found = () => desk.getByRole('complementary', { name: 'Quem está no segmento' });

it('is written condition by condition, and counted while it is', async () => {
  await desk.goto(`${stage.app.url}/segments`);
  await desk.getByRole('link', { name: 'Vendas grandes em aberto' }).waitFor(soon);
  await look(desk, 'segments-list');
  await desk.getByRole('link', { name: 'Novo segmento' }).click();
  await desk.getByLabel('Nome', { exact: false }).first().fill('Compram e escrevem');
  await desk.getByRole('button', { name: 'Condição', exact: true }).click();
  await pick('Condição', 'Soma dos negócios em aberto');
  await desk.getByLabel('Valor').fill('9000');
  await found().getByText('2 clientes').waitFor(soon);
  await desk.getByText('no mínimo R$ 9.000,00').waitFor();
  await desk.getByRole('combobox', { name: 'Moeda' }).fill('iene');
  await desk.getByRole('option', { name: /^JPY/ }).click();
  await found().getByText('Nenhum cliente').waitFor(soon);
  await desk.getByText(/no mínimo JP¥\s9\.000\./).waitFor();
  await desk.getByRole('combobox', { name: 'Condição' }).last().click();
  await desk.getByRole('option', { name: 'Nome', exact: true }).click();
  await pick('Comparação', 'começa com');
  await desk.getByLabel('Valor').fill('Rafael e');
  await found().getByText('1 cliente', { exact: true }).waitFor(soon);
  await look(desk, 'segments-editor');
  expect(await graveFaults(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'Salvar' }).click();
  await desk.getByText('Segmento salvo').waitFor(soon);
});

it('members come and go as a customer changes in another tab', async () => {
  await desk.goto(`${stage.app.url}/segments`);
  await desk.getByRole('link', { name: 'Compram e escrevem' }).click();
  await desk.getByRole('heading', { name: 'Compram e escrevem' }).waitFor(soon);
  const people = desk.getByRole('list', { name: 'Quem está no segmento' });
  await people.getByText('Rafael e Bianca').waitFor(soon);
  const tab = await desk.context().newPage();
  await tab.goto(`${stage.app.url}/customers?query=Joana`);
  await tab.getByText('Joana Biscaia').first().click();
  await tab.getByRole('heading', { name: 'Joana Biscaia' }).first().waitFor(soon);
  const id = tab.url().split('/').at(-1) ?? '';
  await tab.evaluate(
    async ([path, name]) => {
      const headers = { 'content-type': 'application/json', 'x-meada-csrf': '1' };
      await fetch(path, { method: 'PATCH', headers, body: JSON.stringify({ name }) });
    },
    [`/api/customers/${id}`, 'Rafael e Joana'] as const,
  );
  await people.getByText('Rafael e Joana').waitFor(soon);
  await desk.getByText('2 clientes').waitFor(soon);
  await look(desk, 'segments-members');
  await desk.getByRole('button', { name: 'Exportar' }).click();
  const coming = desk.waitForEvent('download');
  await desk.getByRole('menuitem', { name: 'Texto separado (CSV)' }).click();
  expect((await coming).suggestedFilename()).toBe('customers.csv');
});

it('an announcement goes to who is in it and to nobody else', async () => {
  await desk.goto(`${stage.app.url}/segments/new`);
  await desk.getByLabel('Nome', { exact: false }).first().fill('Com nome de Dona');
  await desk.getByRole('button', { name: 'Condição', exact: true }).click();
  await pick('Comparação', 'está preenchido');
  await desk.getByRole('button', { name: 'Salvar' }).click();
  await desk.getByText('Segmento salvo').waitFor(soon);
  await desk.goto(`${stage.app.url}/settings/inboxes/${square.inboxId}`);
  await desk.getByRole('button', { name: 'Avisar clientes' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByText(/clientes? ser(á|ão) avisados?/).waitFor(soon);
  await dialog.getByRole('combobox', { name: 'Para quem' }).click();
  await desk.getByRole('option', { name: /^Compram e escrevem/ }).click();
  await dialog.getByText('Ninguém a avisar').waitFor(soon);
  await look(desk, 'segments-announce-nobody');
  await dialog.getByRole('combobox', { name: 'Para quem' }).click();
  await desk.getByRole('option', { name: /^Com nome de Dona/ }).click();
  await dialog.getByText(/clientes? ser(á|ão) avisados?/).waitFor(soon);
  await dialog.getByText(/do segmento não escrev/).waitFor(soon);
  await look(desk, 'segments-announce');
  expect(await graveFaults(desk)).toEqual([]);
  await dialog.getByRole('button', { name: 'Avisar agora' }).click();
  await expect.poll(() => desk.getByRole('dialog').count(), soon).toBe(2);
  await desk.getByRole('dialog').last().getByRole('button', { name: 'Avisar agora' }).click();
  // At the inbox's own pace.
  await desk.getByText(/\d avisados?, 0 na fila/).waitFor({ timeout: 60_000 });
  await desk.getByText(/Com nome de Dona · /).waitFor();
  await look(desk, 'segments-announced');
}, 120_000);

it('in the dark, on a phone', async () => {
  const phone = await stage.person({ width: 390, height: 800, dark: true });
  await deskPage.signIn(phone, stage, 'teresa@demo.example');
  await phone.goto(`${stage.app.url}/segments`);
  await phone.getByRole('link', { name: 'Vendas grandes em aberto' }).waitFor(soon);
  await look(phone, 'segments-phone');
  await phone.getByRole('link', { name: 'Vendas grandes em aberto' }).click();
  await phone.getByText('Ateliê Ponto a Ponto').waitFor(soon);
  await look(phone, 'segments-phone-members');
  const wide = await phone.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(wide).toBeLessThanOrEqual(0);
});
