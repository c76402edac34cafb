import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** An owner brings the old list: columns guessed, tried dry, brought in, found in the customers, taken back. */
let stage: Stage;
let desk: Page;
let folder: string;
const soon = { timeout: 20_000 };
beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'helena@demo.example');
  folder = mkdtempSync(join(tmpdir(), 'meada-list-'));
});
afterAll(async () => {
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const lines = [
  'Nome;E-mail;Celular;Nascimento;Cidade;Profissão',
  ...Array.from(
    { length: 900 },
    (_, n) =>
      `Pessoa Número ${n};pessoa${n}@lista.example;41 9${String(88_000_000 + n)};01/02/1980;Curitiba;Tecelã`,
  ),
  'Sem Contato Nenhum;sem-arroba;123;;;',
  ';;;;;Padeiro',
  '=HYPERLINK("http://mau.example");x@lista.example;;;;',
];

it('a list is read and its columns guessed', async () => {
  await desk.goto(`${stage.app.url}/settings/imports`);
  await desk.getByText('Solte o arquivo aqui').waitFor(soon);
  await look(desk, 'imports-empty');
  const bad = join(folder, 'foto.csv');
  writeFileSync(bad, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]));
  await desk.locator('input[type=file]').setInputFiles(bad);
  await desk.getByRole('alert').getByText('Não conhecemos este tipo de arquivo').waitFor(soon);
  const path = join(folder, 'clientes.csv');
  writeFileSync(path, lines.join('\n'));
  await desk.locator('input[type=file]').setInputFiles(path);
  await desk.getByRole('heading', { name: 'O que é cada coluna' }).waitFor(soon);
  expect(await desk.getByLabel('O que é a coluna Celular').first().inputValue()).toBe('Telefone');
  expect(await desk.getByLabel('O que é a coluna Profissão').first().inputValue()).toBe(
    'Criar campo próprio',
  );
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'imports-mapping');
});

it('the dry run says what would happen; then it happens', async () => {
  await desk.getByRole('button', { name: 'Conferir sem gravar' }).click();
  await desk.getByRole('heading', { name: 'O que aconteceria' }).waitFor(soon);
  await desk.getByText('Fórmula de planilha: pode ser um golpe').first().waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'imports-dry');
  await desk.getByRole('button', { name: 'Trazer 901 clientes' }).click();
  await desk.getByRole('heading', { name: 'O que aconteceu' }).waitFor(soon);
  await desk.getByText('Pronta', { exact: true }).waitFor(soon);
  await look(desk, 'imports-done');
  await desk.goto(`${stage.app.url}/customers?query=pessoa899`);
  await desk.getByText('Pessoa Número 899').first().waitFor(soon);
});

it('all of it is taken back', async () => {
  await desk.goto(`${stage.app.url}/settings/imports`);
  await desk.getByRole('button', { name: /clientes\.csv/ }).click();
  await desk.getByRole('button', { name: 'Desfazer tudo' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Desfazer tudo' }).click();
  await desk.getByText('Desfeita', { exact: true }).waitFor({ timeout: 40_000 });
  await desk.setViewportSize({ width: 390, height: 800 });
  await look(desk, 'imports-phone');
});
