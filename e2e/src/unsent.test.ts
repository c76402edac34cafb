import type { OutboundMessage } from '@meada/contract/channels';
import type { BrowserContext, Dialog, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ChannelPlugin } from '../../server/src/modules/inboxes/index.ts';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { hold, holdAnswers } from './support/hold.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** What an agent wrote is never lost, never sent twice, and never thought to have arrived when it has not. */
let stage: Stage;
let square: Square;
let marina: Page;
let caio: Page;
const dora = { value: '3009', name: 'Dora Lins' };
const bento = { value: '3010', name: 'Bento Prado' };
const soon = { timeout: 20_000 };
const field = (page: Page) => page.getByRole('textbox', { name: 'Escreva ao cliente…', exact: true });
const said = () => square.sent.map(({ content }) => ('text' in content ? content.text : content.kind));
const open = (page: Page, name: string) => deskPage.row(page, name).click();
const rowOf = (page: Page, name: string) => page.locator('[data-conversation]', { hasText: name }).first();
const send = (page: Page) => page.getByRole('button', { name: 'Enviar', exact: true }).click();

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  [marina, caio] = [await stage.person(), await stage.person()];
  await deskPage.signIn(marina, stage, 'marina@demo.example');
  await deskPage.signIn(caio, stage, 'caio@demo.example');
  await square.arrive(dora, 'Quando chega meu pedido?');
  await square.arrive(bento, 'Vocês têm linha azul?');
});
afterAll(() => stage?.stop());

it('a file stays with the words it was put to: another conversation is looked at, the page loaded again', async () => {
  await open(marina, 'Dora Lins');
  await field(marina).fill('Segue o boleto');
  const buffer = Buffer.from('%PDF-1.4 boleto');
  const file = { name: 'boleto.pdf', mimeType: 'application/pdf', buffer };
  await marina.getByLabel('Anexar arquivos').first().setInputFiles(file);
  await marina.getByRole('button', { name: 'Tirar boleto.pdf' }).waitFor(soon);
  await open(marina, 'Bento Prado');
  await deskPage.thread(marina).getByText('Vocês têm linha azul?').first().waitFor(soon);
  expect(await marina.getByText('boleto.pdf').count()).toBe(0);
  await open(marina, 'Dora Lins');
  // Once its bytes have arrived: what is under way goes with the page.
  const upload = marina.getByRole('listitem').filter({ hasText: 'boleto.pdf' });
  await upload.getByText(/kB|byte/).waitFor(soon);
  await marina.reload();
  await marina.getByRole('button', { name: 'Tirar boleto.pdf' }).waitFor(soon);
  await expect.poll(() => field(marina).inputValue(), soon).toBe('Segue o boleto');
});

it('goes out with its words and is not there any more; an empty one is refused at once', async () => {
  const empty = { name: 'vazio.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) };
  await marina.getByLabel('Anexar arquivos').first().setInputFiles(empty);
  await marina.getByText('vazio.pdf está vazio (0 bytes)').waitFor(soon);
  await send(marina);
  await expect.poll(() => square.sent.length, soon).toBe(1);
  expect((square.sent[0] as OutboundMessage).attachments.map(({ name }) => name)).toEqual(['boleto.pdf']);
  await marina.reload();
  await field(marina).waitFor(soon);
  expect(await marina.getByRole('button', { name: 'Tirar boleto.pdf' }).count()).toBe(0);
});

it('a file that the network broke off goes on when it is back', async () => {
  await marina.context().setOffline(true);
  const file = { name: 'foto.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 foto') };
  await marina.getByLabel('Anexar arquivos').first().setInputFiles(file);
  const upload = marina.getByRole('listitem').filter({ hasText: 'foto.pdf' });
  await upload.getByRole('button', { name: 'Tentar de novo' }).waitFor(soon);
  await marina.context().setOffline(false);
  await upload.getByRole('button', { name: 'Tentar de novo' }).waitFor({ state: 'detached', ...soon });
  await upload.getByText(/kB|byte/).waitFor(soon);
  await marina.getByRole('button', { name: 'Tirar foto.pdf' }).click();
});

