import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { api } from './support/api.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** The law's duties as somebody lives them: asking without an account, the answer, the package, holds, the end of it all. */
let stage: Stage;
let desk: Page;
/** Another desk, on a telephone, dark, in English. */
let small: Page;
let visitor: Page;
const soon = { timeout: 25_000 };
const lia = 'lia.sales@cliente.example';
const name = 'Lia Sales';
const words = 'Meu endereço de entrega é Rua das Rendeiras, 77';
const long =
  'Quero ver tudo o que vocês guardam, inclusive as gravações, as anotações da equipe e o que veio de outras lojas. '.repeat(
    6,
  );

beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  desk.setDefaultTimeout(20_000);
  await deskPage.signIn(desk, stage, 'helena@demo.example');
  await stage.world.mail.customerSends({
    ...{ from: { name, address: lia }, to: 'loja@demo.example' },
    ...{ subject: 'Entrega', text: words },
  });
  await deskPage.row(desk, 'Rua das Rendeiras').waitFor(soon);
});
afterAll(() => stage?.stop());

const go = (path: string, page = desk) => page.goto(`${stage.app.url}${path}`);
const dialog = (page = desk) => page.getByRole('dialog');
const press = (label: string, page = desk) => page.getByRole('button', { name: label, exact: true }).click();
const inDialog = (label: string) => dialog().getByRole('button', { name: label, exact: true }).click();
const choose = async (label: string, option: string, within = dialog()) => {
  await within.getByLabel(label).first().click();
  await desk.getByRole('option', { name: option, exact: true }).click();
};
/** The list of the timeline beside is another story's. */
const clean = async (page: Page) =>
  expect((await graveFaults(page)).filter((fault) => !/_timeline_|listitem/.test(fault))).toEqual([]);
const customerUrl = async (): Promise<string> => {
  const list = await api<{ items: { id: string; name: string }[] }>(desk, [
    ...(['GET', `/api/customers?query=${encodeURIComponent(lia)}`] as const),
  ]);
  return `/customers/${list.items[0]?.id}`;
};

describe('a request of somebody without an account', () => {
  it('is taken by the public page, proven by a code, and answered in short at once', async () => {
    await go('/settings/privacy/requests');
    await desk.getByText('Nenhum pedido por aqui').waitFor(soon);
    await clean(desk);
    await look(desk, 'privacy-empty');
    visitor = await stage.person({ width: 390, height: 844 });
    await go('/privacidade/emporio-fio-meada', visitor);
    await look(visitor, 'privacy-page');
    await clean(visitor);
    await visitor.getByLabel('Ver meus dados').check();
    await visitor.getByLabel('Seu e-mail ou telefone').fill(lia);
    await visitor.getByLabel('Algo que devemos saber? (opcional)').fill(long);
    await press('Enviar pedido', visitor);
    await visitor.getByRole('heading', { name: 'Confirme que o contato é seu' }).waitFor(soon);
    await look(visitor, 'privacy-code');
    await visitor.getByLabel('Código de 6 dígitos').fill('000000');
    await press('Confirmar', visitor);
    await visitor.getByText('Este código não confere').waitFor(soon);
    const codeOf = async () => {
      const mails = await stage.world.mail.mailbox(lia);
      return /\b\d{6}\b/.exec(mails.at(-1)?.mail.text ?? '')?.[0] ?? '';
    };
    await expect.poll(codeOf, soon).not.toBe('');
    await visitor.getByLabel('Código de 6 dígitos').fill(await codeOf());
    await press('Confirmar', visitor);
    await visitor.getByRole('heading', { name: 'Sim, guardamos dados seus' }).waitFor(soon);
    await visitor.getByText(/^Conversas: \d$/).waitFor();
    await clean(visitor);
    await look(visitor, 'privacy-status');
  });

  it('shows in an open desk by itself, is assigned and answered, and its package fetched', async () => {
    await desk.getByText(`Ver os dados · ${name}`).waitFor(soon);
    await look(desk, 'privacy-live');
    await press('Abrir');
    await dialog().getByText('responder até', { exact: false }).waitFor(soon);
    await clean(desk);
    await look(desk, 'privacy-request');
    await choose('Responsável', 'Helena Duarte');
    await dialog().getByLabel('Mensagem ou motivo').fill('Já separamos tudo. O pacote aparece aqui.');
    await inDialog('Enviar mensagem');
    await inDialog('Assumir');
    await dialog().getByText('Em andamento').waitFor(soon);
    await inDialog('Gerar pacote de dados');
    const link = visitor.getByRole('link', { name: /Baixar meus dados/ });
    await expect
      .poll(async () => {
        await visitor.reload();
        return link.count();
      }, soon)
      .toBe(1);
    await visitor.getByText('Já separamos tudo').waitFor();
    await look(visitor, 'privacy-package');
    const coming = visitor.waitForEvent('download');
    await link.click();
    const file = await readFile(await (await coming).path());
    expect(file.subarray(0, 2).toString()).toBe('PK');
    expect(file.includes('leia.html') && file.includes('dados/messages.json')).toBe(true);
    await visitor.getByLabel('Escrever uma mensagem').fill('Obrigada, recebi.');
    await press('Enviar mensagem', visitor);
    // Their words come into the open dialog.
    await dialog().getByText('Obrigada, recebi.').waitFor(soon);
    await look(desk, 'privacy-talk');
    await inDialog('Concluir');
    await dialog().getByText('Concluído').first().waitFor(soon);
    await desk.keyboard.press('Escape');
    await visitor.reload();
    await visitor.getByText('Concluído').waitFor(soon);
  });
});

