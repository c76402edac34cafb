import type { Locator, Page } from 'playwright-core';
import type { Stage } from './stage.ts';

/** What a person does on each page, by what they see: roles and words. */

export const deskPage = {
  async signIn(page: Page, stage: Stage, email: string): Promise<void> {
    await page.goto(stage.app.url);
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Senha', { exact: true }).fill(stage.password);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Conversas' }).first().waitFor();
  },
  row: (page: Page, words: string): Locator => page.getByText(words).first(),
  thread: (page: Page): Locator =>
    page.getByRole('region', { name: 'Mensagens' }).or(page.getByRole('log')).first(),
  async answer(page: Page, words: string): Promise<void> {
    // Plain words, or the letter of a channel with rich text.
    await page.getByRole('textbox', { name: 'Escreva ao cliente…', exact: true }).fill(words);
    await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  },
};

export const shopPage = {
  async openChat(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Abrir o chat' }).click();
    await page.getByRole('dialog').waitFor();
  },
  async say(page: Page, words: string): Promise<void> {
    await page.getByRole('textbox', { name: 'Escreva sua mensagem' }).fill(words);
    await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  },
  thread: (page: Page): Locator => page.getByRole('log'),
  /** Asks for the link to another channel, reads it and goes back to the chat. */
  async switchLink(page: Page, channel: string): Promise<string> {
    await page.getByRole('button', { name: 'Continuar em outro canal' }).click();
    await page.getByRole('button', { name: channel }).click();
    const link = page.getByRole('dialog').locator('a[href^="mailto:"], a[href^="http"]').first();
    await link.waitFor();
    const href = (await link.getAttribute('href')) ?? '';
    await page.getByRole('button', { name: 'Voltar' }).click();
    // Back is the choice of channels; the same button that opened it closes it.
    await page.getByRole('button', { name: 'Continuar em outro canal' }).click();
    return href;
  },
};

export const phonePage = {
  async sendDraft(page: Page): Promise<void> {
    await page.locator('.composer textarea').first().waitFor();
    await page.locator('.composer textarea').first().press('Enter');
  },
  async write(page: Page, words: string): Promise<void> {
    await page.locator('.composer textarea').first().fill(words);
    await page.locator('.composer textarea').first().press('Enter');
  },
  bubble: (page: Page, words: string): Locator => page.locator('.bubble', { hasText: words }).first(),
};
