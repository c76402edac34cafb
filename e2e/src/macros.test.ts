import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** What is done often is said once: canned replies, macros, and the same for many conversations. */
let stage: Stage;
let square: Square;
let boss: Page;
let desk: Page;
const soon = { timeout: 20_000 };
const dora = { value: '1009', name: 'Dra. Dora Lins' };
const field = () => desk.getByRole('textbox', { name: 'Escreva ao cliente…', exact: true });
const thread = () => deskPage.thread(desk);

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  boss = await stage.person();
  await deskPage.signIn(boss, stage, 'helena@demo.example');
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'marina@demo.example');
  await square.arrive(dora, 'Quero trocar um novelo');
});
afterAll(() => stage?.stop());

it('a canned reply is made with variables, a file and other words for another language', async () => {
  await boss.goto(`${stage.app.url}/settings/canned`);
  await boss.getByRole('button', { name: 'Nova resposta pronta' }).click();
  const dialog = boss.getByRole('dialog');
  await dialog.getByLabel('Título').fill('Etiqueta de devolução');
  await dialog.getByLabel('Atalho').fill('devolucao');
  await dialog
    .getByLabel('Texto', { exact: true })
    .first()
    .fill('{{saudacao}}, {{cliente.primeiro_nome|tudo bem}}! Segue a etiqueta do ');
  await dialog.getByRole('button', { name: 'Inserir dado' }).first().click();
  await boss.getByRole('menuitem', { name: 'Protocolo' }).click();
  await dialog.getByLabel('Texto', { exact: true }).first().press('End');
  await boss.keyboard.type('. Confirma o e-mail {{cliente.email}}?');
  await dialog.locator('input[type="file"]').setInputFiles({
    name: 'etiqueta.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('etiqueta'),
  });
  await dialog.getByText('etiqueta.txt').waitFor(soon);
  await dialog.getByRole('button', { name: 'Nova versão' }).click();
  await dialog.getByLabel('Texto', { exact: true }).nth(1).fill('Hola, {{cliente.nombre}}');
  await dialog.getByLabel('Pasta').fill('Trocas');
  expect(await graveFaults(boss)).toEqual([]);
  await look(boss, 'canned-dialog');
  await dialog.getByRole('button', { name: 'Salvar' }).click();
  await dialog.waitFor({ state: 'detached', ...soon });
  await look(boss, 'canned-list');
});

it('is found by a word without its accent, shown as it will read, and not sent with a gap in it', async () => {
  await deskPage.row(desk, 'Dora Lins').click();
  await thread().getByText('Quero trocar um novelo').waitFor(soon);
  await field().click();
  await desk.keyboard.type('/devoluç');
  const menu = desk.getByRole('listbox', { name: 'Respostas prontas' });
  await menu.getByRole('option', { name: /devolucao/ }).waitFor(soon);
  await desk.getByText('Dora! Segue a etiqueta do').waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'canned-menu');
  await desk.keyboard.press('Enter');
  await expect.poll(() => field().inputValue(), soon).toMatch(/^(Bom dia|Boa tarde|Boa noite), Dora!/);
  await desk.getByText('Preencha antes de enviar:').waitFor(soon);
  await desk.getByText('etiqueta.txt').waitFor(soon);
  await look(desk, 'canned-gap');
  const before = square.sent.length;
  expect(await desk.getByRole('button', { name: 'Enviar', exact: true }).isDisabled()).toBe(true);
  await field().press('Control+Enter');
  expect(square.sent.length).toBe(before);
  // What is missing is selected: typing writes over it.
  await desk.getByRole('button', { name: 'cliente.email' }).click();
  await desk.keyboard.type('dora@exemplo.com.br');
  await desk.getByRole('button', { name: 'Enviar', exact: true }).click();
  await expect.poll(() => square.sent.length, soon).toBe(before + 1);
  const [message] = square.sent.slice(-1);
  expect(JSON.stringify(message?.content)).toContain('dora@exemplo.com.br');
  expect(JSON.stringify(message?.content)).not.toContain('{{');
});

it('a macro is built of actions in order', async () => {
  await boss.goto(`${stage.app.url}/settings/macros`);
  await boss.getByRole('button', { name: 'Nova macro' }).first().click();
  const dialog = boss.getByRole('dialog');
  await dialog.getByLabel('Nome').fill('Esperar devolução');
  const add = async (name: string) => {
    await dialog.getByRole('button', { name: 'Acrescentar ação' }).click();
    await boss.getByRole('menuitem', { name }).click();
  };
  await add('Responder ao cliente');
  await dialog
    .getByLabel('Texto', { exact: true })
    .fill('{{cliente.primeiro_nome}}, assim que chegar eu aviso. {{protocolo}}');
  await add('Prioridade');
  await add('Mudar situação');
  await dialog.getByRole('combobox', { name: 'Situação' }).click();
  await boss.getByRole('option', { name: 'Adiar' }).click();
  expect(await graveFaults(boss)).toEqual([]);
  await look(boss, 'macro-dialog');
  await dialog.getByRole('button', { name: 'Salvar' }).click();
  await dialog.waitFor({ state: 'detached', ...soon });
  await boss.getByText('Esperar devolução').first().waitFor();
  await look(boss, 'macro-list');
});

