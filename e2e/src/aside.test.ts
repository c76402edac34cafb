import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** Put aside until something happens, by a macro and for many; what came back rings until it is read; publishing stops. */
let stage: Stage;
let square: Square;
let boss: Page;
let desk: Page;
const soon = { timeout: 20_000 };
const dora = { value: '4009', name: 'Dora Lins' };
const lia = { value: '4010', name: 'Lia Prado' };
const comment = { kind: 'comment' as const, url: 'https://praca.example/1', reach: 900 };

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  boss = await stage.person();
  desk = await stage.person();
  for (const page of [boss, desk]) page.setDefaultTimeout(15_000);
  await deskPage.signIn(boss, stage, 'helena@demo.example');
  await deskPage.signIn(desk, stage, 'marina@demo.example');
  await square.arrive(dora, 'Quero trocar um novelo');
  await square.arrive(lia, 'O fio veio errado', { public: comment });
});
afterAll(() => stage?.stop());

const idOf = async (name: string): Promise<string> => {
  const { items } = await api<{ items: { id: string; customer: { name: string } }[] }>(desk, [
    'GET',
    '/api/conversations?view=all&limit=100',
  ]);
  return items.find(({ customer }) => customer.name === name)?.id ?? '';
};

it('a macro sets a status of the firm’s own, and puts aside until the customer answers, at most so long', async () => {
  await boss.goto(`${stage.app.url}/settings/macros`);
  await boss.getByRole('button', { name: 'Nova macro' }).first().click();
  const dialog = boss.getByRole('dialog');
  await dialog.getByLabel('Nome').fill('Separar e esperar');
  const add = async (name: string) => {
    await dialog.getByRole('button', { name: 'Acrescentar ação' }).click();
    await boss.getByRole('menuitem', { name }).click();
  };
  const choose = async (name: string, option: string, nth = 0) => {
    await dialog.getByRole('combobox', { name }).nth(nth).click();
    await boss.getByRole('option', { name: option, exact: true }).click();
  };
  await add('Mudar situação');
  await dialog.getByRole('combobox', { name: 'Situação' }).click();
  await boss.getByRole('option', { name: 'Separado para retirada' }).waitFor();
  await look(boss, 'aside-statuses');
  await boss.getByRole('option', { name: 'Separado para retirada' }).click();
  await add('Mudar situação');
  await choose('Situação', 'Adiar', 1);
  await choose('Volta', 'quando algo acontecer');
  await choose('No máximo', 'depois de dias');
  expect(await graveFaults(boss)).toEqual([]);
  await look(boss, 'aside-macro');
  await dialog.getByRole('button', { name: 'Salvar' }).click();
  await dialog.waitFor({ state: 'detached', ...soon });
  await boss
    .getByText(/Situação: Separado para retirada · Adiar até o cliente responder, no máximo/)
    .waitFor();

  const id = await idOf('Dora Lins');
  await desk.goto(`${stage.app.url}/conversations/${id}`);
  await deskPage.thread(desk).getByText('Quero trocar um novelo').waitFor(soon);
  await desk.keyboard.press('m');
  await desk.getByRole('option', { name: /Separar e esperar/ }).click();
  await desk.getByText('Situação: Separado para retirada').waitFor();
  await look(desk, 'aside-preview');
  await desk.getByRole('button', { name: 'Rodar' }).click();
  await desk.getByRole('button', { name: /Situação: .*Adiada/ }).waitFor(soon);
});

it('what comes back rings in the bell until it is read', async () => {
  // In the very first second of the desk, before what tells of it has been loaded.
  const ready = new Promise<void>((resolve) => {
    desk.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => payload.toString().includes('"ready"') && resolve()),
    );
  });
  await desk.goto(`${stage.app.url}/tasks`, { waitUntil: 'commit' });
  await ready;
  await square.arrive(dora, 'Pode ser o azul?');
  await desk.getByText('Uma conversa que você adiou voltou: o cliente respondeu.').waitFor(soon);
  await desk.getByRole('button', { name: /^Avisos/ }).click();
  await desk.getByText('Voltou: o cliente respondeu').waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'aside-bell');
  await desk.getByRole('menuitem', { name: /Dora Lins/ }).click();
  await deskPage.thread(desk).getByText('Pode ser o azul?').waitFor(soon);
  const back = () => api<{ items: unknown[] }>(desk, ['GET', '/api/woken-conversations']);
  await expect.poll(async () => (await back()).items, soon).toEqual([]);
});

it('the same for many: own statuses and events stand in the menu', async () => {
  await desk.goto(`${stage.app.url}/conversations?view=all`);
  const list = desk.getByRole('region', { name: 'Conversas' });
  await list.getByText('Pode ser o azul?').hover();
  await list.getByRole('checkbox', { name: 'Selecionar conversa de Dora Lins' }).check();
  const bar = desk.getByRole('region', { name: 'Conversas selecionadas' });
  await bar.getByRole('button', { name: 'Situação' }).click();
  await desk.getByRole('menuitem', { name: 'Conferindo o estoque' }).waitFor();
  await look(desk, 'aside-bulk');
  expect(await graveFaults(desk)).toEqual([]);
  await desk.getByRole('menuitem', { name: 'Adiar até alguém da equipe escrever uma nota' }).click();
  await desk.getByText('Feito em 1 conversa').waitFor(soon);
});

it('publishing stops when a colleague has answered meanwhile, and goes on when it is meant', async () => {
  const id = await idOf('Lia Prado');
  await desk.goto(`${stage.app.url}/conversations/${id}`);
  await deskPage.thread(desk).getByText('O fio veio errado').waitFor(soon);
  await desk.getByRole('button', { name: 'Resolver', exact: true }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Publicar e resolver' }).waitFor(soon);
  const content = { v: 1, kind: 'text', text: 'Já trocamos, obrigada!' };
  const { legs } = await api<{ legs: { id: string }[] }>(boss, ['GET', `/api/conversations/${id}`]);
  const body = { clientId: randomUUID(), content, legId: legs[0]?.id };
  await api(boss, ['POST', `/api/conversations/${id}/messages`], body);
  await dialog.getByRole('button', { name: 'Publicar e resolver' }).click();
  await dialog.getByText('Um colega respondeu enquanto você escrevia').waitFor(soon);
  await dialog.getByText('Já trocamos, obrigada!').waitFor(soon);
  await look(desk, 'aside-stopped');
  expect(await graveFaults(desk)).toEqual([]);
  expect(square.sent.length).toBe(1);
  await dialog.getByRole('button', { name: 'Publicar mesmo assim' }).click();
  await dialog.waitFor({ state: 'detached', ...soon });
  await expect.poll(() => square.sent.length, soon).toBe(2);
});

it('the account says what is told, and where reminders go', async () => {
  await desk.goto(`${stage.app.url}/settings/account`);
  await desk.getByText('Lembretes de tarefas também por e-mail').scrollIntoViewIfNeeded();
  await look(desk, 'aside-account');
  expect(await graveFaults(desk)).toEqual([]);
});
