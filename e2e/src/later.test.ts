import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** An answer is taken back with its words and file, another goes out later, and one is held because the customer wrote. */
let stage: Stage;
let square: Square;
let marina: Page;
let caio: Page;
const dora = { value: '1009', name: 'Dora Lins' };
const soon = { timeout: 20_000 };

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  [marina, caio] = [await stage.person(), await stage.person()];
  await deskPage.signIn(marina, stage, 'marina@demo.example');
  await deskPage.signIn(caio, stage, 'caio@demo.example');
  await square.arrive(dora, 'Quando chega meu pedido?');
});
afterAll(() => stage?.stop());

const field = (page: Page) => page.getByRole('textbox', { name: 'Escreva ao cliente…', exact: true });
const waiting = (page: Page) => page.getByRole('list', { name: 'Mensagens que ainda não saíram' });
const said = () => square.sent.map(({ content }) => ('text' in content ? content.text : content.kind));

it('each says for how long their own sending can be taken back', async () => {
  await marina.goto(`${stage.app.url}/settings/account`);
  const choice = marina.getByRole('radiogroup', { name: 'Chats e mensagens' });
  await choice.getByText('20 s').click();
  await marina.getByText('Preferência salva').waitFor(soon);
  expect(await graveFaults(marina)).toEqual([]);
  await look(marina, 'later-preference');
  await marina.goto(stage.app.url);
  for (const page of [marina, caio]) await deskPage.row(page, 'Dora Lins').click();
});

it('what was sent waits in the thread of both, and comes back with its words and its file', async () => {
  await field(marina).waitFor(soon);
  await marina
    .getByLabel('Anexar arquivos')
    .first()
    .setInputFiles({
      name: 'boleto.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.4 boleto'),
    });
  await deskPage.answer(marina, 'Segue o boleto, Dora');
  await waiting(marina).getByText('Sai em').waitFor(soon);
  await waiting(caio).getByText('Segue o boleto, Dora').waitFor(soon);
  expect(await waiting(caio).getByRole('button').count()).toBe(0);
  await look(marina, 'later-undo');
  await waiting(marina).getByRole('button', { name: 'Desfazer' }).click();
  await expect.poll(() => field(marina).inputValue(), soon).toBe('Segue o boleto, Dora');
  await marina.getByText('boleto.pdf').first().waitFor(soon);
  await waiting(caio).waitFor({ state: 'detached', ...soon });
  expect(square.sent).toEqual([]);
  await marina.getByRole('button', { name: 'Tirar boleto.pdf' }).click();
});

it('Ctrl+Z in the empty field takes it back, too; sent now it goes once', async () => {
  await marina.getByRole('button', { name: 'Enviar', exact: true }).click();
  await waiting(marina).getByText('Sai em').waitFor(soon);
  await field(marina).press('Control+z');
  await expect.poll(() => field(marina).inputValue(), soon).toBe('Segue o boleto, Dora');
  await marina.getByRole('button', { name: 'Enviar', exact: true }).click();
  await waiting(marina).getByRole('button', { name: 'Enviar agora' }).click();
  await expect.poll(said, soon).toEqual(['Segue o boleto, Dora']);
  await waiting(marina).waitFor({ state: 'detached', ...soon });
});

it('a letter waits five seconds by itself, and comes back as it was written', async () => {
  await marina.goto(stage.app.url);
  await deskPage.row(marina, 'Podem me enviar a nota').click();
  const letter = field(marina);
  await letter.waitFor(soon);
  await letter.pressSequentially('A nota vai em anexo, Bruno');
  await marina.getByRole('button', { name: 'Enviar', exact: true }).click();
  await waiting(marina).getByText('Sai em').waitFor(soon);
  await waiting(marina).getByRole('button', { name: 'Desfazer' }).click();
  await expect.poll(() => letter.textContent(), soon).toContain('A nota vai em anexo, Bruno');
  await look(marina, 'later-letter');
  await letter.clear();
  await deskPage.row(marina, 'Dora Lins').click();
});

it('an answer is kept for later; the list counts it, the customer writes before and it is held', async () => {
  await field(marina).fill('Dora, já saiu para entrega.');
  await marina.getByRole('button', { name: 'Mais formas de enviar' }).click();
  await marina.getByRole('menuitem', { name: 'Daqui a uma hora' }).waitFor(soon);
  await look(marina, 'later-menu');
  await marina.getByRole('menuitem', { name: 'Daqui a uma hora' }).click();
  await waiting(marina).getByText('não sai se o cliente responder antes').waitFor(soon);
  await marina.getByRole('button', { name: /Agendadas/ }).click();
  await deskPage.row(marina, 'Dora Lins').waitFor(soon);
  expect(await graveFaults(marina)).toEqual([]);
  await look(marina, 'later-waiting');
  await square.arrive(dora, 'Já chegou, obrigada!');
  await waiting(marina).getByText('O cliente respondeu antes.').waitFor(soon);
  await waiting(caio).getByText('O cliente respondeu antes.').waitFor(soon);
  await look(marina, 'later-held');
  await marina.getByRole('button', { name: /Avisos/ }).click();
  await marina.getByRole('menuitem', { name: /Dora Lins/ }).waitFor(soon);
  await look(marina, 'later-bell');
  await marina.keyboard.press('Escape');
});

it('it gets another time by date and hour, and is deleted', async () => {
  await waiting(marina).getByRole('button', { name: 'Mudar horário' }).click();
  const dialog = marina.getByRole('dialog');
  await dialog.getByLabel('Dia e hora').fill('2000-01-01T08:00');
  await dialog.getByText('Escolha um horário que ainda vai chegar.').waitFor();
  const inTwoHours = new Date(Date.now() + 2 * 3_600_000 - new Date().getTimezoneOffset() * 60_000);
  await dialog.getByLabel('Dia e hora').fill(inTwoHours.toISOString().slice(0, 16));
  await look(marina, 'later-dialog');
  await dialog.getByRole('button', { name: 'Mudar horário' }).click();
  await waiting(marina)
    .getByText('O cliente respondeu antes.')
    .waitFor({ state: 'detached', ...soon });
  await waiting(marina).getByText('Agendada para').waitFor(soon);
  for (const [name, width, scheme] of [
    ['phone', 390, 'light'],
    ['dark', 1280, 'dark'],
  ] as const) {
    await marina.setViewportSize({ width, height: 800 });
    await marina.emulateMedia({ colorScheme: scheme });
    await look(marina, `later-${name}`);
  }
  await marina.emulateMedia({ colorScheme: 'light' });
  await waiting(marina).getByRole('button', { name: 'Excluir' }).click();
  await marina.getByRole('dialog').getByRole('button', { name: 'Excluir' }).click();
  await waiting(caio).waitFor({ state: 'detached', ...soon });
  expect(said()).toEqual(['Segue o boleto, Dora']);
});
