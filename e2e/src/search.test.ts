import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** An agent finds what somebody said long ago, although a letter is wrong, and stands at that very message. */
let stage: Stage;
let square: Square;
let desk: Page;
const soon = { timeout: 20_000 };
const dora = { value: '2009', name: 'Dora Lins' };
const said = 'A cafeteira veio com a tampa rachada e quero o reembolso do frete grátis';

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  await square.arrive(dora, said);
  for (let n = 1; n <= 120; n += 1)
    await square.arrive(dora, `Mais uma pergunta sobre o pedido, a de número ${n}`);
  await square.arrive(
    { value: '2010', name: 'Nilo Pacheco' },
    'Minha cafeteira chegou, obrigado! '.repeat(30),
  );
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'marina@demo.example');
});
afterAll(() => stage?.stop());

const field = () => desk.getByRole('searchbox', { name: 'Buscar nas mensagens' });
const hits = () => desk.getByRole('list', { name: 'Buscar nas mensagens' }).getByRole('listitem');

it('is found from the palette, with what was looked for marked', async () => {
  await desk.keyboard.press('Control+k');
  await desk.getByPlaceholder('Buscar conversa, cliente, protocolo…').fill('reembolsos');
  await desk.getByRole('button', { name: 'em todas as mensagens' }).click(soon);
  await hits().filter({ hasText: 'tampa rachada' }).waitFor(soon);
  expect(await field().inputValue()).toBe('reembolsos');
  expect(await hits().filter({ hasText: 'tampa rachada' }).locator('mark').allTextContents()).toEqual([
    'reembolso',
  ]);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'search-found');
});

it('a slip is forgiven and told; quotes and minus narrow; nothing is said kindly', async () => {
  await field().fill('cafetiera');
  await desk.getByText('Ninguém escreveu “cafetiera”. Mostrando “cafeteira”.').waitFor(soon);
  expect(await hits().count()).toBe(2);
  await look(desk, 'search-slip');
  await field().fill('cafeteira -tampa');
  await expect.poll(() => hits().count(), soon).toBe(1);
  await field().fill('"grátis frete"');
  await desk.getByText('Nada encontrado para').waitFor(soon);
  await look(desk, 'search-nothing');
  await field().fill('');
  await desk.getByText('O que você procura?').waitFor(soon);
  await look(desk, 'search-tips');
});

it('filters narrow it, and the address can be shared', async () => {
  await field().fill('pedido');
  await desk.getByRole('combobox', { name: 'Quem escreveu' }).selectOption('Nota interna');
  await expect.poll(() => desk.url(), soon).toContain('by=note');
  await desk.getByRole('button', { name: 'Limpar filtros' }).first().click();
  await expect.poll(() => hits().count(), soon).toBeGreaterThan(29);
  await hits().nth(29).scrollIntoViewIfNeeded();
  await expect.poll(() => hits().count(), soon).toBeGreaterThan(59);
  await look(desk, 'search-many');
});

it('a list narrowed to what matters is kept under a name, for everybody, and counted', async () => {
  const boss = await stage.person();
  await deskPage.signIn(boss, stage, 'helena@demo.example');
  await boss
    .getByRole('searchbox')
    .or(boss.getByPlaceholder('Nome, protocolo ou palavras'))
    .first()
    .fill('cafeteira');
  await expect.poll(() => boss.url(), soon).toContain('q=cafeteira');
  await boss.getByRole('button', { name: 'Visões salvas' }).click();
  await boss.getByRole('menuitem', { name: 'Salvar a visão de agora…' }).click();
  await boss.getByLabel('Nome', { exact: true }).fill('Cafeteiras');
  await boss.getByLabel('Mostrar a todos').check();
  await look(boss, 'views-dialog');
  await boss.getByRole('button', { name: 'Salvar', exact: true }).click();
  await boss.getByText('Visão salva').waitFor(soon);
  await desk.goto(`${stage.app.url}/conversations`);
  await desk.getByRole('button', { name: 'Visões salvas' }).click();
  const kept = desk.getByRole('menuitem', { name: 'Cafeteiras' });
  await kept.filter({ hasText: '2' }).waitFor(soon);
  expect(await desk.getByRole('menuitem', { name: 'Alterar “Cafeteiras”' }).count()).toBe(0);
  await look(desk, 'views-menu');
  await kept.click();
  await expect.poll(() => desk.url(), soon).toContain('q=cafeteira');
  await desk.goto(`${stage.app.url}/search`);
});

it('opens at the very message, far up in the thread, by keyboard', async () => {
  await field().fill('"tampa rachada"');
  await hits().filter({ hasText: 'tampa rachada' }).waitFor(soon);
  await expect.poll(() => hits().count(), soon).toBe(1);
  await field().press('ArrowDown');
  await desk.keyboard.press('Enter');
  const message = desk.getByRole('article').filter({ hasText: 'tampa rachada' });
  await message.waitFor(soon);
  await expect
    .poll(async () => {
      const box = await message.boundingBox();
      return box !== null && box.y > 60 && box.y < 700;
    }, soon)
    .toBe(true);
  await look(desk, 'search-opened');
  await desk.getByRole('button', { name: 'Mais ações' }).click();
  await desk.getByRole('menuitem', { name: 'Buscar nesta conversa' }).click();
  await desk.getByText('Nesta conversa: Dora Lins').waitFor(soon);
  await field().fill('cafeteira');
  await expect.poll(() => hits().count(), soon).toBe(1);
  await look(desk, 'search-inside');
  await desk.setViewportSize({ width: 390, height: 780 });
  await look(desk, 'search-phone');
  await desk.emulateMedia({ colorScheme: 'dark' });
  await look(desk, 'search-dark');
  expect(await graveFaults(desk)).toEqual([]);
});