it('who closes the page while a file is on its way is asked first, and nobody is asked without a reason', async () => {
  const asked: string[] = [];
  const stay = (dialog: Dialog) => {
    asked.push(dialog.type());
    void dialog.dismiss();
  };
  marina.on('dialog', stay);
  const letGo = await hold(marina, '**/api/files?*');
  const file = { name: 'nota.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 nota') };
  await marina.getByLabel('Anexar arquivos').first().setInputFiles(file);
  const upload = marina.getByRole('listitem').filter({ hasText: 'nota.pdf' });
  await upload.getByRole('progressbar').waitFor(soon);
  await marina.evaluate(() => location.reload());
  await expect.poll(() => asked, soon).toEqual(['beforeunload']);
  letGo();
  await upload.getByText(/kB|byte/).waitFor(soon);
  await marina.reload();
  await marina.getByRole('button', { name: 'Tirar nota.pdf' }).click();
  expect(asked).toEqual(['beforeunload']);
  marina.off('dialog', stay);
  await marina.unroute('**/api/files?*');
});

it('two tabs of one agent: what one sent does not stand in the other any more', async () => {
  const other = await (marina.context() as BrowserContext).newPage();
  await other.goto(marina.url());
  await field(marina).fill('Chega na terça');
  await expect.poll(() => field(other).inputValue(), soon).toBe('Chega na terça');
  await send(marina);
  await expect.poll(() => field(other).inputValue(), soon).toBe('');
  await other.close();
});

it('a session that ends while something is sent: it goes out, once, when the same person is back, and is no one else’s', async () => {
  await field(marina).fill('Já saiu para entrega');
  await expect.poll(() => field(marina).inputValue(), soon).toBe('Já saiu para entrega');
  // The server's word for it, at the moment in which the message comes.
  const ended = { status: 401, json: { code: 'unauthenticated', message: 'Sign in.' } };
  await marina.route('**/api/conversations/*/messages', (route) =>
    route.request().method() === 'POST' ? route.fulfill(ended) : route.continue(),
  );
  await send(marina);
  await marina.getByLabel('E-mail').waitFor(soon);
  expect(said()).not.toContain('Já saiu para entrega');
  await marina.unroute('**/api/conversations/*/messages');
  await marina.context().clearCookies();
  await deskPage.signIn(marina, stage, 'marina@demo.example');
  await expect.poll(() => said().filter((words) => words === 'Já saiu para entrega').length, soon).toBe(1);
});

it('a draft is its writer’s: who signs in on the same machine does not find it', async () => {
  // The machine is left as it is: nobody signs out, the session just ends.
  const leave = async () => {
    await marina.goto('about:blank');
    await marina.context().clearCookies();
  };
  await open(marina, 'Bento Prado');
  await field(marina).fill('Rascunho da Marina');
  const path = new URL(marina.url()).pathname;
  await leave();
  await deskPage.signIn(marina, stage, 'teresa@demo.example');
  await marina.goto(stage.app.url + path);
  await field(marina).waitFor(soon);
  expect(await field(marina).inputValue()).toBe('');
  await leave();
  await deskPage.signIn(marina, stage, 'marina@demo.example');
  await marina.goto(stage.app.url + path);
  await expect.poll(() => field(marina).inputValue(), soon).toBe('Rascunho da Marina');
  await field(marina).fill('');
});

it('refused while its writer is elsewhere: said at once, marked in the list', async () => {
  await open(marina, 'Dora Lins');
  await field(marina).fill('Começo a responder');
  await open(caio, 'Dora Lins');
  await deskPage.answer(caio, 'Eu respondo, Dora');
  await expect.poll(said, soon).toContain('Eu respondo, Dora');
  let go = () => {};
  const gone = new Promise<void>((resolve) => {
    go = resolve;
  });
  await marina.route('**/api/conversations/*/messages', async (route) => {
    await gone;
    await route.continue();
  });
  await send(marina);
  await open(marina, 'Bento Prado');
  await deskPage.thread(marina).getByText('Vocês têm linha azul?').first().waitFor(soon);
  go();
  await marina.getByText('Uma mensagem sua não foi enviada.').waitFor(soon);
  await rowOf(marina, 'Dora Lins').getByText('não enviada').waitFor(soon);
  expect(await graveFaults(marina)).toEqual([]);
  await look(marina, 'unsent-refused');
  await marina.unroute('**/api/conversations/*/messages');
  await marina.getByRole('button', { name: 'Abrir' }).click();
  await marina.getByRole('button', { name: 'Voltar a editar' }).click();
  await field(marina).fill('');
  await rowOf(marina, 'Dora Lins')
    .getByText('não enviada')
    .waitFor({ state: 'detached', ...soon });
});

