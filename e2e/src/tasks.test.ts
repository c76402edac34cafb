import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { hold } from './support/hold.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** A task for two, made beside a conversation, rings in time, is talked about, ticked off, and stands in the past. */
let stage: Stage;
let desk: Page;
let other: Page;
const soon = { timeout: 25_000 };
const title = 'Ligar para confirmar a entrega do tear';

beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'helena@demo.example');
  stage.world.whatsapp.customerSends('5541977798765', 'Quando chega o tear?', { name: 'Rosa Lima' });
  await deskPage.row(desk, 'Quando chega o tear?').waitFor(soon);
});
afterAll(() => stage?.stop());

const rowOf = (page: Page, words: string) => page.getByRole('listitem').filter({ hasText: words });
const pick = async (page: Page, label: string, option: string): Promise<void> => {
  await page
    .getByRole('textbox', { name: label })
    .or(page.getByRole('combobox', { name: label }))
    .first()
    .click();
  await page.getByRole('option', { name: option }).first().click();
};
const clock = (minutes: number): { day: string; time: string; local: string } => {
  const at = new Date(Date.now() + minutes * 60_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return { day, time, local: `${day}T${time}` };
};

it('an empty page says what tasks are for, and the first one is made by keyboard', async () => {
  await desk.goto(`${stage.app.url}/tasks`);
  await desk.getByText('Nada para fazer agora').waitFor(soon);
  await look(desk, 'tasks-none');
  await desk.keyboard.press('n');
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('O que fazer').fill('Conferir o estoque de lã merino');
  await dialog.getByLabel('Até o dia').fill(clock(0).day);
  await pick(desk, 'Repetir', 'Segunda a sexta');
  await look(desk, 'tasks-new');
  await dialog.getByRole('button', { name: 'Criar tarefa' }).click();
  await rowOf(desk, 'Conferir o estoque de lã merino').waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
});

it('beside a conversation one is made for two people, with a reminder', async () => {
  await desk.goto(`${stage.app.url}/conversations`);
  await deskPage.row(desk, 'Quando chega o tear?').click(soon);
  const panel = desk.getByRole('region', { name: 'Tarefas' });
  await panel.getByRole('button', { name: 'Nova tarefa' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('O que fazer').fill(title);
  await dialog.getByRole('combobox', { name: 'Responsáveis' }).click();
  await desk.getByRole('option', { name: /Marina/ }).click();
  await dialog.getByLabel('Até o dia').fill(clock(120).day);
  await dialog.getByLabel('Hora (opcional)').fill(clock(120).time);
  await pick(desk, 'Lembrete', 'Outro momento');
  await dialog.getByLabel('Lembrar em').fill(clock(-1).local);
  await dialog.getByRole('button', { name: 'Criar tarefa' }).click();
  await panel.getByText(title).waitFor(soon);
  await look(desk, 'tasks-panel');
});

it('it rings for both; one puts it off from the bell', async () => {
  await desk.getByRole('button', { name: /Avisos/ }).click();
  await desk.getByRole('menuitem', { name: new RegExp(title) }).waitFor(soon);
  await look(desk, 'tasks-bell');
  await desk.getByRole('menuitem', { name: 'Lembrar de novo em 1 hora' }).click();
  await desk.getByRole('menuitem', { name: new RegExp(title) }).waitFor({ ...soon, state: 'detached' });
  await desk.keyboard.press('Escape');
});

const handed = 'Conferir o endereço da Rosa';
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Transferir a tarefa' });
/** Types to whom it goes into the dialog that has just opened, and chooses them, by keys alone. */
async function give(page: Page, name: string, typed = () => {}): Promise<void> {
  const field = dialogOf(page).getByRole('combobox', { name: handed });
  await expect.poll(() => field.evaluate((it) => it === document.activeElement), soon).toBe(true);
  await page.keyboard.type(name.slice(0, 5));
  typed();
  await page.locator('[data-combobox-selected]', { hasText: name }).waitFor(soon);
  await page.keyboard.press('Enter');
  await expect.poll(() => field.inputValue(), soon).toBe(name);
}
type Read = {
  task: { id: string; personIds: string[]; work: { queueId: string } | null };
  comments: { text: string }[];
};
const readHanded = async (page: Page): Promise<Read> => {
  const { items } = await api<{ items: { id: string; title: string }[] }>(page, ['GET', '/api/tasks']);
  return api<Read>(page, ['GET', `/api/tasks/${items.find((one) => one.title === handed)?.id}`]);
};

it('from its reminder it is handed to a queue, by arrows', async () => {
  const queue = { name: 'Retaguarda' };
  const { id: queueId } = await api<{ id: string }>(desk, ['POST', '/api/routing/queues'], queue);
  const about = { conversationId: desk.url().split('/').at(-1) };
  const remindAt = new Date(Date.now() - 60_000).toISOString();
  await api(desk, ['POST', '/api/tasks'], { title: handed, remindAt, ...about });
  await desk.getByRole('button', { name: /Avisos/ }).click();
  await desk.getByRole('menuitem', { name: new RegExp(handed) }).waitFor(soon);
  await desk.getByRole('menuitem', { name: new RegExp(handed) }).focus();
  // The queues come after their name was typed.
  const typed = await hold(desk, '**/api/routing/queue-names');
  await desk.keyboard.press('ArrowDown');
  await desk.keyboard.press('Enter');
  await give(desk, 'Retaguarda', typed);
  await dialogOf(desk).getByLabel('Comentário (opcional)').fill('A Rosa mudou de casa.');
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'tasks-transfer');
  await dialogOf(desk).getByRole('button', { name: 'Transferir' }).click();
  await desk.getByText('Transferida para Retaguarda.').waitFor(soon);
  expect(await readHanded(desk)).toMatchObject({
    task: { personIds: [], work: { queueId } },
    comments: [{ text: 'A Rosa mudou de casa.' }],
  });
});

it('beside the conversation and in the record it is handed to somebody', async () => {
  const at = desk.url();
  await desk.getByRole('button', { name: 'Retaguarda: transferir' }).focus();
  await desk.keyboard.press('Enter');
  await give(desk, 'Teresa Nunes');
  await desk.keyboard.press('Enter');
  await desk.getByText('Transferida para Teresa Nunes.').waitFor(soon);
  const { task } = await readHanded(desk);
  expect(task.work).toBeNull();
  await desk.getByRole('button', { name: 'Teresa Nunes: transferir', exact: true }).waitFor(soon);
  await look(desk, 'tasks-transfer-panel');
  const { customer } = await api<{ customer: { id: string } }>(desk, [
    'GET',
    `/api/conversations/${at.split('/').at(-1)}`,
  ]);
  await desk.goto(`${stage.app.url}/customers/${customer.id}`);
  await desk.getByRole('button', { name: new RegExp(handed) }).click(soon);
  await desk.getByRole('dialog').getByRole('button', { name: 'Transferir' }).waitFor(soon);
  await look(desk, 'tasks-transfer-drawer');
  await desk.getByRole('dialog').getByRole('button', { name: 'Transferir' }).click();
  await give(desk, 'Marina Souza');
  await desk.keyboard.press('Enter');
  await desk.getByText('Transferida para Marina Souza.').waitFor(soon);
  await desk.getByRole('button', { name: 'Marina Souza: transferir', exact: true }).waitFor(soon);
  await api(desk, ['PUT', `/api/tasks/${task.id}/done`], { done: true });
  await desk.goto(at);
});

it('the other finds it among hers, comments and ticks it off; the first sees it live', async () => {
  other = await stage.person({ dark: true, width: 390, height: 820 });
  await deskPage.signIn(other, stage, 'marina@demo.example');
  await other.goto(`${stage.app.url}/tasks`);
  await rowOf(other, title).waitFor(soon);
  await look(other, 'tasks-phone-dark');
  await other.getByRole('button', { name: new RegExp(title) }).click();
  const drawer = other.getByRole('dialog');
  await drawer.getByPlaceholder('Escreva um comentário').fill('Liguei, chega amanhã de manhã.');
  await drawer.getByRole('button', { name: 'Comentar' }).click();
  await drawer.getByText('Liguei, chega amanhã de manhã.').first().waitFor(soon);
  await look(other, 'tasks-drawer-dark');
  await drawer.getByRole('button', { name: 'Concluir', exact: true }).click();
  await drawer.getByText(/Concluída em/).waitFor(soon);
  const panel = desk.getByRole('region', { name: 'Tarefas' });
  await panel.getByText('Nenhuma tarefa aberta.').waitFor(soon);
});

it('done ones are found again, the next of a repeating one is there, and the past tells of it', async () => {
  await desk.goto(`${stage.app.url}/tasks`);
  await rowOf(desk, 'Conferir o estoque de lã merino').getByRole('checkbox').click();
  await desk.getByText('Concluída. A próxima já foi criada.').waitFor(soon);
  await rowOf(desk, 'Conferir o estoque de lã merino')
    .getByText(/amanhã|seg/)
    .waitFor(soon);
  await desk.getByText('Concluídas', { exact: true }).click();
  await desk.getByText('Todas', { exact: false }).first().click();
  await rowOf(desk, title).waitFor(soon);
  await look(desk, 'tasks-done');
  await rowOf(desk, title)
    .getByRole('button', { name: new RegExp(title) })
    .click();
  await desk.getByRole('dialog').getByText('Liguei, chega amanhã de manhã.').waitFor(soon);
  await look(desk, 'tasks-drawer');
  await desk
    .getByRole('dialog')
    .getByRole('link', { name: /Rosa Lima/ })
    .click();
  await desk.getByText('Tarefa concluída').first().waitFor(soon);
  await desk.getByText(title).first().waitFor(soon);
  expect(await graveFaults(desk)).toEqual([]);
});

it('pressed again after its answer was lost, a task is made once', async () => {
  const once = 'Trocar a placa da vitrine';
  await desk.goto(`${stage.app.url}/tasks`);
  await desk.getByRole('button', { name: 'Nova tarefa' }).first().click(soon);
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('O que fazer').fill(once);
  const lose = async (route: Route) => {
    await route.fetch();
    await route.abort();
  };
  await desk.route('**/api/tasks', lose, { times: 1 });
  const make = dialog.getByRole('button', { name: 'Criar tarefa' });
  await make.click();
  await desk.getByText('Sem conexão com o servidor.', { exact: false }).first().waitFor(soon);
  await make.click();
  await dialog.waitFor({ state: 'detached', ...soon });
  await rowOf(desk, once).first().waitFor(soon);
  expect(await rowOf(desk, once).count()).toBe(1);
});
