import { expect } from 'vitest';
import { firmHas, launcher, openChat, type Stories, say, shows, text, thread } from './widget-stories.ts';

/** The conversation itself: writing, reading, files, buttons, networks that fail. */
export const talking: Stories = {
  'greets, takes a message, shows the answer once, and what was read': async ({ stage, visit }) => {
    const page = await visit();
    await openChat(page);
    await say(page, 'Vocês têm lã merino?');
    await firmHas(stage, ['Vocês têm lã merino?']);
    await stage.firm.typing(true);
    await thread(page).getByText('está escrevendo').waitFor();
    await stage.firm.write(text('Temos, em 12 cores.'));
    await shows(page, 'Temos, em 12 cores.');
    await stage.firm.read();
    await thread(page).getByText('Lida', { exact: true }).waitFor({ state: 'attached' });
    await shows(page, 'Vocês têm lã merino?');
    expect(await page.getByText('Protocolo').count()).toBe(1);
  },

  'shows foreign text as text': async ({ stage, visit }) => {
    const page = await visit();
    await openChat(page);
    await say(page, 'oi');
    await firmHas(stage, ['oi']);
    const evil = '<img src=x onerror="document.title=1"><b>x</b> javascript:alert(1) https://loja.example/a';
    await stage.firm.write(text(evil));
    await thread(page).getByText('<b>x</b>').waitFor();
    expect(await page.title()).toBe('Loja');
    const links = await thread(page).getByRole('link').all();
    expect(await Promise.all(links.map((link) => link.getAttribute('href')))).toEqual([
      'https://loja.example/a',
    ]);
  },

  'sends what was written without a network after a reload, once': async ({ stage, visit }) => {
    const page = await visit();
    await openChat(page);
    await say(page, 'primeira');
    await firmHas(stage, ['primeira']);
    await page.route('**/api/chat/**', (route) => route.abort());
    await say(page, 'sem rede');
    await say(page, 'sem rede ainda');
    await thread(page).getByText('Esperando a conexão').first().waitFor({ state: 'attached' });
    await page.reload();
    await page.getByRole('dialog').waitFor();
    await shows(page, 'sem rede');
    await page.unroute('**/api/chat/**');
    await firmHas(stage, ['primeira', 'sem rede', 'sem rede ainda']);
    await shows(page, 'sem rede ainda');
  },

  'counts a message once when its answer was lost on the way': async ({ stage, visit }) => {
    const page = await visit();
    // No socket: the copy in the thread must not be what stops the sending.
    await page.routeWebSocket(/\/api\/chat\/live/, (socket) => void socket.close());
    await openChat(page);
    let lost = 0;
    await page.route('**/api/chat/messages', async (route) => {
      if (route.request().method() !== 'POST' || lost >= 2) return route.continue();
      lost++;
      await route.fetch();
      await route.abort();
    });
    await say(page, 'uma vez só');
    await expect.poll(() => lost, { timeout: 20_000 }).toBe(2);
    await firmHas(stage, ['uma vez só']);
    await shows(page, 'uma vez só');
  },

  'misses nothing and doubles nothing when sockets are cut': async ({ stage, visit }) => {
    const page = await visit();
    await openChat(page);
    await say(page, 'oi');
    await firmHas(stage, ['oi']);
    const said = Array.from({ length: 12 }, (_, at) => `resposta ${at}`);
    for (const [at, words] of said.entries()) {
      await stage.firm.write(text(words));
      if (at % 3 === 0) await stage.cutSockets();
    }
    for (const words of said) await shows(page, words);
    const order = await thread(page)
      .getByText(/^resposta \d+$/)
      .allInnerTexts();
    expect(order).toEqual(said);
  },

  'falls back to asking where sockets are not let through': async ({ stage, visit }) => {
    const page = await visit();
    await page.routeWebSocket(/\/api\/chat\/live/, (socket) => void socket.close());
    await openChat(page);
    await say(page, 'sem socket');
    await firmHas(stage, ['sem socket']);
    await stage.firm.write(text('mesmo assim'));
    await shows(page, 'mesmo assim');
  },

  'keeps two tabs together': async ({ stage, visit }) => {
    const one = await visit();
    await openChat(one);
    await say(one, 'da primeira aba');
    await firmHas(stage, ['da primeira aba']);
    const other = await one.context().newPage();
    await other.goto(one.url());
    await openChat(other);
    await shows(other, 'da primeira aba');
    await say(other, 'da segunda');
    await shows(one, 'da segunda');
    await firmHas(stage, ['da primeira aba', 'da segunda']);
    await shows(other, 'da segunda');
  },

  'counts on the closed button what is new, until it is opened': async ({ stage, visit }) => {
    const page = await visit();
    await openChat(page);
    await say(page, 'oi');
    await firmHas(stage, ['oi']);
    await page.keyboard.press('Escape');
    await stage.firm.write(text('um'));
    await stage.firm.write(text('dois'));
    await page.getByRole('button', { name: 'Abrir o chat, 2 mensagens novas' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Abrir o chat, 2 mensagens novas' }).click();
    await shows(page, 'dois');
    await page.keyboard.press('Escape');
    await expect.poll(() => launcher(page).getAttribute('aria-label')).toBe('Abrir o chat');
  },

  'presses a button once, and writes again after the end': async ({ stage, visit }) => {
    const page = await visit();
    await openChat(page);
    await say(page, 'oi');
    await firmHas(stage, ['oi']);
    const buttons = [
      { id: 'pickup', title: 'Retirar' },
      { id: 'send', title: 'Entregar' },
    ];
    await stage.firm.write({ v: 1, kind: 'buttons', text: 'Como prefere?', buttons });
    await page.getByRole('button', { name: 'Retirar', exact: true }).click();
    await firmHas(stage, ['oi', 'Retirar']);
    await expect
      .poll(() => page.getByRole('button', { name: 'Entregar', exact: true }).isDisabled())
      .toBe(true);
    await stage.firm.resolve();
    await thread(page).getByText('Atendimento encerrado').first().waitFor();
    await say(page, 'voltei');
    await firmHas(stage, ['oi', 'Retirar', 'voltei']);
  },

  'sends files, keeps them over a reload, and says which are too large': async ({ stage, visit }) => {
    const page = await visit();
    await openChat(page);
    const files = page.locator('input[type=file]');
    await files.setInputFiles({
      name: 'grande.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.alloc(26 * 1024 * 1024),
    });
    await page.getByText('Arquivo grande demais').waitFor();
    await page.getByRole('button', { name: 'Remover: grande.bin' }).click();
    await files.setInputFiles({
      name: 'ponto.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('ponto alto'),
    });
    await expect.poll(() => page.getByRole('button', { name: 'Enviar', exact: true }).isEnabled()).toBe(true);
    await page.reload();
    await page.getByText('ponto.txt').waitFor();
    await page.getByRole('button', { name: 'Enviar', exact: true }).click();
    await expect.poll(() => stage.received(), { timeout: 20_000 }).toEqual([{ text: '', files: 1 }]);
    await thread(page).getByRole('link', { name: 'ponto.txt' }).waitFor();
  },
};
