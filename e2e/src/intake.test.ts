import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/**
 * Which queue, and when: who writes in English goes to who speaks it, tried out before it is kept; a queue and an agent have
 * their hours, and everybody sees when nothing comes.
 */
let stage: Stage;
let square: Square;
let boss: Page;
let caio: Page;
const soon = { timeout: 20_000 };
type All = {
  items: { id: string; name: string; personId?: string; settings?: object; inboxIds?: string[] }[];
};

/** A stretch of every day that ended an hour ago by the clocks of a zone in which it is noon. */
function hoursThatAreOver() {
  const offset = 12 - new Date().getUTCHours();
  const timeZone = offset === 0 ? 'UTC' : `Etc/GMT${offset > 0 ? '-' : '+'}${Math.abs(offset)}`;
  const week = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, from: '08:00', to: '11:00' }));
  return { timeZone, week, holidays: 'none', ownHolidays: false };
}

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  [boss, caio] = await Promise.all([stage.person(), stage.person()]);
  await deskPage.signIn(boss, stage, 'teresa@demo.example');
  await api(boss, ['POST', '/api/hours'], { name: 'Manhã da loja', ...hoursThatAreOver() });
  await api(boss, ['POST', '/api/routing/queues'], { name: 'English desk', settings: { mode: 'pull' } });
  await api(boss, ['POST', '/api/routing/queues'], {
    ...{ name: 'Praça', inboxIds: [square.inboxId], settings: { mode: 'pull' } },
  });
});
afterAll(() => stage?.stop());

const settings = (path: string) => boss.goto(`${stage.app.url}/settings/routing${path}`);
const choose = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByLabel(label, { exact: true }).first().click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

it('a rule is made, tried and kept; what is written in English goes to the English queue', async () => {
  await settings('/rules');
  await boss.getByText('Nenhuma regra: cada conversa vai para a fila da sua caixa.').waitFor(soon);
  await look(boss, 'intake-empty');
  await boss.getByRole('button', { name: 'Nova regra' }).click();
  // It opens by itself, with the focus in its name.
  await expect
    .poll(() =>
      boss.getByLabel('Nome', { exact: true }).evaluate((field) => field === document.activeElement),
    )
    .toBe(true);
  await boss.getByLabel('Nome', { exact: true }).fill('Quem escreve em inglês');
  await choose(boss, 'Língua do cliente', 'inglês');
  await boss.keyboard.press('Escape');
  await choose(boss, 'Vai para a fila', 'English desk');
  const trial = boss.getByRole('complementary', { name: 'Para onde iria?' });
  await trial.getByLabel('O que o cliente escreve').fill('Where is my parcel? It was due last week.');
  await trial.getByRole('button', { name: 'Testar' }).click();
  await trial.getByText('Vai para English desk').waitFor(soon);
  await trial.getByText('Língua lida no texto: inglês.').waitFor();
  await look(boss, 'intake-rule');
  expect(await graveFaults(boss)).toEqual([]);
  await trial.getByLabel('O que o cliente escreve').fill('Cadê o meu pacote? Era para a semana passada.');
  await trial.getByRole('button', { name: 'Testar' }).click();
  await trial.getByText('não serve: Língua do cliente').waitFor(soon);
  await boss.getByRole('button', { name: 'Salvar' }).click();
  await boss.getByText('Alterações salvas').waitFor(soon);
  await square.arrive(
    { value: '70001', name: 'Grace Hill' },
    'Hello, where is my parcel? It was due last week.',
  );
  const waiting = async (name: string) => {
    const { items } = await api<All>(boss, ['GET', '/api/routing/queues']);
    const id = items.find((one) => one.name === name)?.id;
    const work = await api<{ items: { conversation: { customer: { name: string } } }[] }>(boss, [
      'GET',
      `/api/routing/queues/${id}/items`,
    ]);
    return work.items.map(({ conversation }) => conversation.customer.name);
  };
  await expect.poll(() => waiting('English desk'), soon).toEqual(['Grace Hill']);
});

