import { existsSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoBot } from '../telegram/index.ts';
import { startWorld, type World } from '../world.ts';

const places = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/google-chrome'];
let world: World;
let browser: Browser;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  world = await startWorld({ port: 0 });
  const executablePath = places.find((path) => path && existsSync(path));
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
beforeEach(async () => {
  problems.length = 0;
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'pt-BR' });
  page = await context.newPage();
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(world.ready.url);
  await page.waitForSelector('.phone');
  return () => context.close();
});

function mailSettings() {
  for (const { settings } of world.ready.inboxes)
    if ('imapUser' in settings) return settings as { imapUser: string; imapPassword: string };
  throw new Error('the world has no mailbox');
}
const open = (app: string) => page.click(`[data-person=ana] [data-app=${app}]`);
async function write(text: string): Promise<void> {
  await page.fill('.composer textarea', text);
  await page.press('.composer textarea', 'Enter');
}
const bubble = (text: string) => page.locator('.bubble', { hasText: text });

async function post(url: string, body: object, headers: Record<string, string> = {}) {
  const all = { 'content-type': 'application/json', ...headers };
  const response = await fetch(url, { method: 'POST', headers: all, body: JSON.stringify(body) });
  return (await response.json()) as { result: { message: { chat: { id: number } }; update_id: number }[] };
}
const bot = (method: string, body: object) =>
  post(`${world.ready.services.telegram}/bot${demoBot.token}/${method}`, body);

