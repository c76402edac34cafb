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
  await desk.getByRole('button', { name: 'Importar 901 clientes' }).click();
  await desk.getByRole('heading', { name: 'O que aconteceu' }).waitFor(soon);
  await desk.getByText('Pronta', { exact: true }).waitFor(soon);
  await look(desk, 'imports-done');
  await desk.goto(`${stage.app.url}/customers?query=pessoa899`);
  await desk.getByText('Pessoa Número 899').first().waitFor(soon);
});

it('a page of another system’s answers comes in as it is', async () => {
  const contact = (n: number) => ({
    additional_attributes: { city: 'Curitiba', company_name: 'Malhas Sul', created_at_ip: '203.0.113.7' },
    ...{
      availability_status: 'offline',
      email: `nina${n}@malhas.example`,
      id: n,
      name: `Nina Rosa ${n}`,
      blocked: false,
    },
    ...{
      phone_number: null,
      identifier: null,
      thumbnail: '',
      created_at: 1_750_000_000,
      labels: ['atacado'],
    },
    custom_attributes: { plano_contratado_em_uma_campanha_com_nome_muito_comprido: 'ouro', pontos: n },
  });
  const path = join(
    folder,
    'contacts-página-1-de-um-nome-de-arquivo-muito-comprido-mesmo-assim-legível.json',
  );
  writeFileSync(path, JSON.stringify({ meta: { count: 2 }, payload: [contact(1), contact(2)] }));
  await desk.goto(`${stage.app.url}/settings/imports`);
  await desk.locator('input[type=file]').setInputFiles(path);
  await desk.getByRole('heading', { name: 'O que é cada coluna' }).waitFor(soon);
  const isWhat = (column: string) =>
    desk.getByLabel(`O que é a coluna ${column}`, { exact: true }).first().inputValue();
  expect(await isWhat('additional_attributes.company_name')).toBe('Empresa em que trabalha');
  expect(await isWhat('additional_attributes.created_at_ip')).toBe('Ignorar');
  expect(await isWhat('custom_attributes.pontos')).toBe('Criar campo próprio');
  await desk.getByRole('button', { name: 'Conferir sem gravar' }).click();
  await desk.getByRole('heading', { name: 'O que aconteceria' }).waitFor(soon);
  await desk.getByText('Etiqueta que não existe no Meada').first().waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'imports-json');
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

it('in other languages, dark, on a telephone; what fails or is late says so', async () => {
  const speak = (page: Page, locale: string) =>
    page.evaluate(async (to) => {
      const headers = { 'content-type': 'application/json', 'x-meada-csrf': '1' };
      await fetch('/api/session/profile', { method: 'PATCH', headers, body: JSON.stringify({ locale: to }) });
    }, locale);
  const small = await stage.person({ width: 390, height: 844, dark: true });
  await deskPage.signIn(small, stage, 'helena@demo.example');
  const at = `${stage.app.url}/settings/imports`;
  for (const [locale, state] of [
    ['es', /contacts-página/],
    ['en', /clientes\.csv/],
  ] as const) {
    await speak(small, locale);
    await small.goto(at);
    await small.getByRole('button', { name: state }).waitFor(soon);
    expect(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await look(small, `imports-small-${locale}`);
    await small.getByRole('button', { name: state }).click();
    await small.getByRole('heading', { level: 1 }).waitFor(soon);
    await small.waitForLoadState('networkidle');
    expect(await small.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await graveFaults(small)).toEqual([]);
    await look(small, `imports-small-${locale}-one`);
    await small.mouse.wheel(0, 4000);
    await look(small, `imports-small-${locale}-end`);
  }
  const bad = join(folder, 'aspas.csv');
  writeFileSync(bad, `nome;nota\n"Ana;x\n${'Bia;y\n'.repeat(30)}`);
  await small.goto(at);
  await small.locator('input[type=file]').setInputFiles(bad);
  await small.getByRole('alert').getByText('quotes open and never close').waitFor(soon);
  await look(small, 'imports-small-unread');
  await small.route('**/api/imports', (route) => route.abort());
  await small.goto(at);
  await small.getByRole('button', { name: /again/i }).waitFor(soon);
  await look(small, 'imports-small-error');
  await speak(small, 'pt-BR');
});
