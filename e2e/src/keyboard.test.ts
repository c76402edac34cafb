import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** Whoever works without a mouse: every box takes the focus, Escape closes it and gives the focus back. */
let stage: Stage;
let desk: Page;
beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  desk.setDefaultTimeout(15_000);
  await deskPage.signIn(desk, stage, 'helena@demo.example');
});
afterAll(() => stage?.stop());

/** What has the focus: its name, or its kind where it has none. */
const focused = () =>
  desk.evaluate(() => {
    const now = document.activeElement;
    return now?.getAttribute('aria-label') ?? (now?.textContent?.trim() || now?.tagName) ?? '';
  });
const boxes = () => desk.locator('[role="dialog"]:visible, [role="menu"]:visible');

/** Opens a box by its button and keys alone, closes it, and says what has the focus then. */
async function through(name: string): Promise<string> {
  await desk.getByRole('button', { name, exact: true }).first().focus();
  await desk.keyboard.press('Enter');
  await boxes().first().waitFor();
  await expect
    .poll(() =>
      desk.evaluate(() => document.activeElement?.closest('[role="dialog"], [role="menu"]') !== null),
    )
    .toBe(true);
  expect(await graveFaults(desk)).toEqual([]);
  await desk.keyboard.press('Escape');
  await expect.poll(() => boxes().count()).toBe(0);
  return focused();
}

describe('a box that closes', () => {
  it.each(['Visões salvas', 'Filtros: 0 ligado'])('of the list gives the focus back: %s', async (name) => {
    await expect(through(name)).resolves.toBe(name);
  });

  it('of an open conversation, too, the second time as the first', async () => {
    await desk.getByRole('link').filter({ hasText: 'Bruno Lima' }).first().click();
    await desk.getByRole('button', { name: 'Mais ações' }).waitFor();
    for (const name of ['Mais ações', 'Adiar (s)', 'Mais ações']) expect(await through(name)).toBe(name);
  });

  it('opened by a key leaves the focus in the page, not at its very top', async () => {
    await desk.goto(`${stage.app.url}/tasks`);
    await desk.getByRole('heading', { name: 'Tarefas', level: 1 }).waitFor();
    await desk.keyboard.press('n');
    await desk.getByRole('dialog').waitFor();
    await expect.poll(() => desk.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await look(desk, 'keyboard-task');
    await desk.keyboard.press('Escape');
    await expect.poll(() => desk.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  it('above another gives it back to that one', async () => {
    await desk.goto(`${stage.app.url}/settings/labels`);
    const again = desk.getByRole('button', { name: 'Nova etiqueta' });
    await again.waitFor();
    expect(await through('Nova etiqueta')).toBe('Nova etiqueta');
  });
});

it('the settings show where one is, and the palette leads everywhere', async () => {
  await desk.keyboard.press('Control+k');
  await desk.getByRole('dialog').getByText('Painel ao vivo').waitFor();
  await desk.keyboard.type('Painel ao');
  await desk.keyboard.press('Enter');
  await desk.waitForURL(/wallboard/);
  await desk.goto(`${stage.app.url}/settings/audit`);
  const here = desk.getByRole('navigation', { name: 'Seções das configurações' }).getByText('Auditoria');
  await here.waitFor();
  await expect
    .poll(() => here.evaluate((link) => link.getBoundingClientRect().bottom <= window.innerHeight))
    .toBe(true);
  await look(desk, 'keyboard-settings');
});
