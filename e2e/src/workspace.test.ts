import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** An agent arranges the desk: what was moved, folded, hidden and sized is there again in another browser. */
let stage: Stage;
let marina: Page;
beforeAll(async () => {
  stage = await startStage();
  marina = await stage.person({ width: 1680, height: 950 });
  marina.setDefaultTimeout(10_000);
  await deskPage.signIn(marina, stage, 'marina@demo.example');
});
afterAll(() => stage?.stop());

const open = async (page: Page) => {
  await page
    .getByRole('region', { name: 'Lista de conversas' })
    .getByRole('link')
    .filter({ hasText: 'Bruno Lima' })
    .first()
    .click();
  for (const name of ['Contatos', 'Notas da equipe', 'Linha do tempo'])
    await page.getByRole('complementary').getByRole('heading', { name }).waitFor();
};
/** Names of the panels in view, column by column, from above. */
const shown = (page: Page): Promise<string[][]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-column]')].map((column) =>
      [...column.querySelectorAll<HTMLElement>('[data-panel]')]
        .filter((card) => card.offsetParent)
        .map((card) => card.dataset.panel ?? ''),
    ),
  );
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
const arrange = (page: Page) => page.getByRole('button', { name: 'Organizar painéis' });
const item = (page: Page, name: string) => page.getByRole('menu').getByText(name, { exact: true }).first();
const kept = async (page: Page) =>
  page.waitForResponse((answer) => answer.url().endsWith('/api/workspace') && answer.ok());