it('rules change places by their arrows', async () => {
  await boss.getByRole('button', { name: 'Nova regra' }).click();
  await boss.getByRole('button', { name: 'Subir Regra 2' }).click();
  await boss.getByRole('button', { name: 'Salvar' }).click();
  await expect
    .poll(async () => {
      const { items } = await api<All>(boss, ['GET', '/api/routing/intake-rules']);
      return items.map(({ name }) => name);
    }, soon)
    .toEqual(['Regra 2', 'Quem escreve em inglês']);
  await api(boss, ['PUT', '/api/routing/intake-rules'], { items: [] });
});

it('a queue goes by hours: the form says what becomes of contacts, the board until when it is closed', async () => {
  await settings('/queues');
  await boss.getByRole('link', { name: 'Praça', exact: true }).click();
  await choose(boss, 'Horário', 'Manhã da loja');
  await choose(boss, 'Fora do horário, o que é ao vivo', 'English desk');
  await boss.getByLabel('Mensagem fora do horário').fill('Fechamos às 11h.');
  const preview = boss.getByRole('complementary', { name: 'O que esta fila faz' });
  await preview.getByText('vai para a fila English desk').waitFor(soon);
  await boss.getByRole('heading', { name: 'Horário da fila' }).scrollIntoViewIfNeeded();
  await look(boss, 'queue-hours');
  expect(await graveFaults(boss)).toEqual([]);
  await boss.getByRole('button', { name: 'Salvar' }).click();
  await boss.getByText('Alterações salvas').waitFor(soon);
  await boss.goto(`${stage.app.url}/settings/hours`);
  await boss.getByText('Praça').first().waitFor(soon);
});

it('a shift is set in the table; its agent and who leads see that nothing comes', async () => {
  await settings('/agents');
  await boss.getByText('Turnos', { exact: true }).click();
  await boss
    .getByLabel(/Caio.*: Turno/)
    .first()
    .click();
  await boss.getByRole('option', { name: 'Manhã da loja' }).click();
  await boss.getByLabel(/Caio.*: Sem ao vivo/).fill('15');
  await look(boss, 'shifts');
  expect(await graveFaults(boss)).toEqual([]);
  await expect
    .poll(async () => {
      const { items } = await api<{ items: { name: string; shift: { lastMinutes: number } | null }[] }>(
        boss,
        ['GET', '/api/routing/agents'],
      );
      return items.find(({ name }) => name.startsWith('Caio'))?.shift?.lastMinutes;
    }, soon)
    .toBe(15);
  await deskPage.signIn(caio, stage, 'caio@demo.example');
  await caio.getByText('Fora do seu turno: nada novo chega.').waitFor(soon);
  await look(caio, 'shift-over');
  await boss.goto(`${stage.app.url}/wallboard`);
  await boss.getByText('fora do turno').first().waitFor(soon);
  await boss
    .getByText(/fechada até/)
    .first()
    .waitFor(soon);
  await look(boss, 'wallboard-hours');
  expect(await graveFaults(boss)).toEqual([]);
});

it('all of it fits a phone, in the dark', async () => {
  const items = [{ name: 'Quem escreve em inglês', conditions: { languages: ['en'], loudness: 40 } }];
  await api(boss, ['PUT', '/api/routing/intake-rules'], { items });
  const phone = await stage.person({ width: 390, height: 844, dark: true });
  await deskPage.signIn(phone, stage, 'teresa@demo.example');
  const fits = async (name: string): Promise<void> => {
    await look(phone, name);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  };
  await phone.goto(`${stage.app.url}/settings/routing/rules`);
  await phone.getByRole('button', { name: /^Quem escreve em inglês/ }).click();
  await phone.getByLabel('Língua do cliente').first().waitFor(soon);
  await fits('intake-phone');
  await phone.goto(`${stage.app.url}/settings/routing/queues`);
  await phone.getByRole('link', { name: 'Praça', exact: true }).click();
  await phone.getByLabel('Mensagem fora do horário').scrollIntoViewIfNeeded();
  await fits('queue-hours-phone');
});
