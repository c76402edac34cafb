import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { letterBox, openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/**
 * Work finds its agent: an offer that one declines goes to the other; who is on the line has their letters paused, drafts
 * and all; a browser that closes gives its work back; who leads sees it as it happens.
 */
let stage: Stage;
let square: Square;
let letters: Square;
let boss: Page;
let marina: Page;
let caio: Page;
const soon = { timeout: 20_000 };
const caller = (name: string) => ({ value: String(10_000 + (name.codePointAt(0) ?? 0)), name });

type Named = { items: { id: string; name: string }[] };
beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  letters = await openSquare(stage, letterBox);
  [boss, marina, caio] = await Promise.all([stage.person(), stage.person(), stage.person()]);
  await deskPage.signIn(boss, stage, 'teresa@demo.example');
  // A house in which nobody hands out the work yet.
  type All = { items: { id?: string; personId?: string }[] };
  const { items: queues } = await api<All>(boss, ['GET', '/api/routing/queues']);
  for (const { id } of queues) await api(boss, ['DELETE', `/api/routing/queues/${id}`]);
  const { items: agents } = await api<All>(boss, ['GET', '/api/routing/agents']);
  for (const { personId } of agents) await api(boss, ['DELETE', `/api/routing/agents/${personId}`]);
});
afterAll(() => stage?.stop());

const bar = (page: Page) => page.getByRole('button', { name: 'Sua presença' });
const offers = (page: Page) => page.getByRole('region', { name: 'Trabalho oferecido' }).getByRole('article');
const state = async (page: Page, name: string): Promise<void> => {
  await bar(page).click();
  await page.getByRole('menuitem', { name, exact: true }).click();
};

it('whoever leads sets up a queue, and reads in words what it does', async () => {
  await boss.goto(`${stage.app.url}/settings/routing`);
  await boss.getByRole('heading', { name: 'Ninguém distribui o trabalho ainda' }).waitFor(soon);
  await look(boss, 'routing-empty');
  await boss.getByRole('link', { name: 'Montar a minha' }).click();
  await boss.getByLabel('Nome').fill('Balcão');
  await boss.getByLabel('Caixas que alimentam a fila').first().click();
  await boss.getByRole('option', { name: 'Praça da loja' }).click();
  await boss.keyboard.press('Escape');
  const fallback = boss.getByRole('checkbox', { name: 'Fila padrão' });
  if (await fallback.isChecked()) await fallback.uncheck();
  await boss.getByRole('button', { name: 'Mais uma etapa' }).click();
  await boss.getByRole('checkbox', { name: 'Avisar a supervisão' }).check();
  await boss
    .getByRole('complementary', { name: 'O que esta fila faz' })
    .getByText('Depois de 5 minutos, a supervisão é avisada.')
    .waitFor();
  expect(await graveFaults(boss)).toEqual([]);
  await look(boss, 'routing-form');
  await boss.getByRole('button', { name: 'Criar fila' }).click();
  await boss.getByText('Alterações salvas').waitFor(soon);
});

it('agents are set in a table; what is changed in a marked row is changed in all', async () => {
  const { items } = await api<Named>(boss, ['GET', '/api/routing/queues']);
  const counter = items.find(({ name }) => name === 'Balcão');
  const settings = {
    ...{ wrapUpSeconds: 60, offerSeconds: 60, graceSeconds: { realTime: 2, deferred: 1800 } },
    ...{ mode: 'offer', order: 'longest' },
  };
  const queue = { name: 'Balcão', inboxIds: [square.inboxId], settings };
  await api(boss, ['PUT', `/api/routing/queues/${counter?.id}`], queue);
  const mail = { name: 'Cartas', inboxIds: [letters.inboxId], settings: { mode: 'assign' } };
  await api(boss, ['POST', '/api/routing/queues'], mail);
  await boss.goto(`${stage.app.url}/settings/routing/agents`);
  for (const name of ['Marina', 'Caio'])
    await boss.getByRole('checkbox', { name: new RegExp(`Marcar ${name}`) }).check();
  await boss.getByRole('switch', { name: /Marina.*recebe trabalho/ }).check({ force: true });
  for (const name of ['Balcão', 'Cartas'])
    await boss.getByRole('checkbox', { name: new RegExp(`Marina.*: ${name}`) }).check();
  await look(boss, 'routing-agents');
  expect(await graveFaults(boss)).toEqual([]);
  await expect
    .poll(async () => {
      const agents = await api<{ items: { queueIds: string[] }[] }>(boss, ['GET', '/api/routing/agents']);
      return agents.items.map(({ queueIds }) => queueIds.length);
    }, soon)
    .toEqual([2, 2]);
});

