import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/**
 * An owner brings an old list in which one person stands twice; an agent sees the pair arrive in the queue, makes it one by
 * keyboard, sees both histories in one timeline, and takes it back exactly.
 */
let stage: Stage;
let owner: Page;
let queue: Page;
let folder: string;
const soon = { timeout: 20_000 };
beforeAll(async () => {
  stage = await startStage();
  owner = await stage.person();
  queue = await stage.person();
  await deskPage.signIn(owner, stage, 'helena@demo.example');
  await deskPage.signIn(queue, stage, 'marina@demo.example');
  folder = mkdtempSync(join(tmpdir(), 'meada-pairs-'));
});
afterAll(async () => {
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const pairs = (page: Page) => page.getByRole('list', { name: 'Duplicados' });
const press = (key: string) => queue.keyboard.press(key);
type Found = { id: string; name: string };
const customers = async (query: string): Promise<Found[]> =>
  (await api<{ items: Found[] }>(owner, ['GET', `/api/customers?query=${encodeURIComponent(query)}`])).items;
/** A record as it is by itself: what a merge and its undoing must leave as it was. */
async function recordOf(id: string): Promise<object> {
  const {
    merges: _m,
    suggestions: _s,
    ...customer
  } = await api<Record<string, unknown>>(owner, ['GET', `/api/customers/${id}`]);
  return { customer, record: await api(owner, ['GET', `/api/customers/${id}/record`]) };
}

const list = [
  'Nome;E-mail;Nascimento;Cidade',
  'João Batista Nogueira;jb.nogueira@lista.example;12/03/1979;Curitiba',
  'Joao Batista Nogueira;jb.nogueira+loja@lista.example;12/03/1979;Curitiba',
  'Iraci Pontes;iraci@lista.example;01/02/1990;Lapa',
];
let one: Found;
let other: Found;

it('a pair of an imported list comes into the queue that somebody has open, and the navigation counts it', async () => {
  await queue.goto(`${stage.app.url}/customers/duplicates`);
  // Two customers of the demo wrote over two channels each: nobody knows yet whether they are one.
  for (const name of ['Bruno Lima', 'Ana Prado']) await pairs(queue).getByText(name).first().waitFor(soon);
  for (let left = 2; left > 0; left -= 1) {
    await queue.getByText(`${2 - left} de 2`).waitFor(soon);
    await press('n');
  }
  await queue.getByText('Fila vazia').waitFor(soon);
  await queue.reload();
  await queue.getByText('Nenhum duplicado a resolver').waitFor(soon);
  await look(queue, 'duplicates-empty');
  const path = join(folder, 'antiga.csv');
  writeFileSync(path, list.join('\n'));
  await owner.goto(`${stage.app.url}/settings/imports`);
  await owner.locator('input[type=file]').setInputFiles(path);
  await owner.getByRole('button', { name: 'Conferir sem gravar' }).click({ timeout: 40_000 });
  await owner.getByRole('button', { name: 'Importar 3 clientes' }).click(soon);
  await owner.getByText('Pronta', { exact: true }).waitFor(soon);
  await pairs(queue).getByText('Batista Nogueira').first().waitFor(soon);
  await queue.getByRole('navigation').getByText('1 par de fichas que pode ser da mesma pessoa').waitFor(soon);
  await owner.getByRole('navigation').getByText('1 par de fichas que pode ser da mesma pessoa').waitFor(soon);
  await queue.getByText('E-mails que levam à mesma caixa: jb.nogueira@lista.example').waitFor();
  expect(await graveFaults(queue)).toEqual([]);
  await look(queue, 'duplicates-pair');
});

it('both had been written to; by one key they are one, with both matters in one timeline', async () => {
  const found = await customers('Batista Nogueira');
  one = found.find(({ name }) => name.startsWith('João')) as Found;
  other = found.find(({ name }) => name.startsWith('Joao')) as Found;
  type Refs = { items: { id: string; channel: string }[] };
  const { items: inboxes } = await api<Refs>(owner, ['GET', '/api/inboxes/refs']);
  const inboxId = inboxes.find(({ channel }) => channel === 'email')?.id;
  for (const [who, subject] of [
    [one, 'Encomenda de linho'],
    [other, 'Aula de tricô'],
  ] as const)
    await api(owner, ['POST', '/api/conversations'], {
      ...{ clientId: crypto.randomUUID(), inboxId, customerId: who.id, subject },
      content: { kind: 'text', text: `Olá! Sobre ${subject.toLowerCase()}.` },
    });
  const before = await Promise.all([recordOf(one.id), recordOf(other.id)]);
  // The older record stays unless somebody says otherwise; the arrows choose whose name counts.
  await press('m');
  await queue.getByText('Fichas juntadas').first().waitFor(soon);
  await queue.getByText('Fila vazia').waitFor(soon);
  await look(queue, 'duplicates-merged');
  await owner.goto(`${stage.app.url}/customers/${other.id}`);
  const timeline = owner.getByRole('region', { name: 'Linha do tempo' });
  await timeline.getByText('Encomenda de linho').first().waitFor(soon);
  await timeline.getByText('Aula de tricô').first().waitFor(soon);
  await look(owner, 'duplicates-one-timeline');
  await press('u');
  await pairs(queue).getByText('Batista Nogueira').first().waitFor(soon);
  expect(await Promise.all([recordOf(one.id), recordOf(other.id)])).toEqual(before);
  await owner.goto(`${stage.app.url}/customers/${other.id}`);
  await timeline.getByText('Aula de tricô').first().waitFor(soon);
  expect(await timeline.getByText('Encomenda de linho').count()).toBe(0);
});

it('merged in the record instead, it is taken back in the queue', async () => {
  await api(owner, ['POST', `/api/customers/${one.id}/merges`], {
    otherId: other.id,
    reason: 'Confirmou por telefone',
  });
  await queue.getByText('Outra pessoa já resolveu este par.').waitFor(soon);
  await look(queue, 'duplicates-gone');
  await press('j');
  await queue.getByLabel('O que mostrar').first().click();
  await queue.getByRole('option', { name: 'Juntadas (1)' }).click();
  await queue.getByRole('button', { name: 'Separar as fichas' }).click(soon);
  await queue.getByText('Nenhum par juntado ainda').waitFor(soon);
  await expect.poll(async () => (await customers('Batista Nogueira')).length, soon).toBe(2);
});

it('refused and put off by keyboard, each taken back, on a phone and in the dark as well', async () => {
  await queue.goto(`${stage.app.url}/customers/duplicates`);
  await pairs(queue).getByText('Batista Nogueira').first().waitFor(soon);
  for (const [key, words] of [
    ['s', 'Deixado para depois'],
    ['n', 'Anotado: não são a mesma pessoa'],
  ] as const) {
    await press(key);
    await queue.getByText(words).first().waitFor(soon);
    await queue.getByText('Fila vazia').waitFor(soon);
    await press('u');
    await pairs(queue).getByText('Batista Nogueira').first().waitFor(soon);
  }
  const phone = await stage.person({ width: 390, height: 844, dark: true });
  await deskPage.signIn(phone, stage, 'teresa@demo.example');
  await phone.goto(`${stage.app.url}/customers/duplicates`);
  await phone.getByRole('button', { name: /^Juntar/ }).waitFor(soon);
  expect(await graveFaults(phone)).toEqual([]);
  await look(phone, 'duplicates-phone-dark');
});
