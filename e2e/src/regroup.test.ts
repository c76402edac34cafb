import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** A matter that came in twice is put together, one that holds two is split, and both are taken back (T6). */
let stage: Stage;
let square: Square;
let desk: Page;
const dora = { value: '1009', name: 'Dora Lins' };
const soon = { timeout: 20_000 };
/** Where the split led. A page is told apart by its address. */
let apart: string;
const said = ['Meu pedido não chegou', 'E quero trocar o outro', 'Outra coisa: a nota fiscal'];

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'marina@demo.example');
  for (const text of said) await square.arrive(dora, text);
});
afterAll(() => stage?.stop());

const more = async (name: string): Promise<void> => {
  await desk.getByRole('button', { name: 'Mais ações' }).click();
  await desk.getByRole('menuitem', { name }).click();
};
const thread = () => deskPage.thread(desk);

it('messages are marked and become a conversation of their own; what is left says where they went', async () => {
  await deskPage.row(desk, 'Dora Lins').click();
  await thread()
    .getByText(said[2] ?? '')
    .waitFor(soon);
  const before = desk.url();
  const colleague = await stage.person();
  await deskPage.signIn(colleague, stage, 'caio@demo.example');
  await deskPage.row(colleague, 'Dora Lins').click();
  const theirs = deskPage.thread(colleague);
  await theirs.getByText(said[2] ?? '').waitFor(soon);
  const stays = await theirs.getByText(said[0] ?? '').elementHandle();
  await more('Separar ou mover mensagens');
  await thread().getByRole('checkbox').nth(1).check();
  await thread().getByRole('checkbox').nth(2).check();
  await desk.getByText('2 mensagens selecionadas').waitFor();
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'regroup-marking');
  await desk.getByRole('button', { name: 'Nova conversa', exact: true }).click();
  await desk.getByLabel('Assunto (opcional)').fill('Troca e nota');
  await look(desk, 'regroup-split');
  await desk.getByRole('button', { name: 'Criar conversa' }).click();
  await expect.poll(() => desk.url(), soon).not.toBe(before);
  apart = desk.url();
  await thread()
    .getByText(said[1] ?? '')
    .waitFor(soon);
  expect(
    await thread()
      .getByText(said[0] ?? '')
      .count(),
  ).toBe(0);
  await look(desk, 'regroup-after');
  // Who reads along reads on: what went is a trace now, what stayed was not taken from the screen meanwhile.
  await theirs.getByText('2 mensagens foram para a conversa').waitFor(soon);
  expect(await theirs.getByText(said[1] ?? '').count()).toBe(0);
  expect(await stays?.evaluate((words) => words.isConnected)).toBe(true);
  await colleague.close();
});

it('is put together again with the other one, and taken back by the toast', async () => {
  await more('Juntar a outra conversa…');
  const dialog = desk.getByRole('dialog');
  await dialog.getByText('2 mensagens', { exact: false }).first().isVisible();
  await look(desk, 'regroup-target');
  await dialog.getByRole('button', { name: said[0] }).click();
  await expect.poll(() => desk.url(), soon).not.toBe(apart);
  await thread()
    .getByText(said[0] ?? '')
    .waitFor(soon);
  await thread()
    .getByText(said[2] ?? '')
    .waitFor(soon);
  await look(desk, 'regroup-merged');
  await desk.getByRole('alert').getByRole('button', { name: 'Desfazer' }).click();
  await expect.poll(() => desk.url(), soon).toBe(apart);
  await thread()
    .getByText(said[1] ?? '')
    .waitFor(soon);
  expect(
    await thread()
      .getByText(said[0] ?? '')
      .count(),
  ).toBe(0);
});

it('the past stands in a list, each with its way back', async () => {
  await more('Junções e separações');
  const past = desk.getByRole('dialog').getByRole('listitem');
  await past.first().waitFor(soon);
  expect(await past.count()).toBe(2);
  await look(desk, 'regroup-past');
  await past.filter({ hasText: 'Separada de' }).getByRole('button', { name: 'Desfazer' }).click();
  for (const text of said) await thread().getByText(text).waitFor(soon);
  expect(await thread().getByText('foram para a conversa').count()).toBe(0);
});
