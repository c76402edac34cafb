import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** A pipeline is made, a deal goes through its stages by mouse and by keys, is won with a reason, and is counted (U8). */
let stage: Stage;
let desk: Page;
let other: Page;
const soon = { timeout: 20_000 };
const title = 'Tear de pente-liço para o ateliê';

beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'helena@demo.example');
});
afterAll(() => stage?.stop());

const column = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
/** By the mouse, as a hand does it; again while the board was busy with something else. */
async function drag(page: Page, name: string, to: string): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    await card(page, name).first().hover();
    await page.mouse.down();
    const box = await column(page, to).boundingBox();
    if (box) await page.mouse.move(box.x + box.width / 2, box.y + 90, { steps: 15 });
    await column(page, to).hover({ position: { x: 60, y: 80 }, force: true });
    await page.mouse.up();
    const there = to === 'Ganho' ? page.getByRole('dialog') : column(page, to).getByText(name);
    const done = await there
      .first()
      .waitFor({ timeout: 4000 })
      .then(
        () => true,
        () => false,
      );
    if (done) return;
  }
}
const card = (page: Page, name: string) => page.getByRole('button', { name, exact: false });
const choose = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByRole('combobox', { name: label }).first().click();
  await page.getByRole('option', { name: option }).first().click();
};

it('the shop already sells: several stages, owners, values, what is late', async () => {
  await desk.goto(`${stage.app.url}/deals`);
  await column(desk, 'Negociação').getByText('Lã merino para coleção de inverno').waitFor(soon);
  await column(desk, 'Ganho').getByText('Enxoval de bebê bordado').waitFor();
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'deals-board');
});