it('an offer comes beside a half-typed sentence; taken, the letter is paused and comes back with its draft', async () => {
  await deskPage.signIn(marina, stage, 'marina@demo.example');
  await deskPage.signIn(caio, stage, 'caio@demo.example');
  await bar(caio).waitFor(soon);
  await state(caio, 'Almoço');
  await bar(caio).getByText('Almoço').waitFor(soon);
  await letters.arrive(caller('Dora Lins'), 'Gostaria de trocar o tamanho do casaco');
  const held = marina.getByRole('button', { name: 'Ao vivo e para responder' });
  await held.getByText('1/5').waitFor(soon);
  await held.click();
  await look(marina, 'routing-sheet');
  await marina.getByRole('dialog').getByRole('button', { name: 'Dora Lins' }).click();
  const field = marina.getByRole('textbox', { name: 'Escreva ao cliente…', exact: true });
  await field.pressSequentially('Prezada Dora, podemos tro');
  await square.arrive(caller('Jair Prado'), 'Oi, meu pedido chegou quebrado');
  await offers(marina).first().waitFor(soon);
  await marina.keyboard.type('car o casaco');
  expect(await field.inputValue()).toBe('Prezada Dora, podemos trocar o casaco');
  expect(await graveFaults(marina)).toEqual([]);
  await look(marina, 'routing-offer');
  await marina.keyboard.press('Alt+Enter');
  await deskPage.thread(marina).getByText('chegou quebrado').waitFor(soon);
  await held.getByText('1/1').waitFor(soon);
  await marina.getByText('continua depois').first().waitFor(soon);
  await look(marina, 'routing-paused');
  await marina.getByRole('button', { name: 'Resolver' }).click();
  await marina.getByRole('timer').waitFor(soon);
  await look(marina, 'routing-wrap-up');
  await marina.getByRole('timer').getByRole('button', { name: 'Pronto' }).click();
  await marina
    .getByText('continua depois')
    .first()
    .waitFor({ state: 'detached', ...soon });
  await deskPage.row(marina, 'Dora Lins').click();
  await expect.poll(() => field.inputValue(), soon).toBe('Prezada Dora, podemos trocar o casaco');
});

it('declined by one it goes to the other, who hands it on with a note', async () => {
  await state(caio, 'Disponível');
  await square.arrive(caller('Lia Torres'), 'Quero cancelar a assinatura');
  const anybody = async () =>
    (await offers(marina).count()) > 0 ? marina : (await offers(caio).count()) > 0 ? caio : null;
  await expect.poll(anybody, soon).not.toBeNull();
  const first = (await anybody()) as Page;
  const other = first === marina ? caio : marina;
  await offers(first).getByRole('button', { name: 'Recusar' }).click();
  await look(first, 'routing-decline');
  await offers(first).getByRole('button', { name: 'Não é a minha área' }).click();
  await offers(other).first().waitFor(soon);
  await offers(other).getByText('Já foi oferecido a outra pessoa').waitFor(soon);
  await offers(other).getByRole('button', { name: 'Aceitar' }).click();
  await deskPage.thread(other).getByText('cancelar a assinatura').waitFor(soon);
  await other.keyboard.press('Escape');
  await deskPage.row(other, 'Lia Torres').click();
  await other.getByRole('button', { name: 'Mais ações' }).click();
  await other.getByRole('menuitem', { name: 'Transferir' }).click();
  const dialog = other.getByRole('dialog', { name: 'Transferir' });
  await dialog.getByRole('option').first().waitFor(soon);
  await look(other, 'routing-transfer');
  expect(await graveFaults(other)).toEqual([]);
  await dialog.getByRole('combobox').press('Enter');
  await dialog.getByLabel('Recado').fill('Já expliquei a multa; falta confirmar o estorno');
  await other.keyboard.press('Control+Enter');
  await first.getByRole('button', { name: 'Ao vivo e para responder' }).getByText('1/1').waitFor(soon);
  await deskPage.row(first, 'Lia Torres').click();
  await deskPage.thread(first).getByText('falta confirmar o estorno').waitFor(soon);
});

it('who leads sees it live, whispers, and a browser that closes gives its work back', async () => {
  await boss.goto(`${stage.app.url}/wallboard`);
  const board = boss.getByRole('region', { name: 'Agentes' });
  await board.getByText('Lia Torres').waitFor(soon);
  await look(boss, 'routing-board');
  expect(await graveFaults(boss)).toEqual([]);
  const marinaHasIt =
    (await marina.getByRole('button', { name: 'Ao vivo e para responder' }).getByText('1/1').count()) > 0;
  const [holder, free] = marinaHasIt ? [marina, caio] : [caio, marina];
  await board.getByRole('button', { name: 'Opções da conversa com Lia Torres' }).click();
  await boss.getByRole('menuitem', { name: 'Sussurrar' }).click();
  await boss.getByRole('dialog').getByLabel('Recado').fill('Ofereça um mês grátis');
  await look(boss, 'routing-whisper');
  await boss.getByRole('button', { name: 'Enviar recado' }).click();
  await holder.getByRole('alert').getByText('Ofereça um mês grátis').waitFor(soon);
  await look(holder, 'routing-whispered');
  await holder.close();
  await offers(free).getByText('Lia Torres').waitFor({ timeout: 60_000 });
  await board.getByText('oferecido').waitFor(soon);
  await look(boss, 'routing-board-offer');
});