it('says what it will do, lets the words be changed, does it in one go and takes it back', async () => {
  await desk.keyboard.press('Escape');
  await thread().click();
  await desk.keyboard.press('m');
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('option', { name: /Esperar devolução/ }).waitFor(soon);
  await dialog.getByLabel('Buscar macro').fill('devolucao');
  await look(desk, 'macro-choice');
  await desk.keyboard.press('Enter');
  const words = dialog.getByLabel('O que o cliente vai ler');
  await expect.poll(() => words.inputValue(), soon).toMatch(/^Dora, assim que chegar/);
  await words.fill('Dora, aviso assim que chegar!');
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'macro-preview');
  await dialog.getByRole('button', { name: 'Rodar' }).click();
  await thread().getByText('Dora, aviso assim que chegar!').waitFor(soon);
  await desk.getByText('Adiada', { exact: false }).first().waitFor(soon);
  await desk.getByRole('alert').getByRole('button', { name: 'Desfazer' }).click();
  await desk.getByText('Desfeito, menos: a resposta já saiu').waitFor(soon);
  await desk.getByRole('region', { name: 'Conversas' }).getByText('Dora Lins').waitFor(soon);
  await look(desk, 'macro-undone');
});

it('the same is done to several conversations, and taken back', async () => {
  const list = desk.getByRole('region', { name: 'Conversas' });
  const box = (n: number) => list.getByRole('checkbox', { name: `Selecionar conversa de Cliente ${n}` });
  // One after the other, so that the list has them in this order.
  for (const n of [1, 2, 3]) {
    await square.arrive({ value: `200${n}`, name: `Cliente ${n}` }, `Onde está meu pedido ${n}?`);
    await box(n).waitFor(soon);
  }
  await box(3).check();
  await list.getByText('Onde está meu pedido 1?').click({ modifiers: ['Shift'] });
  await desk.getByText('3 selecionadas').waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'bulk-picked');
  const bar = desk.getByRole('region', { name: 'Conversas selecionadas' });
  await bar.getByRole('button', { name: 'Situação' }).click();
  await look(desk, 'bulk-status');
  await desk.getByRole('menuitem', { name: 'Resolver' }).click();
  await desk.getByText('Feito em 3 conversas').waitFor(soon);
  await box(3).waitFor({ state: 'detached', ...soon });
  await look(desk, 'bulk-done');
  await desk.getByRole('alert').getByRole('button', { name: 'Desfazer' }).last().click();
  await box(3).waitFor(soon);
  // By the keyboard: x picks the one in focus, Escape lets go.
  await list.getByText('Onde está meu pedido 2?').hover();
  await box(2).check();
  await desk.keyboard.press('Escape');
  expect(await desk.getByText('1 selecionada').count()).toBe(0);
});

it('one that gives to who is deactivated says so in the list, in its form and before it runs', async () => {
  type People = { items: { id: string; name: string }[] };
  const { items } = await api<People>(boss, ['GET', '/api/people']);
  const caio = items.find(({ name }) => name === 'Caio Ferreira')?.id ?? '';
  const actions = [{ kind: 'assign', to: 'person', assigneeId: caio }];
  const macro = { name: 'Para o Caio', actions, inboxIds: [], folder: '', shownTo: 'all', teamIds: [] };
  await api(boss, ['POST', '/api/macros'], macro);
  await api(boss, ['PATCH', `/api/people/${caio}`], { active: false });
  await boss.goto(`${stage.app.url}/settings/macros`);
  await boss.getByText('Passar para Caio Ferreira (desativada)').waitFor(soon);
  await boss.getByText('precisa de ajuste').waitFor(soon);
  await look(boss, 'macro-lacks-list');
  await boss
    .getByRole('button', { name: /Para o Caio/ })
    .first()
    .click();
  const dialog = boss.getByRole('dialog');
  await dialog.getByText('Esta pessoa está desativada: escolha outra.').waitFor(soon);
  expect(await graveFaults(boss)).toEqual([]);
  await look(boss, 'macro-lacks-form');
  await boss.goto(`${stage.app.url}/conversations`);
  await deskPage.row(boss, 'Dora Lins').click();
  await deskPage.thread(boss).click();
  await boss.keyboard.press('m');
  await dialog.getByRole('option', { name: /Para o Caio/ }).click();
  await dialog.getByText('Esta pessoa está desativada e não recebe mais nada.').waitFor(soon);
  expect(await dialog.getByRole('button', { name: 'Rodar' }).isDisabled()).toBe(true);
  await look(boss, 'macro-lacks-preview');
  await api(boss, ['PATCH', `/api/people/${caio}`], { active: true });
});

it('stands on a telephone and in the dark', async () => {
  const phone = await stage.person({ width: 390, height: 844, dark: true });
  await deskPage.signIn(phone, stage, 'helena@demo.example');
  await phone.getByRole('checkbox', { name: 'Selecionar conversa de Cliente 1' }).check({ force: true });
  await phone.getByText('1 selecionada').waitFor(soon);
  await look(phone, 'phone-bulk');
  await phone.getByRole('button', { name: 'Limpar seleção' }).click();
  await deskPage.row(phone, 'Dora Lins').click();
  await phone.getByRole('textbox', { name: 'Escreva ao cliente…', exact: true }).click();
  await phone.keyboard.type('/');
  await phone.getByRole('listbox', { name: 'Respostas prontas' }).waitFor(soon);
  await look(phone, 'phone-canned');
  await phone.goto(`${stage.app.url}/settings/macros`);
  await phone.getByText('Esperar devolução').first().waitFor(soon);
  await phone
    .getByRole('button', { name: /Mudar: Esperar devolução|Esperar devolução/ })
    .first()
    .click();
  await phone.getByRole('dialog').waitFor(soon);
  await look(phone, 'phone-macro');
});
