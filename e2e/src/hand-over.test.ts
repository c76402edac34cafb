import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/**
 * Handing over warm: it stays with who asks until the other has said yes; both read and write meanwhile. And listening in:
 * who leads follows without a trace.
 */
let stage: Stage;
let square: Square;
let boss: Page;
let marina: Page;
let caio: Page;
const soon = { timeout: 20_000 };

type Named = { items: { id: string; name: string; personId?: string; readSeq?: number }[] };
beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  [boss, marina, caio] = await Promise.all([stage.person(), stage.person(), stage.person()]);
  await deskPage.signIn(boss, stage, 'teresa@demo.example');
  const { items: queues } = await api<Named>(boss, ['GET', '/api/routing/queues']);
  for (const { id } of queues) await api(boss, ['DELETE', `/api/routing/queues/${id}`]);
  const { items: agents } = await api<Named>(boss, ['GET', '/api/routing/agents']);
  for (const { personId } of agents) await api(boss, ['DELETE', `/api/routing/agents/${personId}`]);
  const settings = { mode: 'assign', wrapUpSeconds: 0 };
  const first = { name: 'Balcão', inboxIds: [square.inboxId], settings };
  const counter = await api<{ id: string }>(boss, ['POST', '/api/routing/queues'], first);
  const second = { name: 'Especialistas', settings: { ...settings, mode: 'offer' } };
  const other = await api<{ id: string }>(boss, ['POST', '/api/routing/queues'], second);
  const people = await api<Named>(boss, ['GET', '/api/people']);
  const set = (name: string, queueId: string) => {
    const id = people.items.find((one) => one.name.startsWith(name))?.id;
    const body = { capacity: { realTime: 2, deferred: 5 }, queueIds: [queueId], skills: [] };
    return api(boss, ['PUT', `/api/routing/agents/${id}`], body);
  };
  await set('Marina', counter.id);
  await set('Caio', other.id);
  await set('Teresa', other.id);
  await deskPage.signIn(marina, stage, 'marina@demo.example');
  await deskPage.signIn(caio, stage, 'caio@demo.example');
});
afterAll(() => stage?.stop());

const offers = (page: Page) => page.getByRole('region', { name: 'Trabalho oferecido' }).getByRole('article');
const strip = (page: Page) => page.getByRole('status').filter({ hasText: 'assum' });

/** The dialog, by keys alone: whom, that they are asked first, and what they should know. */
async function ask(page: Page, whom: string, note: string): Promise<void> {
  await page.keyboard.press('Escape');
  await deskPage.row(page, 'Nara Pires').click();
  await deskPage.thread(page).getByText('trocar o vestido').waitFor(soon);
  await page.getByRole('button', { name: 'Mais ações' }).click();
  await page.getByRole('menuitem', { name: 'Transferir' }).click();
  const dialog = page.getByRole('dialog', { name: 'Transferir' });
  await dialog.getByRole('option').first().waitFor(soon);
  await look(page, 'hand-over-targets');
  await dialog.getByRole('combobox').pressSequentially(whom);
  await dialog.getByRole('combobox').press('Enter');
  await page.keyboard.type(note);
  await page.keyboard.press('Tab');
  // What was chosen last is chosen again.
  if (!(await dialog.getByRole('radio', { name: 'Pedir antes' }).isChecked()))
    await page.keyboard.press('ArrowRight');
  await dialog.getByText('continua com você até alguém aceitar').waitFor();
}

it('one asks a colleague; they read it with the note, decline with a reason, and it stays', async () => {
  await square.arrive(
    { value: '90001', name: 'Nara Pires' },
    'Comprei para um casamento e preciso trocar o vestido',
  );
  await marina.getByRole('button', { name: 'Ao vivo e para responder' }).getByText('1/2').waitFor(soon);
  await ask(marina, 'caio', 'Casamento no sábado: precisa do P até sexta');
  await look(marina, 'hand-over-dialog');
  expect(await graveFaults(marina)).toEqual([]);
  await marina.keyboard.press('Control+Enter');
  await strip(marina).getByText('Ela continua com você').waitFor(soon);
  await offers(caio).getByText('Marina').first().waitFor(soon);
  await offers(caio).getByText('precisa do P até sexta').waitFor();
  await look(marina, 'hand-over-asking');
  await look(caio, 'hand-over-offer');
  expect(await graveFaults(caio)).toEqual([]);
  await offers(caio).getByRole('button', { name: 'Ver a conversa' }).click();
  await deskPage.thread(caio).getByText('trocar o vestido').waitFor(soon);
  await strip(caio).getByText('pede que você assuma').waitFor(soon);
  await look(caio, 'hand-over-guest');
  await offers(caio).getByRole('button', { name: 'Recusar' }).click();
  await offers(caio).getByRole('button', { name: 'Ocupado agora' }).click();
  await marina.getByRole('alert').getByText('“Ocupado agora”').waitFor(soon);
  await look(marina, 'hand-over-declined');
  await strip(marina).waitFor({ state: 'detached', ...soon });
});