describe('the customer’s phone', () => {
  it('writes and reads on the bot’s chat: start, words, picture, buttons', async () => {
    await open('telegram');
    await page.click('.row');
    await page.click('.start');
    await write('Tem no 38?');
    await bubble('Tem no 38?').waitFor();
    const { result } = await bot('getUpdates', { timeout: 5 });
    expect(result).toHaveLength(2);
    await page.locator('.ticks.sent').first().waitFor();
    await bot('getUpdates', { offset: (result.at(-1)?.update_id ?? 0) + 1 });
    await page.locator('.ticks.read').first().waitFor();
    const chat_id = result[0]?.message.chat.id;
    const inline_keyboard = [[{ text: 'Retirar', callback_data: 'pickup' }]];
    await bot('sendMessage', { chat_id, text: 'Tem sim!', reply_markup: { inline_keyboard } });
    await bubble('Tem sim!').waitFor();
    await page.click('.choice:has-text("Retirar")');
    const pressed = await bot('getUpdates', { timeout: 5 });
    expect(pressed.result[0]).toMatchObject({ callback_query: { data: 'pickup' } });
    await page.click('.composer-row .icon-button');
    await page.click('.attach-menu button:has-text("Foto")');
    await page.waitForFunction(
      "[...document.querySelectorAll('.bubble img')].some((one) => one.naturalWidth > 0)",
    );
    expect(problems).toEqual([]);
  });

  it('writes and reads on the number’s chat: words, list, ticks', async () => {
    await open('whatsapp');
    await page.click('.row');
    await write('Meu pedido atrasou?');
    await bubble('Meu pedido atrasou?').waitFor();
    const { accessToken, phoneNumberId } = world.whatsapp.config;
    const url = `${world.ready.services.whatsapp}/v26.0/${phoneNumberId}/messages`;
    const rows = [{ id: 'where', title: 'Onde está?' }];
    const action = { button: 'Ver opções', sections: [{ title: 'Pedidos', rows }] };
    const interactive = { type: 'list', body: { text: 'Sobre o quê?' }, action };
    const message = { messaging_product: 'whatsapp', to: '554188776655', type: 'interactive', interactive };
    await post(url, message, { authorization: `Bearer ${accessToken}` });
    await page.click('.choice:has-text("Ver opções")');
    await page.click('.sheet button:has-text("Onde está?")');
    await page.locator('.mine .bubble', { hasText: 'Onde está?' }).waitFor();
    expect(problems).toEqual([]);
  });

  it('gets mail with HTML that runs nothing, and answers all', async () => {
    const { imapUser: user, imapPassword: pass } = mailSettings();
    const [host, port] = world.ready.services.smtp.split(':');
    const tls = { rejectUnauthorized: false };
    const smtp = createTransport({ host, port: Number(port), auth: { user, pass }, tls });
    const html = '<p>Seu pedido <b>1042</b> saiu.</p><script>parent.document.title="hacked"</script>';
    const to = ['ana@cliente.example', 'bruno@cliente.example'];
    await smtp.sendMail({ from: `Loja <${user}>`, to, subject: 'Pedido 1042', text: 'Saiu.', html });
    await page.locator('[data-app=mail] .badge').waitFor();
    await open('mail');
    await page.click('.row');
    expect(await page.frameLocator('iframe.html').locator('b').textContent()).toBe('1042');
    expect(await page.title()).toBe('O celular do cliente');
    await page.click('.mail-foot button:has-text("todos")');
    await page.fill('.compose textarea', 'Obrigada!');
    await page.click('[type=submit]');
    await page.locator('.row', { hasText: 'Re: Pedido 1042' }).waitFor();
    const sent = (await world.mail.mailbox(user)).at(-1)?.mail;
    expect(sent?.text?.trim()).toBe('Obrigada!');
    expect([...(sent?.to ?? []), ...(sent?.cc ?? [])].map((one) => one.address)).toEqual([
      user,
      'bruno@cliente.example',
    ]);
    expect(sent?.inReplyTo).toBeTruthy();
  });

  it('opens deep links with the draft filled in', async () => {
    await page.goto(`${world.ready.links.whatsapp}/554133334444?text=${encodeURIComponent('Oi: M-123')}`);
    await page.waitForSelector('.composer textarea');
    expect(await page.inputValue('.composer textarea')).toBe('Oi: M-123');
    await page.goto(`${world.ready.links.telegram}/${demoBot.username}?start=abc-1`);
    await page.click('.start');
    await bubble('/start abc-1').waitFor();
    await page.goto(`${world.ready.links.mail}?to=loja@demo.example&subject=Ol%C3%A1&body=M-9`);
    await page.waitForSelector('.compose textarea');
    expect(await page.inputValue('.compose textarea')).toBe('M-9');
    expect(problems).toEqual([]);
  });

  it('fits a narrow screen, in three languages, light and dark', async () => {
    await page.setViewportSize({ width: 360, height: 700 });
    for (const [lang, title] of [
      ['pt', 'O celular do cliente'],
      ['en', 'The customer’s phone'],
      ['es', 'El celular del cliente'],
    ] as const) {
      await page.goto(`${world.ready.url}/?lang=${lang}&theme=dark`);
      await page.waitForSelector('.home');
      expect(await page.title()).toBe(title);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
  });
});

describe('the control addresses', () => {
  const send = (customer: unknown) =>
    fetch(`${world.ready.url}/control/whatsapp/send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ customer, text: 'por HTTP' }),
    });
  it('act as a customer of the demo or any other', async () => {
    expect((await send('bruno')).status).toBe(200);
    const carla = { name: 'Carla', phone: '+55 21 99999-1111', email: 'c@x.example', account: 77 };
    expect((await send(carla)).status).toBe(200);
    expect((await send({ ...carla, phone: 'x' })).status).toBe(400);
    expect((await send('__proto__')).status).toBe(400);
  });
  it('refuse foreign host names, plain text and unknown files', async () => {
    const { port } = new URL(world.ready.url);
    const plain = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' };
    expect((await fetch(`${world.ready.url}/control/whatsapp/send`, plain)).status).toBe(415);
    for (const path of ['/page/..%2fserver.ts', '/page/server.ts', '/lib/fs.js', '/control/mail/file/x']) {
      expect([path, (await fetch(world.ready.url + path)).status]).toEqual([path, 404]);
    }
    const { request } = await import('node:http');
    const status = await new Promise((resolve) =>
      request({ host: '127.0.0.1', port, headers: { host: `evil.example:${port}` } }, (got) =>
        resolve(got.statusCode),
      ).end(),
    );
    expect(status).toBe(403);
  });
});
