import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/**
 * A task goes into a queue and reaches an agent like any work: offered, opened, handed back, taken, done. What counts as more
 * than anybody may have is said before it is kept, and on the board.
 */
let stage: Stage;
let boss: Page;
let marina: Page;
const soon = { timeout: 25_000 };
const title = 'Emitir a segunda via do boleto da Rosa';
type All = { items: { id: string; name: string; personId?: string }[] };

beforeAll(async () => {
  stage = await startStage();
  boss = await stage.person();
  marina = await stage.person();
  await deskPage.signIn(boss, stage, 'teresa@demo.example');
  await deskPage.signIn(marina, stage, 'marina@demo.example');
  const settings = { mode: 'offer', offerSeconds: 600 };
  const queue = await api<{ id: string }>(boss, ['POST', '/api/routing/queues'], {
    name: 'Retaguarda',
    settings,
  });
  const { items } = await api<All>(boss, ['GET', '/api/routing/agents']);
  const her = items.find(({ name }) => name.startsWith('Marina'));
  const body = { capacity: { realTime: 1, deferred: 5 }, queueIds: [queue.id], skills: [], aptitudes: [] };
  await api(boss, ['PUT', `/api/routing/agents/${her?.personId}`], body);
});
afterAll(() => stage?.stop());

const pick = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByRole('dialog').getByLabel(label, { exact: true }).first().click();
  await page.getByRole('option', { name: option, exact: true }).click();
};

it('a task is made for a queue, offered to its agent, opened where it is accepted', async () => {
  await boss.goto(`${stage.app.url}/tasks`);
  await boss.getByRole('button', { name: 'Nova tarefa' }).first().click();
  const dialog = boss.getByRole('dialog');
  await dialog.getByLabel('O que fazer').fill(title);
  await pick(boss, 'Fila', 'Retaguarda');
  await dialog.getByText('Ninguém ainda').or(dialog.getByPlaceholder('Ninguém ainda')).first().waitFor();
  expect(await graveFaults(boss)).toEqual([]);
  await look(boss, 'task-work-new');
  await dialog.getByRole('button', { name: 'Criar tarefa' }).click();
  const offer = marina.getByRole('region', { name: 'Trabalho oferecido' }).getByRole('article');
  await offer.getByText(title).waitFor(soon);
  expect(await graveFaults(marina)).toEqual([]);
  await look(marina, 'task-work-offer');
  await offer.getByRole('button', { name: 'Aceitar' }).click();
  const drawer = marina.getByRole('dialog');
  await drawer.getByText('Com você, pela fila Retaguarda').waitFor(soon);
  expect(await graveFaults(marina)).toEqual([]);
  await look(marina, 'task-work-drawer');
});

it('it stands among their work and on the board, is handed back, and taken from the queue', async () => {
  await boss.goto(`${stage.app.url}/wallboard`);
  await boss.getByText(title).first().waitFor(soon);
  await look(boss, 'task-work-board');
  await marina.getByRole('dialog').getByRole('button', { name: 'Devolver à fila' }).click();
  await marina.getByText('Devolvida à fila.').waitFor(soon);
  // She did that herself: nobody tells her that it is gone.
  expect(await marina.getByText('não está mais com você').count()).toBe(0);
  await look(marina, 'task-work-back');
  await marina.goto(`${stage.app.url}/work`);
  await marina.getByRole('button', { name: 'Mostrar quem espera em Retaguarda' }).click();
  const waiting = marina.getByRole('list', { name: 'Esperando em Retaguarda' });
  await waiting.getByRole('button', { name: `Pegar ${title}` }).click();
  await marina.getByRole('dialog').getByText('Com você, pela fila Retaguarda').waitFor(soon);
  await marina.getByRole('dialog').getByRole('button', { name: 'Concluir' }).click();
  await marina.getByText('Tarefa concluída.').waitFor(soon);
  await marina.goto(`${stage.app.url}/work`);
  await marina.getByRole('button', { name: 'Ao vivo e para responder' }).getByText('0/5').waitFor(soon);
});

it('what fits nobody is said in the form; times of handing over are set by the house', async () => {
  await boss.goto(`${stage.app.url}/settings/routing`);
  await boss.getByRole('link', { name: 'Retaguarda' }).click();
  await boss.getByLabel('Cada um conta como').fill('3');
  await boss.getByText('Ao vivo ninguém daqui poderia pegar: a maior capacidade é 1.').waitFor(soon);
  await boss.getByLabel('Cada um conta como').scrollIntoViewIfNeeded();
  expect(await graveFaults(boss)).toEqual([]);
  await boss.getByText('Ao vivo ninguém daqui poderia pegar').scrollIntoViewIfNeeded();
  await look(boss, 'task-work-weight');
  await boss.getByRole('button', { name: 'Salvar', exact: true }).click();
  await boss.getByText('Alterações salvas').first().waitFor(soon);
  await boss.goto(`${stage.app.url}/settings/routing/handOver`);
  await boss.getByRole('textbox', { name: 'Um colega tem para aceitar' }).fill('3');
  expect(await graveFaults(boss)).toEqual([]);
  await look(boss, 'task-work-hand-over');
  await boss.getByRole('button', { name: 'Salvar', exact: true }).click();
  await boss.getByText('Alterações salvas').first().waitFor(soon);
  const kept = await api(boss, ['GET', '/api/routing/settings']);
  expect(kept).toEqual({ handOver: { askSeconds: 180, lookSeconds: 300 } });
});

it('what came while the code for it was on its way is there, too, on a phone in the dark', async () => {
  const phone = await stage.person({ width: 390, height: 780, dark: true });
  let release = (): void => undefined;
  const held = new Promise<void>((done) => {
    release = done;
  });
  await phone.route(/WorkHost-.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await marina.goto('about:blank');
  const her = async () => {
    const { items } = await api<{ items: { name: string; presence: string }[] }>(boss, [
      'GET',
      '/api/routing/agents',
    ]);
    return items.find(({ name }) => name.startsWith('Marina'))?.presence;
  };
  await expect.poll(her, soon).toBe('offline');
  await deskPage.signIn(phone, stage, 'marina@demo.example');
  await phone.goto(`${stage.app.url}/work`);
  await expect.poll(her, soon).toBe('available');
  const { items } = await api<All>(boss, ['GET', '/api/routing/queues']);
  const queueId = items.find(({ name }) => name === 'Retaguarda')?.id;
  await api(boss, ['POST', '/api/tasks'], { title: 'Separar o pedido da Lia', queueId });
  await expect
    .poll(async () => {
      const work = await api<{ items: { state: string }[] }>(phone, ['GET', '/api/routing/work']);
      return work.items.map(({ state }) => state);
    }, soon)
    .toEqual(['offered']);
  release();
  const offer = phone.getByRole('region', { name: 'Trabalho oferecido' }).getByRole('article');
  await offer.getByText('Separar o pedido da Lia').waitFor(soon);
  await phone
    .getByRole('button', { name: /Disponível/ })
    .first()
    .waitFor(soon);
  expect(await graveFaults(phone)).toEqual([]);
  await look(phone, 'task-work-phone');
});