it('a pipeline of their own is made', async () => {
  await desk.goto(`${stage.app.url}/settings/pipelines`);
  await desk.getByRole('button', { name: 'Novo funil' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('Nome', { exact: true }).fill('Encomendas');
  await dialog.getByLabel('Nome da etapa').first().fill('Pedido');
  await dialog.getByRole('button', { name: 'Adicionar etapa' }).click();
  await dialog.getByLabel('Nome da etapa').nth(1).fill('Em produção');
  await look(desk, 'deals-pipeline');
  await dialog.getByRole('button', { name: 'Salvar' }).click();
  await desk.getByText('Encomendas').waitFor(soon);
});

it('a deal is written by keyboard and taken through the stages by keys', async () => {
  await desk.goto(`${stage.app.url}/deals`);
  await choose(desk, 'Funil', 'Encomendas');
  await desk.getByText('Nenhum negócio ainda').waitFor(soon);
  await look(desk, 'deals-empty');
  await desk.getByRole('heading', { name: 'Negócios' }).click();
  await desk.keyboard.press('n');
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Cliente' }).fill('Ateliê Ponto');
  await desk.getByRole('option', { name: 'Ateliê Ponto a Ponto' }).click();
  await dialog.getByLabel('Título').fill(title);
  await dialog.getByLabel('Valor').fill('2.350,50');
  await look(desk, 'deals-new');
  await dialog.getByRole('button', { name: 'Criar negócio' }).click();
  const first = column(desk, 'Pedido');
  await first.getByText(title).waitFor(soon);
  await first.getByText('R$ 2.350,50').first().waitFor();
  await card(first as never, title).focus();
  await desk.keyboard.press('Space');
  await desk.keyboard.press('ArrowRight');
  await column(desk, 'Em produção').locator('[data-held]:focus').waitFor(soon);
  await look(desk, 'deals-held');
  await desk.keyboard.press('Space');
  await desk.locator('[data-held]').waitFor({ state: 'detached', ...soon });
  await column(desk, 'Em produção').getByText(title).waitFor(soon);
});

it('the other agent sees the card come back by the mouse', async () => {
  other = await stage.person({ dark: true });
  await deskPage.signIn(other, stage, 'marina@demo.example');
  await other.goto(`${stage.app.url}/deals`);
  await choose(other, 'Funil', 'Encomendas');
  await column(other, 'Em produção').getByText(title).waitFor(soon);
  await drag(desk, title, 'Pedido');
  await column(desk, 'Pedido').getByText(title).waitFor(soon);
  await column(other, 'Pedido').getByText(title).waitFor(soon);
  await look(other, 'deals-dark');
});

it('the next step is noted, put off and ticked off; what the customer lived stands beside it', async () => {
  await card(desk, title).first().click();
  const drawer = desk.getByRole('dialog');
  await drawer.getByRole('textbox', { name: 'Próximo passo' }).fill('Confirmar a largura do pente');
  await drawer.getByRole('button', { name: 'Amanhã', exact: true }).click();
  await drawer.getByRole('button', { name: 'Anotar' }).click();
  await column(desk, 'Pedido').getByText('Confirmar a largura do pente').waitFor(soon);
  await drawer.getByRole('heading', { name: 'O que já aconteceu com o cliente' }).waitFor();
  await drawer.getByText(`${title} → Em produção`).waitFor(soon);
  await look(desk, 'deals-drawer');
  expect(await graveFaults(desk)).toEqual([]);
  await drawer.getByRole('heading', { name: 'O que já aconteceu com o cliente' }).scrollIntoViewIfNeeded();
  await look(desk, 'deals-drawer-past');
  await drawer.getByRole('button', { name: 'Feito' }).click();
  await drawer.getByRole('button', { name: 'Anotar' }).waitFor(soon);
  await desk.keyboard.press('Escape');
});

it('is won with a reason, and the forecast counts it', async () => {
  await drag(desk, title, 'Ganho');
  const dialog = desk.getByRole('dialog');
  await dialog.getByText('Ganho: por quê?').waitFor(soon);
  await dialog.getByRole('combobox', { name: 'Motivo' }).click();
  await desk.getByRole('option', { name: 'Indicação' }).click();
  await look(desk, 'deals-won');
  await dialog.getByRole('button', { name: 'Ganho', exact: true }).click();
  await column(desk, 'Ganho').getByText(title).waitFor(soon);
  await desk.getByText('Previsão', { exact: true }).click();
  await desk.getByRole('cell', { name: 'Indicação' }).waitFor(soon);
  await desk.getByRole('cell', { name: 'R$ 2.350,50' }).waitFor();
  expect(await graveFaults(desk)).toEqual([]);
  await choose(desk, 'Funil', 'Vendas');
  await desk.getByRole('cell', { name: 'Atendimento' }).waitFor(soon);
  await look(desk, 'deals-forecast');
});

it('the list goes out as a workbook, and everything fits a phone', async () => {
  await desk.getByText('Lista', { exact: true }).click();
  await desk.getByRole('button', { name: 'Cortinas de crochê para os quartos' }).waitFor(soon);
  await look(desk, 'deals-list');
  await desk.getByRole('button', { name: 'Exportar' }).click();
  const coming = desk.waitForEvent('download');
  await desk.getByRole('menuitem', { name: 'Planilha do Excel (XLSX)' }).click();
  expect((await coming).suggestedFilename()).toBe('deals.xlsx');
  const phone = await stage.person({ width: 390, height: 800, dark: true });
  await deskPage.signIn(phone, stage, 'caio@demo.example');
  await phone.goto(`${stage.app.url}/deals`);
  await phone.getByText('Lembranças de casamento (80 un.)').waitFor(soon);
  await look(phone, 'deals-phone');
  await phone.getByText('Lembranças de casamento (80 un.)').click();
  await phone.getByRole('dialog').getByRole('button', { name: 'Anotar' }).waitFor(soon);
  await phone.getByRole('heading', { name: 'O que já aconteceu com o cliente' }).waitFor(soon);
  await look(phone, 'deals-phone-drawer');
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
});
