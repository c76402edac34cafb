import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { type Stage, startStage } from './support/stage.ts';

/** Somebody on a page with rules against us asks to be called, by keyboard; the shop sees it, calls and says what came of it. */

const hostile = `
  * { box-sizing: content-box !important; font: italic 30px/3 serif !important; letter-spacing: 4px !important; }
  button, form, ul, svg { display: none !important; }
  div { position: static !important; transform: rotate(4deg) !important; opacity: .4 !important; }`;
let stage: Stage;
let web: Server;
let site = '';
let key = '';

beforeAll(async () => {
  stage = await startStage();
  const server = stage.app.url;
  key = await keyOfButtons();
  const policy = [
    "default-src 'none'",
    `script-src ${server}`,
    `connect-src ${server}`,
    `img-src ${server}`,
    "style-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types meada meada-site',
  ].join('; ');
  web = createServer((request, response) => {
    if (request.url === '/a.css') return void response.setHeader('content-type', 'text/css').end(hostile);
    response
      .setHeader('content-security-policy', policy)
      .setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="pt-BR"><head><meta charset="utf-8"><title>Fios & cia</title>
      <link rel="stylesheet" href="/a.css"></head><body><main><h1>Loja</h1></main>
      <script async src="${server}/widget/site.js" data-buttons="${key}" data-locale="pt-BR"></script></body></html>`);
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  site = `http://localhost:${(web.address() as AddressInfo).port}`;
});
afterAll(async () => {
  web?.closeAllConnections();
  web?.close();
  await stage?.stop();
});

/** The key stands in the demo shop's own page. */
async function keyOfButtons(): Promise<string> {
  const page = await (await fetch(`${stage.app.url}/loja`)).text();
  return /data-buttons="([\w-]+)"/.exec(page)?.[1] ?? '';
}

async function desk(): Promise<Page> {
  const page = await stage.person();
  await page.goto(stage.app.url);
  await page.getByLabel('E-mail').fill('marina@demo.example');
  await page.getByLabel('Senha', { exact: true }).fill(stage.password);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
  await page.getByRole('heading', { name: 'Conversas' }).waitFor();
  return page;
}

it('asks for a call by keyboard on a hostile page, and is called', async () => {
  expect(key).not.toBe('');
  const visitor = await stage.person({ width: 1000 });
  const problems: string[] = [];
  visitor.on('pageerror', (error) => problems.push(error.message));
  visitor.on('console', (line) => void (line.type() === 'error' && problems.push(line.text())));
  await visitor.goto(site);
  const main = visitor.getByRole('button', { name: 'Fale com a gente' });
  await main.waitFor();
  expect((await main.boundingBox())?.width).toBe(60);
  await main.focus();
  await visitor.keyboard.press('Enter');
  const whatsapp = visitor.getByRole('link', { name: 'WhatsApp' });
  expect(await whatsapp.getAttribute('href')).toContain(encodeURIComponent('Fios & cia'));
  await visitor.keyboard.press('Escape');
  expect(await whatsapp.isVisible()).toBe(false);
  await visitor.keyboard.press('Enter');
  await visitor.getByRole('button', { name: 'Ligue para mim' }).focus();
  await visitor.keyboard.press('Enter');
  const form = visitor.getByRole('dialog', { name: 'Ligue para mim' });
  await form.getByLabel('Seu nome').fill('Clara Dias');
  await form.getByLabel('Telefone com DDD').fill('12');
  await form.getByRole('checkbox').check();
  await visitor.getByRole('button', { name: 'Pedir ligação' }).press('Enter');
  await form.getByLabel('Telefone com DDD').fill('1234 5678');
  await visitor.getByRole('button', { name: 'Pedir ligação' }).press('Enter');
  await form.getByRole('alert').getByText('Confira o telefone').waitFor();
  await form.getByLabel('Telefone com DDD').fill('(41) 98123-4567');
  await visitor.getByRole('button', { name: 'Pedir ligação' }).press('Enter');
  await form.getByText('Pedido recebido').waitFor();
  expect(problems.filter((one) => !/422|400/.test(one))).toEqual([]);

  const page = await desk();
  await page.getByText('1 pessoa espera uma ligação').click();
  await page.getByRole('link', { name: /^Clara Dias \+/ }).click();
  const bar = page.getByRole('status').filter({ hasText: 'Ligar para Clara Dias' });
  await bar.getByRole('link', { name: '+55 41 98123-4567' }).waitFor();
  await page.getByText('Clara Dias pediu uma ligação').waitFor();
  await bar.getByRole('button', { name: 'Não atendeu' }).click();
  await bar.getByText('1 tentativa').waitFor();
  await bar.getByRole('button', { name: 'Falei' }).click();
  await page.getByLabel('O que ficou combinado').fill('Vem buscar no sábado');
  await page.getByRole('button', { name: 'Salvar' }).click();
  await bar.waitFor({ state: 'detached' });
  await page.getByText('Resultado da ligação: Vem buscar no sábado').waitFor();
});

it('has no grave fault of accessibility, in the menu and in the form', async () => {
  const context = await stage.browser.newContext({ bypassCSP: true, locale: 'pt-BR' });
  const page = await context.newPage();
  await page.goto(`${stage.app.url}/loja`);
  await page.getByRole('button', { name: 'Fale com a gente' }).click();
  expect((await graveFaults(page)).filter((one) => /data-meada|id="[smlf]"/.test(one))).toEqual([]);
  await page.getByRole('button', { name: 'Ligue para mim' }).click();
  await page.getByRole('dialog', { name: 'Ligue para mim' }).waitFor();
  expect(await graveFaults(page)).toEqual([]);
  await page.getByRole('link', { name: 'Pedir uma ligação' }).waitFor();
  await page.close();
});

it('who agreed, wrote the number and went without sending is not lost', async () => {
  const visitor = await stage.person({ width: 1000 });
  await visitor.goto(site);
  await visitor.getByRole('button', { name: 'Fale com a gente' }).press('Enter');
  await visitor.getByRole('button', { name: 'Ligue para mim' }).press('Enter');
  const form = visitor.getByRole('dialog', { name: 'Ligue para mim' });
  await form.getByLabel('Seu nome').fill('Otávio Reis');
  await form.getByLabel('Telefone com DDD').fill('(41) 98765-0001');
  await form.locator('textarea').fill('Quero saber do frete');
  // Without the leave to call nothing is said to anybody.
  const asked: string[] = [];
  visitor.on('request', (request) => asked.push(request.url()));
  await visitor.goto(`${site}/outra`);
  expect(asked.filter((one) => one.endsWith('/left'))).toEqual([]);
  await visitor.getByRole('button', { name: 'Fale com a gente' }).press('Enter');
  await visitor.getByRole('button', { name: 'Ligue para mim' }).press('Enter');
  await form.getByLabel('Seu nome').fill('Otávio Reis');
  await form.getByLabel('Telefone com DDD').fill('(41) 98765-0001');
  await form.locator('textarea').fill('Quero saber do frete');
  await form.getByRole('checkbox').check();
  await visitor.goto('about:blank');

  const page = await desk();
  await page.goto(`${stage.app.url}/recoveries`);
  const card = page.getByRole('listitem').filter({ hasText: 'Otávio Reis' });
  await card.getByText('Formulário não enviado').waitFor();
  await card.getByText('Quero saber do frete').waitFor();
  await card.getByText('+55 41 98765-0001').waitFor();
});
