import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square, underPost } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** Who shouts loudest stands first, everybody sees why, and a person may know better (R4). */
let stage: Stage;
let square: Square;
let desk: Page;
const soon = { timeout: 20_000 };
const rui = { value: '4001', name: 'Rui Sales' };

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'helena@demo.example');
  const angry = 'Que absurdo!!! Ninguém responde, vou no Procon e no juizado';
  await square.arrive(rui, angry, underPost({ reach: 12_400 }));
});
afterAll(() => stage?.stop());

it('stands in a view of its own, the loudest first, with its reasons', async () => {
  await desk.getByRole('button', { name: /Repercussão$/ }).click();
  await desk.getByText('Rui Sales').first().waitFor(soon);
  await look(desk, 'loud-list');
  await deskPage.row(desk, 'Rui Sales').click();
  const badge = desk.getByRole('button', { name: /^Repercussão \d+ de 100/ });
  await badge.click();
  const why = desk.getByRole('dialog');
  await why.getByText('Fala em Justiça ou Procon: procon, juizado').waitFor(soon);
  await why.getByText(/Alcance de 12\.400 pessoas/).waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'loud-why');
});

it('a person’s word stands until it is taken back', async () => {
  const why = desk.getByRole('dialog');
  await why.getByText('Baixa', { exact: true }).click();
  await desk.getByText('Uma pessoa definiu este valor', { exact: false }).waitFor(soon);
  await look(desk, 'loud-set');
  await why.getByText('Pelos pontos', { exact: true }).click();
  await desk
    .getByText('Uma pessoa definiu este valor', { exact: false })
    .waitFor({ state: 'detached', ...soon });
});

it('the firm adds words of its own, and tries them', async () => {
  await desk.goto(`${stage.app.url}/settings/loudness`);
  await desk.getByText('Nenhuma palavra própria ainda', { exact: false }).waitFor(soon);
  await desk.getByRole('button', { name: 'Nova palavra' }).click();
  await desk.getByRole('textbox', { name: 'Palavra ou expressão' }).fill('casamento');
  await desk.getByRole('button', { name: 'Salvar' }).click();
  await desk.getByText('Palavras salvas').waitFor(soon);
  await desk
    .getByLabel('Mensagem do cliente')
    .fill('É para o meu casamento, e vou processar vocês se atrasar');
  await desk.getByRole('button', { name: 'Ver os pontos' }).click();
  await desk.getByText('Palavras da empresa: casamento').waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'loud-settings');
});
