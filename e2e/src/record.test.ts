import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../server/src/kernel/actor.ts';
import { inTransaction } from '../../server/src/kernel/ctx.ts';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/**
 * An agent works one customer's whole record: the firm's own field, a note, an address filled by its CEP, a company, a wish
 * that then acts, facts told once put into an answer, the warning before asking again, and a timeline of five thousand
 * lines.
 */
let stage: Stage;
let square: Square;
let owner: Page;
let agent: Page;
let customer: string;
const soon = { timeout: 20_000 };
const dora = { value: '1009', name: 'Dora Lins' };
const cpf = '529.982.247-25';
const section = (name: string) =>
  agent
    .locator('section')
    .filter({ has: agent.getByRole('heading', { name, exact: true }) })
    .last();

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  owner = await stage.person();
  agent = await stage.person();
  await deskPage.signIn(owner, stage, 'helena@demo.example');
  await deskPage.signIn(agent, stage, 'marina@demo.example');
  await square.arrive(dora, `Oi! Meu CPF é ${cpf} e o e-mail é dora.lins@cliente.example`);
  await api(owner, ['POST', '/api/fields'], {
    ...{ subject: 'customer', name: 'agulha', label: 'Agulha preferida', type: 'choice' },
    choices: [
      { name: 'fina', label: 'Fina (2 mm)' },
      { name: 'grossa', label: 'Grossa (8 mm)' },
    ],
  });
  const company = await api<{ id: string }>(owner, ['POST', '/api/customers'], {
    name: 'Ateliê Trama',
    identities: [],
  });
  await api(owner, ['PATCH', `/api/customers/${company.id}/record`], { kind: 'company' });
});
afterAll(() => stage?.stop());

it('the owner chooses who is asked for a CEP, and the demo answers', async () => {
  await owner.goto(`${stage.app.url}/settings/fields`);
  await owner.getByLabel('Quem consultar').first().click(soon);
  await owner.getByRole('option', { name: 'ViaCEP' }).click();
  await owner.getByText('Alterações salvas').first().waitFor(soon);
});

