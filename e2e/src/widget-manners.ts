import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { firmHas, launcher, openChat, type Stories, type Story, say, text } from './widget-stories.ts';

/** What axe finds on the page, the chat's shadow root included. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  });
}

/** Story: a chat with buttons and the sheet of other channels open has nothing axe could find. */
const accessible =
  (colorScheme: 'light' | 'dark', width: number): Story =>
  async ({ stage, visit }) => {
    const page = await visit({
      colorScheme,
      viewport: { width, height: 800 },
      bypassCSP: true,
      reducedMotion: 'reduce',
    });
    expect(await findings(page)).toEqual([]);
    await openChat(page);
    await say(page, 'oi');
    await firmHas(stage, ['oi']);
    await stage.firm.write({ v: 1, kind: 'buttons', text: 'Qual?', buttons: [{ id: 'a', title: 'Esta' }] });
    await page.getByRole('button', { name: 'Esta', exact: true }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Continuar em outro canal' }).click();
    expect(await findings(page)).toEqual([]);
  };

/** How the chat behaves on a page that is not its own: looks, keyboard, weight, forms, the way to other channels. */
export const manners: Stories = {
  'fetches nothing but the loader and moves nothing until it is wanted': async ({ visit, stage }) => {
    const page = await visit();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.reload();
    await launcher(page).waitFor();
    await page.waitForLoadState('networkidle');
    expect(asked.filter((url) => url.startsWith(stage.server))).toEqual([`${stage.server}/widget/loader.js`]);
    await openChat(page);
    await page.getByRole('textbox').waitFor();
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
  },

  'is neither broken by the page nor breaks it': async ({ visit }) => {
    const page = await visit({ path: '/hostile' });
    const before = await page.locator('#text').boundingBox();
    const button = await launcher(page).boundingBox();
    expect(button).toMatchObject({ x: 1020, y: 720, width: 60, height: 60 });
    await openChat(page);
    const panel = page.getByRole('dialog');
    await expect.poll(async () => (await panel.boundingBox())?.width).toBe(392);
    const style = await page.getByRole('textbox').evaluate((field) => {
      const { fontStyle, letterSpacing, textTransform } = getComputedStyle(field);
      return { fontStyle, letterSpacing, textTransform };
    });
    expect(style).toEqual({ fontStyle: 'normal', letterSpacing: 'normal', textTransform: 'none' });
    expect(await page.locator('#text').boundingBox()).toEqual(before);
  },

  'has nothing axe could find: light': accessible('light', 1100),
  'has nothing axe could find: dark': accessible('dark', 1100),
  'has nothing axe could find: light, phone': accessible('light', 390),
  'has nothing axe could find: dark, phone': accessible('dark', 390),

  'is used by keyboard alone and gives the focus back': async ({ visit }) => {
    const page = await visit();
    await launcher(page).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('textbox').waitFor();
    const inside = () =>
      page.evaluate(() => {
        const root = [...document.documentElement.children].find((one) => one.shadowRoot)?.shadowRoot;
        return root?.activeElement?.closest('[role=dialog]') !== null && root?.activeElement !== undefined;
      });
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press('Tab');
      expect(await inside()).toBe(true);
    }
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press('Shift+Tab');
      expect(await inside()).toBe(true);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => launcher(page).evaluate((one) => one.matches(':focus'))).toBe(true);
  },

  'fills a phone and opens by a link of the page': async ({ visit }) => {
    const page = await visit({ viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true });
    await page.getByText('Falar com a loja').click();
    await page.getByRole('dialog').waitFor();
    await expect
      .poll(() => page.getByRole('dialog').boundingBox())
      .toMatchObject({ x: 0, y: 0, width: 390, height: 780 });
  },

  'asks who one is as the shop wishes, and out of hours where to answer': async ({ stage, visit }) => {
    await stage.settings({ askName: true, askEmail: true, open: false });
    const page = await visit();
    await openChat(page);
    await page.getByText('fora do horário').first().waitFor();
    await page.getByLabel('Seu nome').fill('Marina');
    await page.getByLabel('Seu e-mail').fill('marina@exemplo');
    await page.getByRole('button', { name: 'Começar' }).click();
    await page.getByText('Confira o e-mail').waitFor();
    await page.getByLabel('Seu e-mail').fill('marina@exemplo.com.br');
    await page.getByRole('button', { name: 'Começar' }).click();
    await say(page, 'Respondam por e-mail');
    await firmHas(stage, ['Respondam por e-mail']);
    await expect
      .poll(() => stage.contact())
      .toMatchObject({ name: 'Marina', email: 'marina@exemplo.com.br' });
  },

  'shows the way to another channel: link, picture, code': async ({ stage, visit }) => {
    const page = await visit();
    await openChat(page);
    await say(page, 'oi');
    await firmHas(stage, ['oi']);
    await page.getByRole('button', { name: 'Continuar em outro canal' }).click();
    await page.getByRole('listitem').getByRole('button').first().click();
    await page.getByRole('link', { name: /^Abrir / }).waitFor();
    expect(await page.getByRole('link', { name: /^Abrir / }).getAttribute('href')).toMatch(
      /^(https?|mailto|tel|sms):/,
    );
    expect(await page.locator('.qr svg path, .qr svg rect').count()).toBeGreaterThan(0);
    expect((await page.locator('.code span').first().textContent())?.replace(/\s/g, '')).toMatch(/^\d{6}$/);
    await page.getByText(/^Vale por/).waitFor();
  },

  'tells the page what happens and keeps its token out of every address': async ({ stage, visit }) => {
    const page = await visit();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    page.on('websocket', (socket) => addresses.push(socket.url()));
    await openChat(page);
    await say(page, 'oi');
    await firmHas(stage, ['oi']);
    await page.evaluate(() => {
      const heard: unknown[] = [];
      Object.assign(window, { heard });
      for (const name of ['close', 'unread'])
        window.Meada?.('on', name, (value: unknown) => heard.push([name, value]));
      window.Meada?.('close');
    });
    await stage.firm.write(text('novidade'));
    const heard = () => page.evaluate(() => (window as unknown as { heard: unknown }).heard);
    await expect.poll(heard).toEqual([
      ['close', undefined],
      ['unread', 1],
    ]);
    const token = await page.evaluate((key) => localStorage.getItem(`meada:${key}:token`), stage.inboxKey);
    expect(token).toBeTruthy();
    expect(addresses.filter((address) => address.includes(token ?? '!'))).toEqual([]);
  },

  'knows nothing of a person who signed out of the site': async ({ stage, visit }) => {
    const page = await visit();
    await openChat(page);
    await say(page, 'segredo');
    await firmHas(stage, ['segredo']);
    await page.evaluate(() => window.Meada?.('forget'));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const left = await page.evaluate(() => Object.keys(localStorage).map((name) => name.split(':').at(-1)));
    expect(left).toEqual(['look']);
    await openChat(page);
    await page.getByRole('textbox', { name: 'Escreva sua mensagem' }).waitFor();
    expect(await page.getByText('segredo').count()).toBe(0);
  },
};

declare global {
  interface Window {
    Meada?: (...call: unknown[]) => void;
  }
}