describe('the panels beside a conversation', () => {
  it('are moved by keys, one above the other, and stay so', async () => {
    await open(marina);
    await panel(marina, 'O que já sabemos').waitFor();
    const [before = []] = await shown(marina);
    const at = before.indexOf('contacts');
    await marina.getByRole('button', { name: 'Mover Contatos' }).focus();
    const saved = kept(marina);
    await marina.keyboard.press('ArrowUp');
    await saved;
    const [after = []] = await shown(marina);
    expect(after.indexOf('contacts')).toBe(at - 1);
    await expect
      .poll(() => marina.evaluate(() => document.activeElement?.getAttribute('aria-label')))
      .toBe('Mover Contatos');
    await look(marina, 'panels-light');
  });

  it('are dragged by their grip', async () => {
    const grip = panel(marina, 'Negócios').getByRole('button', { name: 'Mover Negócios' });
    await grip.scrollIntoViewIfNeeded();
    const saved = kept(marina);
    await panel(marina, 'Negócios').hover();
    const [from, to] = [await grip.boundingBox(), await panel(marina, 'O que já sabemos').boundingBox()];
    if (!from || !to) throw new Error('out of sight');
    await marina.mouse.move(from.x + 8, from.y + 8);
    await marina.mouse.down();
    await marina.mouse.move(from.x - 20, from.y - 20, { steps: 4 });
    await marina.locator('[data-dragged]').waitFor();
    await marina.mouse.move(to.x + 60, to.y + 12, { steps: 8 });
    await marina.mouse.move(to.x + 62, to.y + 8);
    await marina.locator('[data-panel="known"][data-edge="top"]').waitFor();
    await look(marina, 'panels-dragged');
    await marina.mouse.up();
    await saved;
    const [after = []] = await shown(marina);
    expect(after.indexOf('deals')).toBe(after.indexOf('known') - 1);
  });

  it('are folded, hidden and brought back, in one column or two', async () => {
    await panel(marina, 'Linha do tempo')
      .getByRole('button', { name: 'Linha do tempo', exact: true })
      .click();
    await panel(marina, 'Contatos').hover();
    await panel(marina, 'Contatos').getByRole('button', { name: 'Ocultar Contatos' }).click();
    expect((await shown(marina)).flat()).not.toContain('contacts');
    await arrange(marina).click();
    await item(marina, 'Duas colunas').click();
    await look(marina, 'panels-menu');
    const saved = kept(marina);
    await item(marina, 'Contatos').click();
    await saved;
    await marina.keyboard.press('Escape');
    const columns = await shown(marina);
    expect(columns).toHaveLength(2);
    expect(columns.flat()).toContain('contacts');
    await look(marina, 'panels-two');
    expect(await graveFaults(marina)).toEqual([]);
  });

  it('are as wide as somebody makes them, by pointer and by keys', async () => {
    const line = marina.getByRole('separator', { name: 'Largura da lista' });
    const list = marina.getByRole('region', { name: 'Lista de conversas' });
    const before = (await list.boundingBox())?.width ?? 0;
    const box = await line.boundingBox();
    if (!box) throw new Error('no line');
    const saved = kept(marina);
    await marina.mouse.move(box.x + box.width / 2, 400);
    await marina.mouse.down();
    await marina.mouse.move(box.x + box.width / 2 + 60, 400, { steps: 6 });
    await marina.mouse.up();
    await saved;
    expect((await list.boundingBox())?.width).toBeCloseTo(before + 60, -1);
    const again = kept(marina);
    await line.focus();
    await marina.keyboard.press('Enter');
    await again;
    expect((await list.boundingBox())?.width).toBeCloseTo(before, -1);
  });

  it('follow their person into another browser, with density and light or dark, and nothing jumps', async () => {
    await arrange(marina).click();
    const saved = kept(marina);
    await item(marina, 'Compacta').click();
    await saved;
    await marina.keyboard.press('Escape');
    await marina.getByRole('button', { name: /Conta de/ }).click();
    const dark = kept(marina);
    await item(marina, 'Escuro').click();
    await dark;
    const other = await stage.person({ width: 1680, height: 950 });
    await deskPage.signIn(other, stage, 'marina@demo.example');
    await open(other);
    await other.addInitScript(() => {
      const seen = window as unknown as { shifts: number };
      seen.shifts = 0;
      new PerformanceObserver((list) => {
        type Shift = { value: number; hadRecentInput: boolean; sources: { node: Node | null }[] };
        for (const { value, hadRecentInput, sources } of list.getEntries() as unknown as Shift[]) {
          const inPanels = sources.some(({ node }) =>
            node?.parentElement?.closest('aside, [role=complementary]'),
          );
          if (!hadRecentInput && inPanels) seen.shifts += value;
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await other.reload();
    await panel(other, 'Linha do tempo').waitFor();
    await expect.poll(() => shown(other)).toEqual(await shown(marina));
    expect(await other.evaluate(() => document.documentElement.dataset.mantineColorScheme)).toBe('dark');
    expect(await other.evaluate(() => document.documentElement.dataset.density)).toBe('compact');
    await panel(other, 'O que já sabemos').waitFor();
    const shifts = await other.evaluate(() => (window as unknown as { shifts: number }).shifts);
    expect(shifts).toBeLessThan(0.05);
    await look(other, 'panels-dark-compact');
    expect(await graveFaults(other)).toEqual([]);
    // Back to the standard, live in the other browser.
    await arrange(other).click();
    await item(other, 'Voltar ao padrão').click();
    await expect.poll(async () => (await shown(marina)).length).toBe(1);
    expect((await shown(marina))[0]?.[0]).toBe('customer');
  });

  it('begin as the firm has set it for who has arranged nothing', async () => {
    const teresa = await stage.person({ width: 1680, height: 950 });
    teresa.setDefaultTimeout(10_000);
    await deskPage.signIn(teresa, stage, 'helena@demo.example');
    await open(teresa);
    await panel(teresa, 'Cliente').hover();
    await panel(teresa, 'Cliente').getByRole('button', { name: 'Ocultar Cliente' }).click();
    await arrange(teresa).click();
    await item(teresa, 'Padrão das filas e equipes').click();
    await teresa.getByRole('button', { name: 'Usar os meus: Toda a organização' }).click();
    await teresa.getByText('Definido', { exact: true }).waitFor();
    await look(teresa, 'panels-standard');
    await expect.poll(async () => (await shown(marina)).flat()).not.toContain('customer');
  });

  it('are a sheet on a phone, which takes the focus and gives it back', async () => {
    const phone = await stage.person({ width: 390, height: 844 });
    phone.setDefaultTimeout(10_000);
    await deskPage.signIn(phone, stage, 'caio@demo.example');
    await phone
      .getByRole('region', { name: 'Lista de conversas' })
      .getByRole('link')
      .filter({ hasText: 'agulha' })
      .first()
      .click();
    await deskPage.thread(phone).waitFor();
    const field = phone.getByRole('textbox', { name: 'Escreva ao cliente…' });
    await field.fill('Um momento');
    await phone.getByRole('button', { name: 'Cliente', exact: true }).click();
    const sheet = phone.getByRole('dialog', { name: 'Cliente' });
    await sheet.getByRole('heading', { name: 'Contatos' }).waitFor();
    await look(phone, 'panels-phone');
    expect(await graveFaults(phone)).toEqual([]);
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await phone.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(await field.inputValue()).toBe('Um momento');
  });
});

it('the palette has every action of the screen by its name, and does it', async () => {
  await open(marina);
  await marina.keyboard.press('Control+k');
  await marina.getByPlaceholder('Buscar conversa, cliente, protocolo…').fill('nota inter');
  await marina.getByRole('button', { name: 'Escrever nota interna' }).last().waitFor();
  await look(marina, 'palette-actions');
  await marina.getByRole('button', { name: 'Escrever nota interna' }).last().click();
  await marina.getByRole('textbox', { name: 'Escreva uma nota para a equipe…' }).waitFor();
});
