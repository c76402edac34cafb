import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** A mail written in the desk with all a mail has: the customer's mailbox gets it as it was written. */
let stage: Stage;
let desk: Page;
const soon = { timeout: 25_000 };
const shop = 'loja@demo.example';
const lia = 'lia@cliente.example';
const dot =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  desk.setDefaultTimeout(20_000);
  await deskPage.signIn(desk, stage, 'marina@demo.example');
  await stage.world.mail.customerSends({
    from: { name: 'Lia Sales', address: lia },
    to: shop,
    subject: 'Tear de mesa',
    text: 'Vocês têm o tear de mesa em jacarandá?',
  });
  await deskPage.row(desk, 'Vocês têm o tear de mesa em jacarandá?').click(soon);
});
afterAll(() => stage?.stop());

const composer = () => desk.getByRole('region', { name: 'Escrever' });
const text = (within = composer()) => within.getByRole('textbox', { name: /Escreva ao cliente|Mensagem/ });
const tool = (name: string, within = composer()) => within.getByRole('button', { name, exact: true });
const newest = async (who: string) => (await stage.world.mail.mailbox(who)).at(-1);

/** A picture pasted where the caret is, as from a screenshot. */
const paste = (within = composer()) =>
  text(within).evaluate((field, data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([bytes], 'foto.png', { type: 'image/png' }));
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, dot);

/** Writes bold words, a list, a link and a picture from the top of the letter. */
async function writeLetter(within = composer()): Promise<void> {
  await text(within).click();
  await desk.keyboard.press('Control+Home');
  await tool('Negrito', within).click();
  await desk.keyboard.type('Temos sim!');
  await tool('Negrito', within).click();
  await desk.keyboard.press('Enter');
  await tool('Lista', within).click();
  await desk.keyboard.type('jacarandá');
  await desk.keyboard.press('Enter');
  await desk.keyboard.type('imbuia');
  await desk.keyboard.press('Enter');
  await desk.keyboard.press('Enter');
  await tool('Link', within).click();
  await within.getByRole('textbox', { name: 'Endereço do link' }).fill('loja.example/tear');
  await desk.keyboard.press('Enter');
  await text(within).locator('a').waitFor();
  await paste(within);
  await text(within).locator('img[data-attachment]').waitFor(soon);
}

function expectLetter(got: Awaited<ReturnType<typeof newest>>): void {
  const { html = '', attachments = [], text: words = '' } = got?.mail ?? {};
  expect(html).toContain('<strong>Temos sim!</strong>');
  expect(html).toMatch(/<ul><li>.*jacarandá.*<\/li><li>.*imbuia.*<\/li><\/ul>/s);
  expect(html).toContain('href="https://loja.example/tear"');
  const cid = /<img[^>]+src="cid:([^"]+)"/.exec(html)?.[1];
  expect(attachments.find((one) => one.contentId === `<${cid}>`)).toMatchObject({ disposition: 'inline' });
  expect(words).toMatch(/Temos sim!\s+\* jacarandá/);
  expect(got?.raw.toString()).toMatch(/multipart\/related/i);
}

describe('an agent writes a mail', () => {
  it('with bold words, a list, a link, a picture and somebody in copy; the mailbox has it so', async () => {
    await writeLetter();
    await tool('Cc').click();
    await composer().locator('input[aria-label="Cc"]').fill('oficina@parceiro.example');
    await desk.keyboard.press('Enter');
    // All of it is still there for who was interrupted.
    await composer().getByText('oficina@parceiro.example').first().waitFor(soon);
    await desk.reload();
    await text().getByText('imbuia').waitFor(soon);
    await composer().getByText('oficina@parceiro.example').first().waitFor(soon);
    await look(desk, 'letter');
    expect(await graveFaults(desk)).toEqual([]);
    await desk.getByRole('button', { name: 'Enviar', exact: true }).click();
    await expect.poll(async () => (await newest(lia))?.mail.html ?? '', soon).toContain('Temos sim!');
    const got = await newest(lia);
    expectLetter(got);
    expect(got?.mail.subject).toBe('Re: Tear de mesa');
    expect(got?.mail.cc?.map((one) => one.address)).toEqual(['oficina@parceiro.example']);
    // What is answered stands below, its time told as the firm's clock has it.
    expect(got?.mail.text).toMatch(
      /\nEm \d{1,2} de \p{L}+ de \d{4} às \d{2}:\d{2}, Lia Sales <lia@cliente\.example> escreveu:/u,
    );
    expect((await newest('oficina@parceiro.example'))?.mail.messageId).toBe(got?.mail.messageId);
  });

  it('and the desk shows it with its picture', async () => {
    const thread = deskPage.thread(desk);
    await thread.getByText('Temos sim!').first().waitFor(soon);
    await look(desk, 'letter-sent');
    const list = desk.getByRole('region', { name: 'Lista de conversas' });
    await list
      .getByText(/Temos sim! . jacarandá/)
      .first()
      .waitFor(soon);
    await thread.getByRole('button', { name: 'Ver o e-mail inteiro' }).last().click();
    const whole = desk.frameLocator('iframe').last();
    await whole.locator('strong', { hasText: 'Temos sim!' }).waitFor(soon);
    await whole.locator('li', { hasText: 'imbuia' }).waitFor();
    await expect
      .poll(() => whole.locator('img').evaluate((one: HTMLImageElement) => one.naturalWidth), soon)
      .toBe(1);
    await look(desk, 'letter-whole');
  });

  it('first, to somebody new, with a file besides', async () => {
    await desk.keyboard.press('Escape');
    await desk.getByRole('button', { name: 'Nova conversa (c)' }).click();
    const dialog = desk.getByRole('dialog');
    const inbox = dialog.getByLabel('Enviar por');
    const value = await inbox.locator('option').filter({ hasText: shop }).getAttribute('value');
    await inbox.selectOption(value ?? '');
    await dialog.getByLabel('Com quem').fill('nino@cliente.example');
    await dialog.getByRole('button', { name: 'Usar nino@cliente.example' }).click();
    await dialog.getByLabel('Assunto').fill('Orçamento');
    await writeLetter(dialog);
    const path = join(await mkdtemp(join(tmpdir(), 'meada-')), 'medidas.txt');
    await writeFile(path, 'largura: 40 cm');
    await dialog.locator('input[type=file]').setInputFiles(path);
    await look(desk, 'letter-first');
    expect(await graveFaults(desk)).toEqual([]);
    await dialog.getByRole('button', { name: 'Enviar', exact: true }).click();
    await expect
      .poll(async () => (await newest('nino@cliente.example'))?.mail.html ?? '', soon)
      .toContain('Temos');
    const got = await newest('nino@cliente.example');
    expectLetter(got);
    expect(got?.mail.subject).toBe('Orçamento');
    expect(got?.mail.attachments.map((one) => one.filename)).toContain('medidas.txt');
    await deskPage.thread(desk).getByText('Temos sim!').first().waitFor(soon);
  });

  it('to an address that came back is warned, until somebody says that it receives', async () => {
    stage.world.mail.bounceNext('nino@cliente.example');
    await text().click();
    await desk.keyboard.press('Control+Home');
    await desk.keyboard.type('Chegou?');
    await desk.getByRole('button', { name: 'Enviar', exact: true }).click();
    const warning = composer().getByText(/nino@cliente\.example não recebe/);
    await warning.waitFor(soon);
    await look(desk, 'letter-dead');
    await composer().getByRole('button', { name: 'Recebe de novo' }).click();
    await warning.waitFor({ state: 'detached' });
  });
});
