import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../server/src/kernel/actor.ts';
import { inTransaction } from '../../server/src/kernel/ctx.ts';
import { whatsappPhone } from '../../simulators/src/whatsapp/phone.ts';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** Messages a platform approves: an administrator writes one, the platform answers, a customer gets it when nothing else may be sent. */
let stage: Stage;
let desk: Page;
const soon = { timeout: 25_000 };
const nina = {
  phone: '5541988881234',
  name: 'Nina Prado',
  email: 'nina@cliente.example',
  account: 0,
  locale: 'pt-BR' as const,
};

beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  desk.setDefaultTimeout(20_000);
  await deskPage.signIn(desk, stage, 'helena@demo.example');
});
afterAll(() => stage?.stop());

const dialog = () => desk.getByRole('dialog', { name: 'Novo modelo' });
const row = (name: string) => desk.getByRole('listitem').filter({ hasText: name });

async function openTemplates(): Promise<void> {
  await desk.goto(`${stage.app.url}/settings/templates`);
  await row('pedido_pronto').waitFor(soon);
}

async function choose(label: string, option: string): Promise<void> {
  await dialog().getByLabel(label).first().click();
  await desk.getByRole('option', { name: option, exact: true }).click();
}

it('one with a variable and a button is written, sent for approval and approved, without loading the page again', async () => {
  await openTemplates();
  await desk.getByRole('button', { name: 'Novo modelo', exact: true }).click();
  await dialog().getByRole('textbox', { name: 'Nome' }).fill('Oficina de Tricô');
  const body = dialog().getByRole('textbox', { name: 'Mensagem' });
  await body.fill('Oi, ! A oficina de tricô começa amanhã às dez.');
  await body.evaluate((field) => (field as HTMLTextAreaElement).setSelectionRange(4, 4));
  await dialog().getByRole('button', { name: 'Inserir campo' }).click();
  expect(await body.inputValue()).toBe('Oi, {{1}}! A oficina de tricô começa amanhã às dez.');
  await dialog().getByRole('button', { name: 'Adicionar botão' }).click();
  await desk.getByRole('menuitem', { name: 'Resposta rápida' }).click();
  // What is missing is said where it is missing, and the first of it has the caret.
  await dialog().getByRole('button', { name: 'Enviar para aprovação' }).click();
  const button = dialog().getByRole('textbox', { name: 'Resposta rápida' });
  await expect.poll(() => button.evaluate((field) => field === document.activeElement), soon).toBe(true);
  await desk.keyboard.type('Estarei lá');
  await dialog().getByRole('textbox', { name: 'Exemplo do campo 1' }).fill('Maria');
  await dialog().getByText('Oi, Maria! A oficina').waitFor();
  await look(desk, 'template-new');
  expect(await graveFaults(desk)).toEqual([]);
  await dialog().getByRole('button', { name: 'Enviar para aprovação' }).click();
  await row('oficina_de_trico').getByText('em análise').waitFor(soon);
  await row('oficina_de_trico').getByText('aprovado').waitFor(soon);
});

it('one that is refused says why, and is corrected in a new one', async () => {
  await desk.getByRole('button', { name: 'Novo modelo', exact: true }).click();
  await dialog().getByRole('textbox', { name: 'Nome' }).fill('liquidação');
  await dialog()
    .getByRole('textbox', { name: 'Mensagem' })
    .fill('Só hoje: lã com desconto de vinte por cento.');
  await dialog().getByRole('button', { name: 'Enviar para aprovação' }).click();
  await row('liquidacao').getByText('reprovado').waitFor(soon);
  await row('liquidacao').getByText('Motivo: o texto não combina com a categoria escolhida').waitFor(soon);
  await look(desk, 'template-refused');
  expect(await graveFaults(desk)).toEqual([]);
  await row('liquidacao').getByRole('button', { name: 'Corrigir liquidacao em um novo modelo' }).click();
  expect(await dialog().getByRole('textbox', { name: 'Nome' }).inputValue()).toBe('liquidacao_2');
  await choose('Categoria', 'Marketing');
  await dialog().getByRole('button', { name: 'Enviar para aprovação' }).click();
  await row('liquidacao_2').getByText('aprovado').waitFor(soon);
});

it('what was begun is not lost by Escape', async () => {
  await desk.getByRole('button', { name: 'Novo modelo', exact: true }).click();
  await dialog().getByRole('textbox', { name: 'Mensagem' }).fill('Meia frase');
  await desk.keyboard.press('Escape');
  const question = desk.getByRole('dialog', { name: 'Descartar este modelo?' });
  await question.getByRole('button', { name: 'Cancelar' }).click();
  expect(await dialog().getByRole('textbox', { name: 'Mensagem' }).inputValue()).toBe('Meia frase');
  await desk.keyboard.press('Escape');
  await question.getByRole('button', { name: 'Descartar' }).click();
  await dialog().waitFor({ state: 'detached' });
});

/** The customer wrote two days ago: nothing but an approved message may be sent now. */
async function letTwoDaysPass(): Promise<void> {
  const { kernel } = stage.app;
  const [organisation] = await kernel.database.asSystem((db) =>
    db.selectFrom('organisations').select('id').execute(),
  );
  await inTransaction(kernel, systemActor(organisation?.id ?? ''), (ctx) =>
    ctx.db
      .updateTable('legs')
      .set({ last_inbound_at: new Date(ctx.clock.now().getTime() - 48 * 3_600_000) })
      .where('org_id', '=', ctx.orgId)
      .execute(),
  );
}

it('it reaches a customer outside the window, with the name in its place and the button to press', async () => {
  const { whatsapp } = stage.world;
  whatsapp.customerSends(nina.phone, 'Quando é a oficina?', { name: nina.name });
  await desk.goto(stage.app.url);
  await deskPage.row(desk, 'Quando é a oficina?').waitFor(soon);
  await letTwoDaysPass();
  await desk.reload();
  await deskPage.row(desk, 'Quando é a oficina?').click(soon);
  await desk.getByRole('button', { name: 'Enviar modelo' }).click(soon);
  const send = desk.getByRole('dialog', { name: 'Enviar um modelo aprovado' });
  await send.getByRole('textbox', { name: 'Buscar modelo' }).fill('oficina');
  await send.getByRole('button', { name: /oficina de trico/ }).click();
  await send.getByRole('textbox', { name: 'Campo 1' }).fill('Nina');
  await look(desk, 'template-fill');
  expect(await graveFaults(desk)).toEqual([]);
  await send.getByRole('button', { name: 'Enviar', exact: true }).click();
  await deskPage.thread(desk).getByText('Oi, Nina! A oficina de tricô').first().waitFor(soon);
  const phone = whatsappPhone(whatsapp);
  const newest = async () => (await phone.messages(nina)).at(-1);
  await expect
    .poll(async () => (await newest())?.text, soon)
    .toBe('Oi, Nina! A oficina de tricô começa amanhã às dez.');
  expect((await newest())?.buttons?.map(({ title }) => title)).toEqual(['Estarei lá']);
  whatsapp.customerSends(nina.phone, { type: 'template_button', payload: 'Estarei lá', text: 'Estarei lá' });
  await deskPage.thread(desk).getByText('Estarei lá', { exact: true }).last().waitFor(soon);
  await look(desk, 'template-sent');
});