describe('on the page of the customer', () => {
  it('a consent is given and taken back, each with its proof', async () => {
    await go(await customerUrl());
    const consents = desk.getByRole('list', { name: 'Consentimentos' });
    await consents.scrollIntoViewIfNeeded();
    await look(desk, 'privacy-customer');
    await press('Registrar');
    await dialog().getByText('Autorizou', { exact: true }).click();
    await inDialog('Salvar');
    await dialog().getByText('Preencha este campo.').waitFor();
    await look(desk, 'privacy-consent');
    await dialog().getByLabel('Como disse').fill('Por telefone, às 10h, com a Marina.');
    await inDialog('Salvar');
    const marketing = consents.getByRole('listitem').filter({ hasText: 'Marketing' });
    await marketing.getByText('Pode', { exact: true }).waitFor(soon);
    await press('Registrar');
    await dialog().getByLabel('Como disse').fill('Respondeu que não quer mais.');
    await inDialog('Salvar');
    await marketing.getByText('Não pode', { exact: true }).waitFor(soon);
    await press('2 registros com prova');
    await desk.getByText('Por telefone, às 10h, com a Marina.', { exact: false }).waitFor();
    await clean(desk);
  });

  it('a request by telephone waits for the identity; near its end the bell says so', async () => {
    await go(await customerUrl());
    await press('Registrar pedido');
    await choose('O que a pessoa pede', 'Apagar os dados');
    const day = new Date(Date.now() - 14 * 86_400_000).toISOString().slice(0, 10);
    await dialog().getByLabel('Quando chegou').fill(day);
    await dialog().getByLabel('O que a pessoa disse').fill('Quer que a gente esqueça tudo.');
    await clean(desk);
    await look(desk, 'privacy-new');
    await inDialog('Registrar');
    await dialog().getByText('Antes de entregar ou apagar dados', { exact: false }).waitFor(soon);
    expect(await dialog().getByRole('button', { name: 'Concluir' }).count()).toBe(0);
    await look(desk, 'privacy-unproven');
    await choose('Como conferimos a identidade', 'Documento');
    await dialog().getByLabel('O que foi conferido').fill('RG conferido no balcão por Helena');
    await inDialog('Registrar conferência');
    await dialog().getByRole('button', { name: 'Apagar os dados…' }).waitFor(soon);
    await look(desk, 'privacy-proven');
    await desk.keyboard.press('Escape');
    const bell = desk.getByRole('button', { name: /Avisos/ });
    await bell.getByText('1 aviso').waitFor({ state: 'attached', ...soon });
    await bell.click();
    await desk.getByRole('menuitem', { name: /Lia Sales/ }).waitFor(soon);
    await look(desk, 'privacy-bell');
    await desk.getByRole('menuitem', { name: /Lia Sales/ }).click();
    await dialog().getByText('RG conferido no balcão', { exact: false }).waitFor(soon);
    await desk.keyboard.press('Escape');
  });

  it('a hold stands before the erasure, with its reason; released, everything goes and no search finds them', async () => {
    const page = await customerUrl();
    await go(page);
    await press('Reter por motivo legal');
    await dialog().getByLabel('Motivo').fill('Processo 0001234-56.2026 na 3ª Vara Cível');
    await look(desk, 'privacy-hold');
    await inDialog('Salvar');
    await desk.getByText('Retenção legal em vigor').waitFor(soon);
    await press('Apagar os dados…');
    await dialog().getByText('Há uma retenção legal: Processo 0001234-56.2026').waitFor(soon);
    await look(desk, 'privacy-held');
    await dialog().getByRole('button', { name: 'Cancelar' }).click();
    await go('/settings/privacy/holds');
    await press('Liberar');
    await dialog().getByRole('textbox').fill('O processo acabou.');
    await inDialog('Liberar');
    await desk.getByText('Encerrada').waitFor(soon);
    await go(page);
    await desk.getByRole('link', { name: 'Apagar os dados' }).click();
    await press('Apagar os dados…');
    await dialog().getByText('O que sai').waitFor(soon);
    await look(desk, 'privacy-erase');
    await clean(desk);
    await dialog().getByLabel(`Para confirmar, escreva: ${name}`).fill(name);
    await inDialog('Apagar para sempre');
    const found = async () =>
      (await api<{ items: unknown[] }>(desk, ['GET', `/api/customers?query=${encodeURIComponent(lia)}`]))
        .items.length;
    await expect.poll(found, soon).toBe(0);
    await go('/customers?query=Lia%20Sales');
    await desk.getByText(name, { exact: true }).waitFor({ state: 'detached', ...soon });
    await look(desk, 'privacy-gone');
    await go('/settings/privacy/requests');
    await desk.getByText('Encerrados').click();
    await desk.getByText('Apagar os dados', { exact: false }).first().waitFor(soon);
    await look(desk, 'privacy-closed');
    await visitor.reload();
    expect(await visitor.getByText('Obrigada, recebi.').count()).toBe(0);
  });
});