it('what the platform does not deliver rings its writer, who is elsewhere, and stands in the bell and the list', async () => {
  const plugin = stage.app.kernel.ports.channels.get('square') as ChannelPlugin;
  const sends = plugin.send;
  let refuse = () => {};
  const asked = new Promise<void>((resolve) => {
    refuse = resolve;
  });
  plugin.send = async () => {
    await asked;
    return { state: 'failed', code: 'blocked_by_customer', text: 'Blocked.' };
  };
  await deskPage.answer(marina, 'Pode retirar amanhã');
  await open(marina, 'Bento Prado');
  await deskPage.thread(marina).getByText('Vocês têm linha azul?').first().waitFor(soon);
  refuse();
  await marina.getByText('Uma mensagem não chegou ao cliente.').waitFor(soon);
  await rowOf(marina, 'Dora Lins').getByText('não entregue').waitFor(soon);
  await marina.getByRole('button', { name: /Avisos/ }).click();
  await marina.getByRole('menuitem', { name: /Dora Lins.*não recebeu.*Pode retirar amanhã/s }).waitFor(soon);
  expect(await graveFaults(marina)).toEqual([]);
  await look(marina, 'unsent-bell');
  const mine = await api<{ items: { preview: string }[] }>(marina, ['GET', '/api/undelivered-messages']);
  expect(mine.items.map(({ preview }) => preview)).toEqual(['Pode retirar amanhã']);
  const his = await api<{ items: unknown[] }>(caio, ['GET', '/api/undelivered-messages']);
  expect(his.items).toEqual([]);
  plugin.send = sends;
  await marina.getByRole('menuitem', { name: /Dora Lins/ }).click();
  await deskPage.answer(marina, 'Dora, tentei por aqui de novo.');
  // Before the platform changes its mind again.
  await expect.poll(said, soon).toContain('Dora, tentei por aqui de novo.');
  await rowOf(marina, 'Dora Lins')
    .getByText('não entregue')
    .waitFor({ state: 'detached', ...soon });
});

it('of what may not have arrived its writer hears, with what to do; what the platform says later takes it back', async () => {
  const plugin = stage.app.kernel.ports.channels.get('square') as ChannelPlugin;
  const sends = plugin.send;
  let lose = () => {};
  const asked = new Promise<void>((resolve) => {
    lose = resolve;
  });
  let dispatchId = '';
  plugin.send = async (message) => {
    dispatchId = message.dispatchId;
    await asked;
    return { state: 'unknown', code: 'no_answer', text: 'No answer.' };
  };
  await open(marina, 'Dora Lins');
  const posts = '**/api/conversations/*/messages';
  const answered = await holdAnswers(marina, posts);
  await deskPage.answer(marina, 'O boleto vence na sexta');
  await open(marina, 'Bento Prado');
  await deskPage.thread(marina).getByText('Vocês têm linha azul?').first().waitFor(soon);
  lose();
  await marina.getByText('Não se sabe se uma mensagem chegou ao cliente.').waitFor(soon);
  await rowOf(marina, 'Dora Lins').getByText('não se sabe se chegou').waitFor(soon);
  // That it was taken is heard last, and is not news any more.
  const heard = marina.waitForResponse((response) => response.request().method() === 'POST', soon);
  answered();
  await heard;
  await marina.unroute(posts);
  await marina.getByRole('button', { name: /Avisos/ }).click();
  const line = { name: /Dora Lins.*não se sabe se recebeu.*O boleto vence.*pergunte ao cliente/s };
  await marina.getByRole('menuitem', line).waitFor(soon);
  expect(await graveFaults(marina)).toEqual([]);
  await look(marina, 'unsent-unknown-bell');
  await marina.getByRole('menuitem', line).click();
  const thread = deskPage.thread(marina);
  await look(marina, 'unsent-unknown-back');
  await thread.getByText('Confira na plataforma ou pergunte ao cliente').first().waitFor(soon);
  await look(marina, 'unsent-unknown-thread');
  plugin.send = sends;
  await square.tell(dispatchId, 'delivered');
  await thread.getByText('Confira na plataforma').waitFor({ state: 'detached', ...soon });
  await rowOf(marina, 'Dora Lins')
    .getByText('não se sabe se chegou')
    .waitFor({ state: 'detached', ...soon });
});

