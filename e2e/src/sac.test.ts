import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { letterBox, openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** The SAC decree: switched on, told at once, asked for by a word and by a button, and shown with its evidence (R5). */
let stage: Stage;
let letters: Square;
let desk: Page;
const soon = { timeout: 30_000 };
const dora = { value: '1031', name: 'Dora Lins' };
const lia = { value: '1032', name: 'Lia Prado' };

beforeAll(async () => {
  stage = await startStage();
  letters = await openSquare(stage, letterBox);
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'helena@demo.example');
});
afterAll(() => stage?.stop());

const thread = () => deskPage.thread(desk);
const textsTo = (address: string): string[] =>
  letters.sent.flatMap(({ to, content }) =>
    to.value === address && 'text' in content ? [content.text ?? ''] : [],
  );
const open = async (words: string): Promise<void> => {
  await desk.goto(`${stage.app.url}/conversations`);
  await deskPage.row(desk, words).click(soon);
};
const openDemand = async (): Promise<void> => {
  await desk.getByRole('button', { name: 'Mais ações' }).click();
  await desk.getByRole('menuitem', { name: 'Demanda do SAC' }).click(soon);
};

it('is off until somebody switches it on for a brand', async () => {
  await desk.goto(`${stage.app.url}/settings/sac`);
  await desk.getByText('Nenhuma marca atende pelo decreto').waitFor(soon);
  await look(desk, 'sac-off');
  await desk
    .getByRole('button', { name: /^Ligar: / })
    .first()
    .click();
  await look(desk, 'sac-switch');
  await desk.getByRole('dialog').getByRole('button', { name: 'Ligar' }).click();
  await desk.getByRole('list', { name: 'Deveres do decreto' }).waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
});

it('who writes is told the number at once, and the seven days stand in the list', async () => {
  await letters.arrive(dora, 'Minha conta veio em dobro');
  await expect.poll(() => textsTo(dora.value)[0] ?? '', soon).toMatch(/protocolo \d{8}-\d{6}-\d\./);
  await open('Dora Lins');
  await desk
    .getByTitle(/^Resposta do SAC \(7 dias\)/)
    .first()
    .waitFor(soon);
  await look(desk, 'sac-conversation');
});

it('the customer asks for the history by a word, and reads it without an account', async () => {
  await letters.arrive(dora, 'Histórico');
  await thread().getByText('Histórico enviado ao cliente').waitFor(soon);
  await expect.poll(() => textsTo(dora.value).at(-1) ?? '', soon).toContain('/historico/');
  const link = /https?:\S+/.exec(textsTo(dora.value).at(-1) ?? '')?.[0] ?? '';
  const phone = await stage.person({ width: 390, height: 780 });
  await phone.goto(new URL(new URL(link).pathname, stage.app.url ?? '').href);
  await phone.getByRole('heading', { name: 'Histórico do atendimento' }).waitFor(soon);
  await phone.getByText('Minha conta veio em dobro').waitFor();
  expect(await graveFaults(phone)).toEqual([]);
  await look(phone, 'sac-history');
  await phone.goto(`${stage.app.url}/historico/${'x'.repeat(64)}`);
  await phone.getByText('Este link não vale mais').waitFor(soon);
});

it('a colleague writes down a cancellation, and the receipt goes out at once', async () => {
  await letters.arrive(lia, 'Quero cancelar o plano');
  await expect.poll(() => textsTo(lia.value).length, soon).toBe(1);
  await open('Lia Prado');
  await openDemand();
  const dialog = desk.getByRole('dialog');
  await dialog.getByText('por mensagem, em').waitFor(soon);
  await look(desk, 'sac-demand');
  await dialog.getByRole('button', { name: 'Registrar cancelamento…' }).click();
  await look(desk, 'sac-cancel');
  await dialog.getByRole('button', { name: 'Registrar e enviar' }).click();
  await expect.poll(() => textsTo(lia.value).at(-1) ?? '', soon).toMatch(/^Comprovante: /);
  await dialog.getByText('enviado', { exact: true }).waitFor(soon);
  await dialog.getByRole('button', { name: 'Enviar histórico ao cliente' }).click();
  await expect.poll(() => textsTo(lia.value).at(-1) ?? '', soon).toContain('/historico/');
  await dialog.getByRole('link', { name: 'Abrir' }).waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'sac-requests');
  await desk.keyboard.press('Escape');
});

it('the page shows each duty with its evidence, and what is to be changed', async () => {
  await desk.goto(`${stage.app.url}/settings/sac`);
  const duties = desk.getByRole('list', { name: 'Deveres do decreto' });
  const duty = (name: string) => duties.getByRole('listitem').filter({ hasText: name });
  await duty('Protocolo na hora').getByText('Cumprido').waitFor(soon);
  await duty('Histórico em 5 dias').getByText('Cumprido').waitFor();
  await duty('Cancelamento na hora').getByText('Cumprido').waitFor();
  await duty('Resposta em 7 dias').getByText('art. 13, caput', { exact: true }).waitFor();
  await desk.getByRole('heading', { name: 'Pedidos do consumidor' }).waitFor();
  await look(desk, 'sac-page');
  await desk.getByRole('heading', { name: 'Pedidos do consumidor' }).scrollIntoViewIfNeeded();
  await look(desk, 'sac-page-end');
  expect(await graveFaults(desk)).toEqual([]);
  const phone = await stage.person({ width: 390, height: 780, dark: true });
  await deskPage.signIn(phone, stage, 'helena@demo.example');
  await phone.goto(`${stage.app.url}/settings/sac`);
  await phone.getByText('art. 13, caput', { exact: true }).waitFor(soon);
  await look(phone, 'sac-phone');
  await phone.getByText('art. 13, caput', { exact: true }).scrollIntoViewIfNeeded();
  await look(phone, 'sac-phone-duty');
});

it('reads in English, too, and prints without the frame around it', async () => {
  const other = await stage.person({ dark: true });
  await deskPage.signIn(other, stage, 'teresa@demo.example');
  await other.evaluate(async () => {
    const headers = { 'content-type': 'application/json', 'x-meada-csrf': '1' };
    const body = JSON.stringify({ locale: 'en' });
    await fetch('/api/session/profile', { method: 'PATCH', headers, body });
  });
  await other.goto(`${stage.app.url}/settings/sac`);
  await other.getByRole('heading', { name: /customer service decree/ }).waitFor(soon);
  await other.getByText('art. 13, caput', { exact: true }).waitFor(soon);
  await look(other, 'sac-english');
  await other.evaluate(() => {
    document.documentElement.dataset.printing = 'sac';
  });
  await other.emulateMedia({ media: 'print', colorScheme: 'light' });
  expect(await other.getByRole('navigation', { name: 'Settings sections' }).isVisible()).toBe(false);
  expect(await other.getByText('art. 13, caput', { exact: true }).isVisible()).toBe(true);
  await look(other, 'sac-print');
});

it('what the law keeps cannot be set shorter', async () => {
  await desk.goto(`${stage.app.url}/settings/privacy/retention`);
  await desk.getByText('Pelo decreto do SAC: no mínimo 731 dias.').first().waitFor(soon);
  await look(desk, 'sac-retention');
});
