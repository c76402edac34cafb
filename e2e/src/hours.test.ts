import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** Hours are drawn on a grid, an inbox goes by them, and what is promised is seen running out, missed and reported (R7). */
let stage: Stage;
let square: Square;
let desk: Page;
const soon = { timeout: 20_000 };
const dora = { value: '1019', name: 'Dora Lins' };
const late = { value: '1020', name: 'Lia Prado' };

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'helena@demo.example');
});
afterAll(() => stage?.stop());

const cell = (name: string) => desk.getByRole('gridcell', { name });
const settings = (path: string) => desk.goto(`${stage.app.url}/settings/${path}`);

/** A call of the person at the desk. */
const call = (method: string, path: string, body?: object) =>
  desk.evaluate(
    async ([way, address, given]) => {
      const headers = { 'content-type': 'application/json', 'x-meada-csrf': '1' };
      const answer = await fetch(address, { method: way, headers, ...(given ? { body: given } : {}) });
      if (!answer.ok) throw new Error(`${way} ${address}: ${answer.status} ${await answer.text()}`);
      return answer.json();
    },
    [method, path, body ? JSON.stringify(body) : null] as const,
  );
const post = (path: string, body: object) => call('POST', path, body);
const read = (path: string) => call('GET', path);

it('hours are made with the mouse and the keyboard, and say how they stand', async () => {
  await settings('hours');
  await desk.getByRole('heading', { name: 'Horários', level: 1 }).waitFor(soon);
  await desk.getByText('Natal', { exact: true }).first().waitFor(soon);
  await look(desk, 'hours-list');
  expect(await graveFaults(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'Novo horário' }).click();
  await desk.getByLabel('Nome', { exact: true }).fill('Loja do centro');
  // Saturday morning with the mouse.
  await cell('Sábado 09:00–09:30: fechado').hover();
  await desk.mouse.down();
  await cell('Sábado 12:30–13:00: fechado').hover();
  await desk.mouse.up();
  await cell('Sábado 12:30–13:00: aberto').waitFor();
  // Lunch closed from Monday to Friday with the keyboard.
  await cell('Segunda-feira 12:00–12:30: aberto').focus();
  for (const key of ['ArrowRight', 'ArrowLeft']) await desk.keyboard.press(key);
  for (let row = 0; row < 4; row += 1) await desk.keyboard.press('Shift+ArrowDown');
  await desk.keyboard.press('Shift+ArrowRight');
  await desk.keyboard.press('Space');
  await cell('Sexta-feira 12:30–13:00: fechado').waitFor();
  await desk.getByRole('button', { name: 'Nova exceção' }).click();
  await desk.getByLabel('Motivo (opcional)').fill('Inventário');
  await desk.getByText(/Aberto agora|Fechado agora/).waitFor(soon);
  await look(desk, 'hours-editor');
  expect(await graveFaults(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'Salvar' }).click();
  await desk.getByText('Loja do centro').waitFor(soon);
  await desk.getByText('Nada segue este horário ainda').waitFor(soon);
});

it('a holiday of the firm stands among those that come', async () => {
  await desk.getByRole('button', { name: 'Novo feriado' }).click();
  await desk.getByLabel('Nome do feriado').last().fill('Aniversário da loja');
  await desk.getByRole('button', { name: 'Salvar feriados' }).click();
  await desk
    .getByRole('listitem')
    .filter({ hasText: 'Aniversário da loja' })
    .filter({ hasText: 'próprio' })
    .first()
    .waitFor(soon);
});

it('an inbox goes by them, with the call it offers', async () => {
  await settings(`inboxes/${square.inboxId}/hours`);
  await desk.getByRole('combobox', { name: 'Horário' }).click();
  await desk.getByRole('option', { name: 'Loja do centro' }).click();
  await desk.getByLabel('Mensagem de ausência').fill('Agora estamos fora.');
  await desk.getByLabel('Oferecer ligação fora do horário').check({ force: true });
  await look(desk, 'hours-inbox');
  await desk.getByRole('button', { name: 'Salvar' }).click();
  await desk.getByText('Horário salvo').waitFor(soon);
});