it('asked again, and accepted: it changes hands with a line, and the customer is told', async () => {
  await ask(marina, 'caio', 'Só falta confirmar o estoque');
  await marina.getByRole('checkbox', { name: /Avisar o cliente/ }).check();
  await marina.setViewportSize({ width: 390, height: 844 });
  await look(marina, 'hand-over-dialog-390');
  await marina.setViewportSize({ width: 1440, height: 900 });
  await marina.keyboard.press('Control+Enter');
  await offers(caio).getByText('confirmar o estoque').waitFor(soon);
  await strip(caio).waitFor(soon);
  await caio.setViewportSize({ width: 390, height: 844 });
  await caio.emulateMedia({ colorScheme: 'dark' });
  await look(caio, 'hand-over-guest-390-dark');
  await caio.setViewportSize({ width: 1440, height: 900 });
  await caio.emulateMedia({ colorScheme: 'light' });
  await caio.keyboard.press('Alt+Enter');
  await marina.getByRole('alert').getByText('assumiu a conversa').waitFor(soon);
  await deskPage.thread(caio).getByText('passou a conversa para Caio').waitFor(soon);
  await expect
    .poll(() => square.sent.map(({ content }) => JSON.stringify(content)).join(), soon)
    .toContain('quem cuida do seu atendimento é Caio');
  await look(caio, 'hand-over-accepted');
});

it('who leads listens in: no mark, no viewer, no composer; a note to the agent, and taking over', async () => {
  await boss.goto(`${stage.app.url}/wallboard`);
  const board = boss.getByRole('region', { name: 'Agentes' });
  await board.getByRole('button', { name: 'Opções da conversa com Nara Pires' }).click(soon);
  await boss.getByRole('menuitem', { name: /Acompanhar/ }).click();
  const bar = boss.getByRole('region', { name: 'Acompanhando a conversa' });
  await bar.getByText('nada fica como lido').waitFor(soon);
  await square.arrive({ value: '90001', name: 'Nara Pires' }, 'Vocês conseguem entregar até sexta?');
  await deskPage.thread(boss).getByText('entregar até sexta').waitFor(soon);
  expect(await boss.getByRole('textbox', { name: /Escreva ao cliente/ }).count()).toBe(0);
  expect(await boss.getByRole('button', { name: 'Resolver', exact: true }).count()).toBe(0);
  await look(boss, 'listening');
  expect(await graveFaults(boss)).toEqual([]);
  // Longer than a mark takes: the conversation is as unread as before, also after a reload.
  await boss.reload({ waitUntil: 'domcontentloaded', timeout: 60_000 });
  await bar.waitFor(soon);
  await deskPage.thread(boss).getByText('entregar até sexta').waitFor(soon);
  await bar.getByRole('textbox').fill('Ofereça a entrega por nossa conta');
  await boss.keyboard.press('Control+Enter');
  await caio.getByRole('alert').getByText('Ofereça a entrega por nossa conta').waitFor(soon);
  const id = boss.url().split('/').at(-1)?.split('?')[0];
  const talk = await api<{ readSeq: number; lastSeq: number }>(boss, ['GET', `/api/conversations/${id}`]);
  expect(talk.readSeq).toBeLessThan(talk.lastSeq - 1);
  expect(await caio.getByText('Teresa está aqui').count()).toBe(0);
  await boss.setViewportSize({ width: 390, height: 844 });
  await boss.emulateMedia({ colorScheme: 'dark' });
  await look(boss, 'listening-390-dark');
  await boss.setViewportSize({ width: 1440, height: 900 });
  await boss.emulateMedia({ colorScheme: 'light' });
  await bar.getByRole('button', { name: 'Assumir' }).click();
  await boss.getByRole('textbox', { name: /Escreva ao cliente/ }).waitFor(soon);
  await bar.waitFor({ state: 'detached' });
});
