import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../server/src/kernel/actor.ts';
import { inTransaction } from '../../server/src/kernel/ctx.ts';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage, shopPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/**
 * Who waits in the chat reads the place and how long it takes; one goes and is written to by e-mail when it is their turn, one
 * is called; the agent reads where each of them waits.
 */
let stage: Stage;
let boss: Page;
let marina: Page;
let queue: { id: string; name: string; inboxIds: string[] };
let marinaId: string;
const soon = { timeout: 25_000 };
const rita = 'rita.que.espera@cliente.example';

type Named = { items: { id: string; name: string; inboxIds: string[]; personId?: string }[] };
beforeAll(async () => {
  stage = await startStage({ leaving: { goneMs: 300, waitedMs: 0 } });
  [boss, marina] = await Promise.all([stage.person({ width: 1360, height: 900 }), stage.person()]);
  await deskPage.signIn(boss, stage, 'helena@demo.example');
  // A line of its own: in the demo others wait already.
  const inboxes = await api<{ items: { id: string; channel: string }[] }>(boss, ['GET', '/api/inboxes']);
  const site = inboxes.items.find(({ channel }) => channel === 'webchat');
  const messenger = inboxes.items.find(({ channel }) => channel === 'whatsapp');
  const template = { wayInboxId: messenger?.id ?? '', name: 'retomar_conversa', language: 'pt_BR' };
  const templates = [{ ...template, values: [{ at: 'body.1', value: '{name}' }] }];
  const settings = { mode: 'pull', wait: { call: true, templates } };
  const body = { name: 'Chat da loja', inboxIds: [site?.id ?? ''], settings };
  queue = await api(boss, ['POST', '/api/routing/queues'], body);
  const agents = await api<{ items: { personId: string; name?: string }[] }>(boss, [
    'GET',
    '/api/routing/agents',
  ]);
  const people = await api<Named>(boss, ['GET', '/api/people']);
  marinaId = people.items.find(({ name }) => name.startsWith('Marina'))?.id ?? '';
  for (const { personId } of agents.items)
    if (personId !== marinaId) await api(boss, ['DELETE', `/api/routing/agents/${personId}`]);
  const one = { capacity: { realTime: 1, deferred: 5 }, queueIds: [queue.id], skills: [] };
  await api(boss, ['PUT', `/api/routing/agents/${marinaId}`], one);
});
afterAll(() => stage?.stop());

const strip = (page: Page) => page.getByRole('dialog').getByRole('status');
const reads = (page: Page, words: string | RegExp) => strip(page).filter({ hasText: words }).waitFor(soon);

/** Comes to the shop and asks something in the chat. */
async function visit(words: string, options: Parameters<Stage['person']>[0] = {}): Promise<Page> {
  const page = await stage.person({ width: 1000, height: 760, ...options });
  await page.goto(`${stage.app.url}/loja`);
  await page.locator('button[aria-label]').last().waitFor();
  if (options.locale?.startsWith('en')) {
    await page.getByRole('button', { name: /Abrir o chat|Open the chat/ }).click();
  } else await shopPage.openChat(page);
  const field = page.getByRole('dialog').getByRole('textbox').last();
  await field.fill(words);
  await field.press('Enter');
  return page;
}

/** The last hour: so many were served out of a line that never ended, a few minutes each. */
async function busyHour(): Promise<void> {
  const { kernel } = stage.app;
  const [organisation] = await kernel.database.asSystem((db) =>
    db.selectFrom('organisations').select('id').execute(),
  );
  await inTransaction(kernel, systemActor(organisation?.id ?? ''), async (ctx) => {
    const now = ctx.clock.now().getTime();
    for (let n = 0; n < 18; n += 1) {
      const [id, begun] = [ctx.ids.uuid(), new Date(now - (n * 3 + 2) * 60_000)];
      const came = new Date(begun.getTime() - 6 * 60_000);
      const item = { org_id: ctx.orgId, id, kind: 'conversation', class: 'real_time', channel: 'webchat' };
      const times = { arrived_at: came, waiting_since: came, created_at: came, done_at: begun };
      await ctx.db
        .insertInto('work_items')
        .values({ ...item, ...times, queue_id: queue.id, state: 'done' })
        .execute();
      const spell = { org_id: ctx.orgId, item_id: id, queue_id: queue.id };
      await ctx.db
        .insertInto('work_spells')
        .values([
          {
            ...spell,
            id: ctx.ids.uuid(),
            what: 'waiting',
            from_at: came,
            to_at: begun,
            why: 'arrived',
            ended: 'pulled',
          },
          {
            ...{
              ...spell,
              id: ctx.ids.uuid(),
              what: 'active',
              agent_id: marinaId,
              why: 'pulled',
              ended: 'done',
            },
            ...{ from_at: begun, to_at: new Date(begun.getTime() + 60_000) },
          },
        ])
        .execute();
    }
  });
}