it('own field, note, address by CEP and company are written down in the record', async () => {
  await deskPage.row(agent, 'Dora Lins').click();
  await agent
    .getByRole('complementary')
    .getByRole('link', { name: 'Abrir ficha completa' })
    .first()
    .click(soon);
  await agent.waitForURL(/\/customers\//, soon);
  customer = agent.url().split('/').at(-1) ?? '';
  await agent.getByLabel('Agulha preferida').first().click(soon);
  await agent.getByRole('option', { name: 'Grossa (8 mm)' }).click();
  await section('Campos próprios').getByRole('button', { name: 'Salvar' }).click();
  await agent.getByText('Alterações salvas').first().waitFor(soon);
  await agent.getByRole('button', { name: 'Nova nota' }).click();
  await agent.getByLabel('Texto da nota').fill('Tem alergia a mohair: nunca sugerir.');
  await agent.getByRole('button', { name: 'Salvar nota' }).click();
  await agent.getByText('Tem alergia a mohair: nunca sugerir.').first().waitFor(soon);
  await agent.getByRole('button', { name: 'Novo endereço' }).click();
  const dialog = agent.getByRole('dialog');
  await dialog.getByLabel('CEP').pressSequentially('80020-000');
  await expect.poll(() => dialog.getByLabel('Logradouro').inputValue(), soon).toBe('Rua Riachuelo');
  expect(await dialog.getByLabel('Cidade').inputValue()).toBe('Curitiba');
  // The number is what is left to say: one types on.
  await agent.keyboard.type('120');
  expect(await dialog.getByLabel('Número').inputValue()).toBe('120');
  await look(agent, 'record-address');
  expect(await graveFaults(agent)).toEqual([]);
  await dialog.getByRole('button', { name: 'Salvar' }).click();
  await agent.getByText('Rua Riachuelo, 120').first().waitFor(soon);
  await agent.getByRole('button', { name: 'Acrescentar empresa' }).click();
  await section('Empresas').getByLabel('Buscar por nome, e-mail ou telefone').first().fill('Trama');
  await section('Empresas')
    .getByRole('button', { name: /Ateliê Trama/ })
    .click(soon);
  await section('Empresas').getByRole('link', { name: 'Ateliê Trama' }).waitFor(soon);
  expect(await graveFaults(agent)).toEqual([]);
  await look(agent, 'record-page');
});

it('a wish is noted, and the answer is proposed the way the customer asked for, at a kind word about the hour', async () => {
  await api(agent, ['POST', `/api/customers/${customer}/identities`], {
    ...{ kind: 'email', value: 'dora.lins@cliente.example', reason: 'Confirmou por telefone' },
  });
  await agent.getByRole('button', { name: 'Anotar preferência' }).click();
  await section('Como prefere ser atendido').getByLabel('Canal').last().click();
  await agent.getByRole('option', { name: 'E-mail' }).click();
  await section('Como prefere ser atendido').getByRole('button', { name: 'Salvar' }).click();
  await section('Como prefere ser atendido').getByText('E-mail').first().waitFor(soon);
  const hour = new Date(stage.app.kernel.clock.now().getTime() - 3 * 3_600_000).getUTCHours();
  await api(agent, ['PUT', `/api/customers/${customer}/preferences`], {
    value: { kind: 'hours', hours: { days: [], from: (hour + 6) % 24, to: (hour + 8) % 24 || 24 } },
    source: 'customer',
  });
  // They wrote a while ago: who wrote this minute is there, whatever the hour.
  await inTransaction(stage.app.kernel, systemActor(square.orgId), (ctx) =>
    ctx.client.query(
      `UPDATE legs SET last_inbound_at = last_inbound_at - interval '2 hours' WHERE inbox_id = $1`,
      [square.inboxId],
    ),
  );
  await agent.goto(`${stage.app.url}/conversations`);
  await deskPage.row(agent, 'Dora Lins').click();
  // Beside the conversation stands what the team knows.
  await agent
    .getByRole('complementary')
    .getByText('Tem alergia a mohair: nunca sugerir.')
    .first()
    .waitFor(soon);
  await agent.getByText('Pediu para falar por E-mail.').waitFor(soon);
  await agent.getByText(/Prefere ser atendido entre .* agora são/).waitFor();
  await look(agent, 'record-wish');
  expect(await graveFaults(agent)).toEqual([]);
  await agent.getByRole('button', { name: 'Responder por E-mail' }).click();
  await agent.getByText('Pediu para falar por E-mail.').waitFor({ state: 'detached', ...soon });
});

it('what was told once is put into the answer, and asking again is warned of', async () => {
  await agent.reload();
  const known = agent.getByRole('complementary').locator('section', { hasText: 'O que já sabemos' });
  await known.getByText('Rua Riachuelo').first().waitFor(soon);
  await known.getByRole('button', { name: /CPF/ }).first().click();
  const field = agent.getByRole('region', { name: 'Resposta' }).or(agent.locator('main'));
  await expect.poll(() => field.textContent(), soon).toContain('247');
  const box = agent.getByRole('textbox', { name: 'Escreva ao cliente…', exact: true });
  await box.fill('Qual é o seu CPF, por favor?');
  await agent.getByText(/Já sabemos CPF/).waitFor(soon);
  await look(agent, 'record-asked');
  expect(await graveFaults(agent)).toEqual([]);
});

it('five thousand lines: a filter and a day lead there at once, by keyboard as well', async () => {
  await inTransaction(stage.app.kernel, systemActor(square.orgId), (ctx) =>
    ctx.client.query(
      `INSERT INTO timeline_entries (org_id, id, customer_id, key, kind, name, at, place, actor_kind, facts)
       SELECT $1, gen_random_uuid(), $2, 'x' || n, CASE WHEN n % 5 = 0 THEN 'note' ELSE 'change' END,
         CASE WHEN n % 5 = 0 THEN 'customer.noted' ELSE 'customer.changed' END,
         '2018-01-01T12:00:00Z'::timestamptz + n * interval '15 hours', n, 'system',
         CASE WHEN n % 5 = 0 THEN '{"what":"added"}'::jsonb ELSE '{"what":["name","notes"]}'::jsonb END
       FROM generate_series(1, 5000) n`,
      [square.orgId, customer],
    ),
  );
  await agent.goto(`${stage.app.url}/customers/${customer}`);
  const timeline = agent.getByRole('region', { name: 'Linha do tempo' });
  await timeline.getByText('Contato comprovado pela equipe').waitFor(soon);
  const began = Date.now();
  await agent.getByLabel('Ir para a data').fill('2021-03-10');
  await timeline.getByText(/10 de março de 2021/).waitFor(soon);
  // Not a timed test: it only must not read all that lies between.
  expect(Date.now() - began).toBeLessThan(10_000);
  expect(await timeline.locator('li').count()).toBeLessThan(60);
  await look(agent, 'record-jump');
  await agent.getByLabel('Tudo o que aconteceu').first().click();
  await agent.getByRole('option', { name: 'Notas' }).click();
  await agent.keyboard.press('Escape');
  await timeline.getByText('Nota escrita').first().waitFor(soon);
  await expect.poll(() => timeline.getByText('Ficha alterada').count(), soon).toBe(0);
  await timeline.focus();
  await agent.keyboard.press('End');
  await expect.poll(() => timeline.locator('[data-current]').count(), soon).toBe(1);
  expect(await graveFaults(agent)).toEqual([]);
  await agent.getByRole('button', { name: 'Voltar ao mais recente' }).click();
  await timeline.getByText('Tem alergia a mohair: nunca sugerir.').waitFor(soon);
  await agent.setViewportSize({ width: 390, height: 844 });
  await agent.getByText('Histórico', { exact: true }).click();
  await look(agent, 'record-history-phone');
});
