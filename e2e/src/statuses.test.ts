import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** The firm's own statuses are made, given, looked for and archived; what is put aside comes back and rings. */
let stage: Stage;
let square: Square;
let teresa: Page;
let marina: Page;
const dora = { value: '1009', name: 'Dora Lins' };
const soon = { timeout: 20_000 };

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  [teresa, marina] = [await stage.person(), await stage.person()];
  await deskPage.signIn(teresa, stage, 'teresa@demo.example');
  await deskPage.signIn(marina, stage, 'marina@demo.example');
  await square.arrive(dora, 'O tricô veio com defeito');
});
afterAll(() => stage?.stop());

const add = async (category: string, name: string, isDefault = false): Promise<void> => {
  await teresa.getByRole('button', { name: `Nova situação em “${category}”` }).click();
  const dialog = teresa.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Nome' }).fill(name);
  if (isDefault) await dialog.getByLabel('É a padrão da categoria').check();
  if (name === 'Na fábrica') await look(teresa, 'statuses-dialog');
  await dialog.getByRole('button', { name: 'Criar situação' }).click();
  await teresa.getByText(name, { exact: true }).waitFor(soon);
};
const pill = () => marina.getByRole('button', { name: /^Situação:/ });

it('who answers for conversations makes the firm’s own words, in their order', async () => {
  await teresa.goto(`${stage.app.url}/settings/statuses`);
  await teresa.getByText('Esperamos alguém de fora').waitFor(soon);
  await add('Aguardando cliente', 'Com a transportadora');
  await add('Aguardando cliente', 'Na fábrica');
  await add('Resolvida', 'Trocado', true);
  await teresa.getByRole('button', { name: 'Subir “Na fábrica”' }).click();
  const names = teresa.getByRole('list', { name: 'Aguardando cliente' }).getByRole('listitem');
  await expect.poll(() => names.first().textContent(), soon).toContain('Na fábrica');
  expect(await graveFaults(teresa)).toEqual([]);
  await look(teresa, 'statuses-page');
  await teresa.setViewportSize({ width: 390, height: 844 });
  await look(teresa, 'statuses-phone');
  await teresa.setViewportSize({ width: 1280, height: 800 });
});

it('an agent gives one, finds the conversation by it, and a default stands where nobody chose', async () => {
  await deskPage.row(marina, 'Dora Lins').click();
  await pill().click();
  await marina.getByRole('menuitem', { name: 'Na fábrica' }).waitFor(soon);
  await look(marina, 'statuses-menu');
  await marina.getByRole('menuitem', { name: 'Na fábrica' }).click();
  await expect.poll(() => pill().textContent(), soon).toContain('Na fábrica');
  await deskPage.thread(marina).getByText('Na fábrica').waitFor(soon);
  await marina.getByRole('button', { name: /Filtros/ }).click();
  await marina.getByRole('combobox', { name: 'Situação' }).selectOption({ label: 'Na fábrica' });
  await deskPage.row(marina, 'Dora Lins').waitFor(soon);
  await look(marina, 'statuses-filter');
  await marina.keyboard.press('Escape');
  await marina.getByRole('button', { name: 'Resolver' }).click();
  await expect.poll(() => pill().textContent(), soon).toContain('Trocado');
});

it('an archived one is given no more and stays where it stands', async () => {
  await teresa.getByRole('button', { name: 'Arquivar: Trocado' }).click();
  await teresa.getByRole('button', { name: 'Restaurar: Trocado' }).waitFor(soon);
  // It had been the default; nobody gave it to the conversation.
  await expect.poll(() => pill().textContent(), soon).toContain('Resolvida');
  await pill().click();
  await marina.getByRole('menuitem', { name: 'Na fábrica' }).waitFor(soon);
  await marina.getByRole('menuitem', { name: 'Trocado' }).waitFor({ state: 'detached', ...soon });
  await marina.keyboard.press('Escape');
});

it('put aside until the customer answers, with why; it comes back on top and rings', async () => {
  await marina.getByRole('button', { name: 'Adiar (s)' }).click();
  await marina.getByLabel('Por quê? (opcional)').fill('ela vai mandar as fotos');
  await look(marina, 'snooze-sheet');
  await marina.getByRole('button', { name: 'O cliente responder' }).click();
  await expect.poll(() => pill().textContent(), soon).toContain('até o cliente responder');
  await deskPage.thread(marina).getByText('“ela vai mandar as fotos”').waitFor(soon);
  await look(marina, 'snooze-waiting');
  const at = marina.url();
  await marina.goto(`${stage.app.url}/conversations`);
  await deskPage.row(marina, 'Rui Sá').waitFor(soon);
  // What rings comes once the first screen stands.
  await marina.waitForLoadState('networkidle');
  await square.arrive(dora, 'Aqui estão as fotos');
  await marina.getByRole('alert').getByText('o cliente respondeu').waitFor(soon);
  await marina.getByRole('alert').getByRole('button', { name: 'Abrir' }).click();
  await marina.waitForURL((url) => url.pathname === new URL(at).pathname, soon);
  await expect.poll(() => pill().textContent(), soon).toContain('Aberta');
  await look(marina, 'snooze-woken');
});

it('until somebody of the team writes a note: a colleague’s brings it back', async () => {
  // By keys alone, from choice to choice and over the end; on a phone as on a desk.
  await marina.setViewportSize({ width: 390, height: 844 });
  await marina.getByRole('button', { name: 'Adiar (s)' }).focus();
  await marina.keyboard.press('Enter');
  const focused = () => marina.evaluate(() => document.activeElement?.textContent ?? '');
  const wanted = 'Alguém da equipe escrever uma nota';
  await expect.poll(focused, soon).toContain('Uma hora');
  await look(marina, 'snooze-phone');
  await marina.keyboard.press('ArrowUp');
  for (let steps = 0; steps < 9 && (await focused()) !== wanted; steps += 1)
    await marina.keyboard.press('ArrowUp');
  await marina.keyboard.press('ArrowDown');
  await marina.keyboard.press('ArrowUp');
  expect(await focused()).toBe(wanted);
  await marina.keyboard.press('Enter');
  await marina.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(() => pill().textContent(), soon).toContain('até alguém escrever uma nota');
  await teresa.goto(marina.url());
  await teresa.getByRole('button', { name: 'Nota interna' }).click();
  await teresa.getByRole('textbox', { name: 'Escreva uma nota para a equipe…' }).fill('A fábrica troca');
  await teresa.getByRole('button', { name: 'Anotar' }).click();
  await deskPage.thread(marina).getByText('há uma nota nova').waitFor(soon);
  await expect.poll(() => pill().textContent(), soon).toContain('Aberta');
  await marina.emulateMedia({ colorScheme: 'dark' });
  await look(marina, 'snooze-dark');
});