it('whoever leads says what those who wait are told', async () => {
  await boss.goto(`${stage.app.url}/settings/routing/queues/${queue.id}`);
  const tells = boss.getByRole('checkbox', { name: 'Dizer a posição na fila e a espera prevista' });
  await tells.waitFor(soon);
  expect(await tells.isChecked()).toBe(true);
  await tells.scrollIntoViewIfNeeded();
  expect(await graveFaults(boss)).toEqual([]);
  await look(boss, 'waiting-form');
  await boss.getByText('Quem espera ao vivo é avisado da vez e da demora.').waitFor(soon);
});

let first: Page;
let second: Page;
it('nobody there: that is said, and the other ways come forward', async () => {
  first = await visit('Vocês têm lã merino?');
  await reads(first, 'Ninguém está disponível agora');
  await first.getByRole('button', { name: 'Não quero esperar aqui' }).waitFor(soon);
  expect(await graveFaults(first)).toEqual([]);
  await look(first, 'waiting-nobody');
});

it('somebody there: the place, and how long once it is known', async () => {
  await deskPage.signIn(marina, stage, 'marina@demo.example');
  await reads(first, 'Você é o próximo da fila');
  second = await visit('Meu pedido não chegou');
  await reads(second, 'Você é o 2º da fila · ainda não dá para dizer quanto demora');
  await look(second, 'waiting-unknown');
  await busyHour();
  await reads(second, /Você é o 2º da fila · (cerca de|até) \d/);
  expect(await graveFaults(second)).toEqual([]);
  await look(second, 'waiting-told');
});

it('who goes leaves an address, and the place is kept', async () => {
  await second.getByRole('button', { name: 'Não quero esperar aqui' }).click();
  await second.getByRole('heading', { name: 'Não quero esperar aqui' }).waitFor(soon);
  await look(second, 'waiting-ways');
  await second.getByRole('button', { name: /Me chamem por E-mail/ }).click();
  const field = second.getByRole('dialog').getByRole('textbox', { name: 'Seu e-mail' });
  await field.fill('isto não é um endereço');
  await field.press('Enter');
  await second.getByText('Confira o e-mail').waitFor(soon);
  await look(second, 'waiting-address');
  await field.fill(rita);
  await second.getByRole('button', { name: 'Guardar meu lugar' }).click();
  await reads(second, `escrevemos por E-mail para ${rita}`);
  expect(await graveFaults(second)).toEqual([]);
  await look(second, 'waiting-kept');
  await second.close();
  // Keeping one's place is not leaving.
  const { items } = await api<{ items: { conversationId: string }[] }>(boss, ['GET', '/api/abandonments']);
  expect(items).toEqual([]);
});

