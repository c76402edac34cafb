import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { letterBox, openSquare, type Square } from './support/square.ts';
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
  await desk.getByText('Nenhuma mensagem encontrada para').waitFor(soon);
  await look(desk, 'search-nothing');
  await field().fill('');
  await desk.getByText('O que você procura?').waitFor(soon);
  await look(desk, 'search-tips');
});

it('whoever and whatever is called so stands above the messages', async () => {
  await field().fill('dora li');
  const things = desk.getByRole('navigation', { name: 'Também com esse nome' });
  await things.getByRole('link', { name: 'Dora Lins' }).waitFor(soon);
  await look(desk, 'search-things');
  expect(await graveFaults(desk)).toEqual([]);
  await field().press('ArrowDown');
  await desk.keyboard.press('Enter');
  await expect.poll(() => desk.url(), soon).toContain('/customers/');
  await desk.goBack();
  await things.waitFor(soon);
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

it('a channel narrows it to what was said there, and to its inboxes', async () => {
  const letters = await openSquare(stage, letterBox);
  await letters.arrive(dora, 'Escrevo também por carta sobre a cafeteira');
  await desk.reload();
  await field().fill('cafeteira');
  await expect.poll(() => hits().count(), soon).toBe(3);
  const channel = desk.getByRole('combobox', { name: 'Canal' });
  await channel.selectOption('Carta');
  await expect.poll(() => hits().count(), soon).toBe(1);
  await hits().filter({ hasText: 'por carta' }).waitFor(soon);
  expect(desk.url()).toContain('channel=letterbox');
  const inbox = desk.getByRole('combobox', { name: 'Caixa de entrada' });
  expect(await inbox.getByRole('option').allTextContents()).toEqual(['Qualquer caixa', 'Cartas']);
  await inbox.selectOption('Cartas');
  await look(desk, 'search-channel');
  // Another channel takes the inbox of this one away.
  await channel.selectOption('Praça');
  await expect.poll(() => hits().count(), soon).toBe(2);
  expect(desk.url()).not.toContain('inbox=');
  await desk.getByRole('combobox', { name: 'Quem escreveu' }).selectOption('Nota interna');
  expect(await desk.getByRole('combobox', { name: 'Pública ou particular' }).count()).toBe(0);
  await desk.getByRole('button', { name: 'Limpar filtros' }).first().click();
  await expect.poll(() => hits().count(), soon).toBe(3);
});

it('what is written down about customers is found as well, and opens at the very note', async () => {
  const { items } = await api<{ items: { id: string }[] }>(desk, ['GET', '/api/customers?query=Dora%20Lins']);
  const notes = `/api/customers/${items[0]?.id}/notes`;
  for (let n = 1; n <= 5; n += 1)
    await api(desk, ['POST', notes], {
      text: `Visita ${n}: a cafeteira fica no escritório do segundo andar`,
    });
  const long = `Combinado com a gerência: ${'palavra '.repeat(60)}não oferecer a lanterna ${'outra '.repeat(40)}`;
  await api(desk, ['POST', notes], { text: long });
  await field().fill('cafeteiras');
  const records = desk.getByRole('region', { name: 'Nas fichas de clientes' });
  await records.getByRole('link').first().waitFor(soon);
  expect(await records.getByRole('listitem').count()).toBe(3);
  await look(desk, 'search-records');
  expect(await graveFaults(desk)).toEqual([]);
  await records.getByRole('button', { name: 'Mostrar mais das fichas' }).click();
  await expect.poll(() => records.getByRole('listitem').count(), soon).toBe(5);
  await desk.getByRole('combobox', { name: 'Quem escreveu' }).selectOption('Cliente');
  await records.waitFor({ ...soon, state: 'detached' });
  await desk.getByRole('button', { name: 'Limpar filtros' }).first().click();
  await field().fill('lanetrna');
  await records.locator('mark').filter({ hasText: 'lanterna' }).waitFor(soon);
  // Down to what was found, up again to the words.
  await field().press('ArrowDown');
  await desk.keyboard.press('ArrowUp');
  await expect.poll(() => field().evaluate((node) => node === document.activeElement), soon).toBe(true);
  await field().press('ArrowDown');
  await desk.keyboard.press('Enter');
  const note = desk.getByRole('listitem').filter({ hasText: 'não oferecer a lanterna' });
  await note.waitFor(soon);
  await expect
    .poll(async () => {
      const box = await note.boundingBox();
      return box !== null && box.y < 700 && box.y + box.height > 100;
    }, soon)
    .toBe(true);
  await look(desk, 'search-note');
  await desk.goBack();
  await records.waitFor(soon);
});

it('is the same in English and Spanish, on a phone, in the dark', async () => {
  const other = await stage.person();
  await deskPage.signIn(other, stage, 'caio@demo.example');
  for (const { locale, dark, width } of [
    { locale: 'en', dark: false, width: 1280 },
    { locale: 'es', dark: true, width: 390 },
  ]) {
    await api(other, ['PATCH', '/api/session/profile'], { locale });
    await other.setViewportSize({ width, height: 844 });
    await other.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await other.goto(`${stage.app.url}/search?q=cafeteira`);
    await other.locator('mark').first().waitFor(soon);
    await look(other, `search-${locale}`);
    await other.getByRole('searchbox').fill('lanterna');
    await other.locator('mark').filter({ hasText: 'lanterna' }).waitFor(soon);
    await look(other, `search-${locale}-record`);
    if (width < 760) await other.getByRole('button', { name: /Filtros/ }).click();
    await look(other, `search-${locale}-filters`);
    expect(await graveFaults(other)).toEqual([]);
  }
  await api(other, ['PATCH', '/api/session/profile'], { locale: 'pt-BR' });
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
  expect(await desk.getByRole('menuitem', { name: 'Editar “Cafeteiras”' }).count()).toBe(0);
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
  await expect.poll(() => hits().count(), soon).toBe(2);
  await look(desk, 'search-inside');
  await desk.setViewportSize({ width: 390, height: 780 });
  await look(desk, 'search-phone');
  await desk.getByRole('button', { name: 'Buscar em tudo' }).click();
  await field().fill('dora');
  await desk.getByRole('navigation', { name: 'Também com esse nome' }).waitFor(soon);
  await look(desk, 'search-things-phone');
  await desk.emulateMedia({ colorScheme: 'dark' });
  await look(desk, 'search-dark');
  expect(await graveFaults(desk)).toEqual([]);
});
