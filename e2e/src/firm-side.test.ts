import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square, underPost } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** The firm's side of an inbox: who answers for it and how it is worked, how it is, and telling customers of it. */
let stage: Stage;
let square: Square;
let desk: Page;
const soon = { timeout: 20_000 };
beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'helena@demo.example');
});
afterAll(() => stage?.stop());

const open = async (path: string) => {
  await desk.goto(`${stage.app.url}/settings/${path}`);
};

it('the playbook, cost and priority of an inbox reach whoever answers there', async () => {
  await open(`inboxes/${square.inboxId}/work`);
  const field = desk.getByRole('textbox', { name: 'Roteiro de atendimento' });
  await field.fill(
    '# Praça\n\n- Cumprimente pelo nome\n- **Nunca** peça CPF em público\n\n<script>alert(1)</script>',
  );
  await desk.getByRole('textbox', { name: 'Custo por contato' }).fill('0,35');
  await desk.getByText('Como fica').click();
  await desk.getByText('Cumprimente pelo nome').waitFor(soon);
  await look(desk, 'firm-work');
  expect(await graveFaults(desk)).toEqual([]);
  expect(await desk.getByRole('textbox', { name: 'Custo por contato' }).inputValue()).toBe('0,35');
  await desk.getByRole('button', { name: 'Salvar' }).click();
  await desk.getByText('Alterações salvas').first().waitFor(soon);
  await square.arrive({ value: '7001', name: 'Rui Melo' }, 'Ainda vendem o azul?', underPost());
  await desk.goto(stage.app.url);
  await deskPage.row(desk, 'Ainda vendem o azul?').click();
  await desk.getByRole('complementary').getByText('Cumprimente pelo nome').waitFor(soon);
  await desk.getByRole('button', { name: 'Roteiro', exact: true }).first().click();
  await desk.getByRole('dialog').getByText('peça CPF em público').waitFor(soon);
  await desk.getByRole('dialog').getByText('<script>alert(1)</script>').waitFor(soon);
  await look(desk, 'firm-playbook');
  await desk.keyboard.press('Escape');
});

it('health tells what is wrong and what to do, live', async () => {
  await open('health');
  await desk.getByRole('heading', { name: 'Praça da loja' }).waitFor(soon);
  const card = desk.locator('section').filter({ hasText: 'Praça da loja' });
  const before = await card.getByText('À espera de leitura').count();
  expect(before).toBe(1);
  const { receive } = await import('../../server/src/modules/inboxes/index.ts');
  const place = { orgId: square.orgId, inboxId: square.inboxId };
  const body = new TextEncoder().encode('not json');
  await receive(stage.app.kernel, place, [{ externalId: 'broken', body, headers: {}, facts: {} }]);
  const { watchOrganisation } = await import('../../server/src/modules/inboxes/index.ts');
  await expect
    .poll(async () => {
      await watchOrganisation(stage.app.kernel, square.orgId);
      return card.getByText('Mensagens ilegíveis').count();
    }, soon)
    .toBe(1);
  await desk.getByTitle('1 caixa precisa de atenção').first().waitFor(soon);
  await look(desk, 'firm-health');
  expect(await graveFaults(desk)).toEqual([]);
  await card.getByRole('button', { name: 'Ler tudo de novo' }).click();
  await desk.getByText('1 mensagem vai ser lida de novo').waitFor(soon);
});

it('a mailbox is fetched again since a date', async () => {
  const card = desk
    .locator('section')
    .filter({ has: desk.getByRole('button', { name: 'Buscar de novo…', disabled: false }) });
  await card.first().getByRole('button', { name: 'Buscar de novo…' }).click();
  await desk.getByRole('dialog').getByRole('button', { name: 'Buscar', exact: true }).click();
  await desk
    .getByText(/Busca concluída/)
    .first()
    .waitFor(soon);
});

it('customers are told of an inbox, once, and it is seen how far it is', async () => {
  await open(`inboxes/${square.inboxId}`);
  await desk.getByRole('button', { name: 'Avisar clientes' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByText(/clientes? ser(á|ão) avisados?/).waitFor(soon);
  await look(desk, 'firm-announce');
  expect(await graveFaults(desk)).toEqual([]);
  await dialog.getByRole('button', { name: 'Avisar agora' }).click();
  await desk.getByRole('dialog').last().getByRole('button', { name: 'Avisar agora' }).click();
  await desk.getByText(/\d avisados?, 0 na fila/).waitFor(soon);
  await look(desk, 'firm-announced');
});

it('in the dark and on a phone', async () => {
  const dark = await stage.person({ dark: true });
  await deskPage.signIn(dark, stage, 'helena@demo.example');
  await deskPage.row(dark, 'Ainda vendem o azul?').click();
  await dark.getByText('Público: todos podem ver').waitFor(soon);
  await look(dark, 'dark-thread');
  await dark.goto(`${stage.app.url}/settings/health`);
  await dark.getByRole('heading', { name: 'Praça da loja' }).waitFor(soon);
  await look(dark, 'dark-health');
  expect(await graveFaults(dark)).toEqual([]);
  const phone = await stage.person({ width: 390, height: 800 });
  await deskPage.signIn(phone, stage, 'helena@demo.example');
  await phone.goto(`${stage.app.url}/conversations?view=public`);
  await phone.getByRole('link', { name: 'Rui Melo' }).waitFor(soon);
  await look(phone, 'phone-duties');
  await phone.getByRole('link', { name: 'Rui Melo' }).click();
  await phone.getByText('Público: todos podem ver').waitFor(soon);
  await look(phone, 'phone-thread');
  const wide = await phone.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(wide).toBeLessThanOrEqual(0);
});