it('when it is their turn they are written to, and it goes on there', async () => {
  // The first one is served, then it is theirs.
  const work = await api<Named>(marina, ['GET', `/api/routing/queues/${queue.id}/items`]);
  const [one, two] = work.items as unknown as { id: string; conversation: { id: string } }[];
  await api(marina, ['POST', `/api/routing/work/${one?.id}/pull`]);
  await first
    .getByText(/está com você/)
    .first()
    .waitFor(soon);
  await expect.poll(() => strip(first).filter({ hasText: 'fila' }).count(), soon).toBe(0);
  await api(marina, ['PUT', `/api/conversations/${one?.conversation.id}/status`], { status: 'resolved' });
  await expect
    .poll(async () => {
      await api(marina, ['POST', '/api/routing/ready']).catch(() => undefined);
      return api(marina, ['POST', `/api/routing/work/${two?.id}/pull`]).then(
        () => true,
        () => false,
      );
    }, soon)
    .toBe(true);
  await marina.goto(`${stage.app.url}/conversations/${two?.conversation.id}`);
  await marina.getByText(`espera por E-mail, em ${rita}`).first().waitFor(soon);
  await marina.getByText('O que você escrever vai para lá.').waitFor(soon);
  expect(await graveFaults(marina)).toEqual([]);
  await look(marina, 'waiting-elsewhere');
  await expect
    .poll(async () => (await stage.world.mail.mailbox(rita)).map(({ mail }) => mail.text ?? ''), soon)
    .toEqual([expect.stringContaining('Chegou a sua vez')]);
  const [letter] = await stage.world.mail.mailbox(rita);
  await stage.world.mail.customerSends({
    from: { name: 'Rita', address: rita },
    to: letter?.mail.replyTo?.[0]?.address ?? '',
    subject: `Re: ${letter?.mail.subject ?? ''}`,
    text: 'Estou aqui! É o pedido 1234.',
  });
  await deskPage.thread(marina).getByText('É o pedido 1234').waitFor(soon);
  await marina.getByText('O que você escrever vai para lá.').waitFor({ state: 'detached', ...soon });
  await look(marina, 'waiting-answered');
});

it('another is called when it is their turn; on a telephone, in the dark, in English', async () => {
  const phone = await visit('Do you ship to Portugal?', {
    width: 390,
    height: 844,
    dark: true,
    locale: 'en-US',
  });
  await reads(phone, /You are next in line/);
  await look(phone, 'waiting-phone-en');
  await phone.getByRole('button', { name: 'I don’t want to wait here' }).click();
  await phone.getByRole('button', { name: 'Call me when it’s my turn' }).click();
  const field = phone.getByRole('textbox', { name: 'Phone with area code' });
  await field.fill('123');
  await field.press('Enter');
  await phone.getByText('Check the phone number').waitFor(soon);
  await field.fill('(41) 98888-7766');
  await phone.getByRole('button', { name: 'Keep my place' }).click();
  await reads(phone, 'All right! We’ll call +55 41 98888-7766');
  await look(phone, 'waiting-call-en');
  await boss.goto(`${stage.app.url}/wallboard`);
  await boss.getByRole('columnheader', { name: 'Previsão certa' }).waitFor(soon);
  await look(boss, 'waiting-board');
  await phone.getByRole('button', { name: 'Wait here again' }).click();
  await reads(phone, /You are next in line/);
});

it('another goes on in the messenger: by a template, for nothing of theirs is open there', async () => {
  const page = await visit('Fazem entrega em São José dos Pinhais?');
  await page.getByRole('button', { name: 'Não quero esperar aqui' }).click();
  await page.getByRole('button', { name: 'Me chamem por WhatsApp' }).click();
  await page.getByRole('dialog').getByRole('textbox').last().fill('(41) 97777-5533');
  await page.getByRole('button', { name: 'Guardar meu lugar' }).click();
  await reads(page, 'escrevemos por WhatsApp para +55 41 97777-5533');
  await look(page, 'waiting-messenger');
  await page.close();
  const { items } = await api<{
    items: { id: string; conversation: { id: string; preview: string | null } }[];
  }>(boss, ['GET', `/api/routing/queues/${queue.id}/items`]);
  const theirs = items.find(({ conversation }) => conversation.preview?.includes('São José'));
  const roomy = { capacity: { realTime: 3, deferred: 5 }, queueIds: [queue.id], skills: [] };
  await api(boss, ['PUT', `/api/routing/agents/${marinaId}`], roomy);
  await api(marina, ['POST', `/api/routing/work/${theirs?.id}/pull`]);
  const said = () => stage.world.whatsapp.chat('5541977775533').messages;
  await expect.poll(() => JSON.stringify(said()), soon).toContain('retomar_conversa');
  stage.world.whatsapp.customerSends('5541977775533', 'Oi! É no bairro Afonso Pena.', { name: 'Rui' });
  await marina.goto(`${stage.app.url}/conversations/${theirs?.conversation.id}`);
  await deskPage.thread(marina).getByText('Afonso Pena').waitFor(soon);
  await look(marina, 'waiting-messenger-desk');
});
