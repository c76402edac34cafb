import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { giveUp } from './report.ts';

const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

export async function startBrowser(): Promise<Browser> {
  const executablePath = places.find((path) => path && existsSync(path));
  if (!executablePath) giveUp('No Chromium was found; set CHROMIUM_PATH.');
  return chromium.launch({ executablePath, args: flags });
}

export async function signIn(
  page: Page,
  url: string,
  who: { email: string; password: string },
): Promise<void> {
  await page.goto(url);
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel('Senha', { exact: true }).fill(who.password);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Conversas' }).first().waitFor();
}