describe('an incident', () => {
  it('is registered, its three business days run, and it closes only when it was told', async () => {
    await go('/settings/privacy/incidents');
    await press('Registrar incidente');
    await dialog()
      .getByLabel('O que aconteceu, em uma linha')
      .fill('Planilha de clientes enviada ao fornecedor errado');
    await look(desk, 'privacy-incident-new');
    await inDialog('Salvar');
    await desk.getByText(/^3 dias úteis/).waitFor(soon);
    await press('Abrir');
    await choose('Risco', 'Risco ou dano relevante');
    await inDialog('Salvar');
    await press('Abrir');
    await inDialog('Encerrar incidente');
    await dialog().getByText('Para encerrar, comunique a ANPD', { exact: false }).waitFor(soon);
    await dialog().getByText('Risco: Risco a avaliar → Risco ou dano relevante').waitFor(soon);
    await dialog().getByRole('button', { name: 'Copiar resumo' }).waitFor();
    await clean(desk);
    await look(desk, 'privacy-incident');
    await dialog().getByRole('button', { name: 'Cancelar' }).click();
  });
});

describe('in another language, dark, on a telephone', () => {
  it('reads and works as well; what fails or is late says so', async () => {
    small = await stage.person({ width: 390, height: 844, dark: true });
    await deskPage.signIn(small, stage, 'helena@demo.example');
    await api(small, ['PATCH', '/api/session/profile'], { locale: 'en' });
    for (const tab of ['requests', 'incidents', 'purposes', 'retention', 'holds', 'processing', 'settings']) {
      await go(`/settings/privacy/${tab}`, small);
      await small.getByRole('tab', { selected: true }).waitFor(soon);
      await small.waitForLoadState('networkidle');
      await look(small, `privacy-small-${tab}`);
      await clean(small);
    }
    await go('/settings/privacy/requests', small);
    await press('Log a request', small);
    await dialog(small).getByLabel('What they ask for').waitFor(soon);
    await look(small, 'privacy-small-new');
    await small.route('**/api/privacy/requests*', (route) => route.abort());
    await go('/settings/privacy/requests', small);
    await small.getByRole('button', { name: /again/i }).waitFor(soon);
    await look(small, 'privacy-small-error');
    await api(small, ['PATCH', '/api/session/profile'], { locale: 'pt-BR' });
  });
});