it('what is promised runs on the row and in the header, and what is late says so', async () => {
  // Always at work, also on the firm's holiday made above, which is today.
  const always = { timeZone: 'America/Sao_Paulo', week: [], holidays: 'none', ownHolidays: false };
  await post('/api/hours', { name: 'Plantão', ...always });
  await settings('agreements');
  await desk.getByRole('button', { name: 'Novo acordo' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('Nome', { exact: true }).fill('Padrão');
  await dialog.getByRole('combobox', { name: 'Contar pelo horário' }).click();
  await desk.getByRole('option', { name: 'Plantão' }).click();
  await look(desk, 'agreements-dialog');
  expect(await graveFaults(desk)).toEqual([]);
  await dialog.getByRole('button', { name: 'Salvar' }).click();
  await desk.getByText('Primeira resposta: 1 h', { exact: false }).waitFor(soon);
  await look(desk, 'agreements-list');
  // Her message lay with the platform for three hours.
  const at = new Date(Date.now() - 3 * 3_600_000).toISOString();
  await square.arrive(late, 'Cadê meu pedido?', { at });
  await square.arrive(dora, 'Meu pedido não chegou');
  await desk.goto(`${stage.app.url}/conversations?view=due`);
  const rows = desk.locator('[data-conversation]');
  await rows
    .filter({ hasText: 'Dora Lins' })
    .getByText(/vence em/)
    .waitFor(soon);
  await rows
    .filter({ hasText: 'Lia Prado' })
    .getByText(/vencido há 2/)
    .waitFor(soon);
  const names = await rows.allInnerTexts();
  const place = (name: string) => names.findIndex((text) => text.includes(name));
  expect(place('Lia Prado')).toBeLessThan(place('Dora Lins'));
  await rows.filter({ hasText: 'Lia Prado' }).click();
  await desk
    .getByRole('banner')
    .or(desk.locator('header'))
    .getByText(/vencido há/)
    .first()
    .waitFor(soon);
  await look(desk, 'agreements-due');
  expect(await graveFaults(desk)).toEqual([]);
});

it('an answer ends it, and the report says how it was kept', async () => {
  const { items } = await read('/api/conversations?view=due');
  for (const name of ['Lia Prado', 'Dora Lins']) {
    const { id } = items.find((item: { customer: { name: string } }) => item.customer.name === name);
    const content = { v: 1, kind: 'text', text: 'Já estamos vendo.' };
    await post(`/api/conversations/${id}/messages`, { clientId: crypto.randomUUID(), content });
  }
  // Deadlines are ended behind the log, and the report is a page that is read once.
  const due = async () => JSON.stringify((await read('/api/conversations?view=due')).items);
  await expect.poll(due, soon).not.toMatch(/Lia Prado|Dora Lins/);
  await settings('agreements/report');
  await desk.getByRole('heading', { name: 'Por acordo' }).waitFor(soon);
  await desk
    .getByText(/Cumpridos: 1 · perdidos: 1/)
    .first()
    .waitFor(soon);
  await desk.getByRole('heading', { name: 'Prazos perdidos' }).waitFor(soon);
  await look(desk, 'agreements-report');
  expect(await graveFaults(desk)).toEqual([]);
  // One button says what it does; what is taken stands in its menu.
  await desk.getByRole('button', { name: 'Exportar' }).click();
  await desk.getByRole('menuitem', { name: /^Resumo: .*XLSX/ }).waitFor();
  await look(desk, 'agreements-export');
  const [file] = await Promise.all([
    desk.waitForEvent('download'),
    desk.getByRole('menuitem', { name: /^Prazos perdidos: .*CSV/ }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^deadlines\.csv$/);
});