it('who has seen on the platform that it arrived says so, by keyboard', async () => {
  const plugin = stage.app.kernel.ports.channels.get('square') as ChannelPlugin;
  const sends = plugin.send;
  plugin.send = async () => ({ state: 'unknown', code: 'no_answer', text: 'No answer.' });
  await open(marina, 'Dora Lins');
  await deskPage.answer(marina, 'Pode pagar até as 18h');
  const thread = deskPage.thread(marina);
  await thread.getByText('Confira na plataforma').waitFor(soon);
  plugin.send = sends;
  await thread.getByRole('button', { name: 'Já chegou' }).focus();
  await look(marina, 'unsent-arrived');
  await marina.keyboard.press('Enter');
  await thread.getByText('Confira na plataforma').waitFor({ state: 'detached', ...soon });
  await rowOf(marina, 'Dora Lins')
    .getByText('não se sabe se chegou')
    .waitFor({ state: 'detached', ...soon });
});

it('one key sends and resolves, and goes on to the next; what is refused stays open', async () => {
  const statusOf = async (page: Page) => {
    const path = new URL(page.url()).pathname;
    return (await api<{ status: string }>(marina, ['GET', `/api${path}`])).status;
  };
  await open(marina, 'Dora Lins');
  await deskPage.thread(marina).getByText('Dora, tentei por aqui de novo.').first().waitFor(soon);
  await marina.getByRole('button', { name: 'Mais formas de enviar' }).click();
  await marina.getByRole('menuitem', { name: 'Abrir a próxima da lista' }).click();
  await field(marina).fill('Tudo certo, Dora!');
  await marina.getByRole('button', { name: 'Mais formas de enviar' }).click();
  await marina.getByRole('menuitem', { name: /Enviar e resolver/ }).waitFor(soon);
  await look(marina, 'send-and-menu');
  await marina.keyboard.press('Escape');
  const dorasPath = marina.url();
  await field(marina).press('Control+Shift+Enter');
  await expect.poll(said, soon).toContain('Tudo certo, Dora!');
  await marina.waitForURL((url) => url.href !== dorasPath, soon);
  await open(caio, 'Bento Prado');
  await expect
    .poll(
      async () =>
        (await api<{ status: string }>(marina, ['GET', `/api${new URL(dorasPath).pathname}`])).status,
      soon,
    )
    .toBe('resolved');
  await open(marina, 'Bento Prado');
  await field(marina).fill('Temos, sim');
  await deskPage.answer(caio, 'Temos linha azul, Bento');
  await deskPage.thread(marina).getByText('Temos linha azul, Bento').first().waitFor(soon);
  await field(marina).press('Control+Shift+Enter');
  await rowOf(marina, 'Bento Prado').getByText('não enviada').waitFor(soon);
  expect(await statusOf(caio)).toBe('open');
});

it('words go on at another machine and come back with what was added; those that only one has are never given up', async () => {
  const phone = await stage.person({ width: 390, height: 780 });
  await deskPage.signIn(phone, stage, 'marina@demo.example');
  await open(marina, 'Bento Prado');
  await marina.waitForURL(/conversations\/[0-9a-f-]{36}/);
  const path = new URL(marina.url()).pathname;
  const kept = async () =>
    (await api<{ draft: { text: string } | null }>(marina, ['GET', `/api${path}`])).draft?.text;
  await field(marina).fill('Temos a azul');
  await expect.poll(kept, soon).toBe('Temos a azul');
  await open(phone, 'Bento Prado');
  await expect.poll(() => field(phone).inputValue(), soon).toBe('Temos a azul');
  await field(phone).fill('Temos a azul clara, doze novelos');
  await expect.poll(kept, soon).toBe('Temos a azul clara, doze novelos');
  await marina.reload();
  await expect.poll(() => field(marina).inputValue(), soon).toBe('Temos a azul clara, doze novelos');
  await marina.route('**/draft', (route) => route.abort());
  await field(marina).fill('Temos a escura');
  await field(phone).fill('Temos as duas');
  await expect.poll(kept, soon).toBe('Temos as duas');
  await marina.reload();
  await expect.poll(() => field(marina).inputValue(), soon).toBe('Temos a escura');
  await marina.unroute('**/draft');
});
