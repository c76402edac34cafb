import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { openSquare, type Square, underPost } from './support/square.ts';
import { type Stage, startStage } from './support/stage.ts';

/** What is said in public: seen as such, moved to private and back, and its solution published. */
let stage: Stage;
let square: Square;
let desk: Page;
const ana = { value: '1001', name: 'Ana Prado' };
const soon = { timeout: 20_000 };
const angry = 'ABSURDO!!! Comprei há três semanas e nada. Vou no Procon';

beforeAll(async () => {
  stage = await startStage();
  square = await openSquare(stage);
  desk = await stage.person();
  await deskPage.signIn(desk, stage, 'marina@demo.example');
});
afterAll(() => stage?.stop());

const composer = () => desk.getByRole('region', { name: 'Escrever' });

it('a comment is loud, public everywhere, and answered knowingly', async () => {
  await square.arrive(
    ana,
    angry,
    underPost({ deadlineAt: new Date(Date.now() + 5 * 3_600_000).toISOString() }),
  );
  await deskPage.row(desk, angry).waitFor(soon);
  await deskPage.row(desk, angry).click();
  const thread = deskPage.thread(desk);
  await thread.getByText('em público, por Praça').waitFor(soon);
  expect(await thread.getByRole('link', { name: 'ver a publicação' }).getAttribute('href')).toBe(
    'https://square.example/post/1',
  );
  await thread.getByText('seguidores').waitFor();
  await composer().getByText('Público: todos podem ver').waitFor();
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'public-thread');
  await desk.getByPlaceholder('Escreva uma resposta que todos verão…').fill('Oi, Ana! Vamos resolver já.');
  await composer().getByRole('button', { name: 'Publicar', exact: true }).click();
  await expect.poll(() => square.sent.at(-1)?.side, soon).toBe('public');
});

it('goes on in private with one press, and a public word meanwhile turns nothing public', async () => {
  await composer().getByRole('button', { name: 'Continuar em particular' }).click();
  await composer().getByText('Público: todos podem ver').waitFor({ state: 'detached' });
  await desk.getByPlaceholder('Escreva ao cliente…').fill('Ana, qual é o seu CPF?');
  await square.arrive(ana, 'E aí???', underPost());
  await deskPage.thread(desk).getByText('E aí???').waitFor(soon);
  await composer().getByRole('button', { name: 'Enviar', exact: true }).click();
  await expect.poll(() => square.sent.at(-1), soon).toMatchObject({ side: 'private' });
  expect(square.sent.at(-1)?.content).toMatchObject({ text: 'Ana, qual é o seu CPF?' });
  await deskPage.thread(desk).getByText('em particular, por Praça').waitFor(soon);
  await look(desk, 'public-private');
  await composer().getByRole('button', { name: 'Voltar ao público' }).click();
  await composer().getByText('Público: todos podem ver').waitFor();
});

it('what is owed stands in the view of its own until the solution is published', async () => {
  await desk
    .getByRole('button', { name: /Público/ })
    .first()
    .click();
  const duty = desk
    .getByRole('list', { name: 'Público' })
    .getByRole('listitem')
    .filter({ hasText: 'Ana Prado' });
  await duty.getByText('Falta responder').waitFor(soon);
  await desk.getByRole('button', { name: 'Resolver', exact: true }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByText('O que todos vão ler').waitFor(soon);
  await look(desk, 'public-publish');
  await dialog.getByRole('button', { name: 'Resolver e publicar depois' }).click();
  await duty.getByText('Falta publicar').waitFor(soon);
  await look(desk, 'public-duties');
  await desk.getByRole('button', { name: 'Publicar a solução' }).click();
  await dialog.getByRole('textbox').fill('Ana, seu pedido chegou hoje. Obrigado!');
  await dialog.getByRole('button', { name: 'Publicar', exact: true }).click();
  await expect.poll(() => square.sent.at(-1), soon).toMatchObject({ side: 'public' });
  await duty.waitFor({ state: 'detached', ...soon });
});

it('a word that deserves no answer is left with a reason', async () => {
  await square.arrive({ value: '1002', name: 'Promo Total' }, 'Ganhe seguidores!', underPost());
  const duty = desk.getByRole('listitem').filter({ hasText: 'Promo Total' });
  await duty.getByRole('button', { name: 'Dispensar…' }).click(soon);
  const dialog = desk.getByRole('dialog');
  expect(await dialog.getByRole('button', { name: 'Dispensar', exact: true }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox').fill('Propaganda');
  await dialog.getByRole('button', { name: 'Dispensar', exact: true }).click();
  await duty.waitFor({ state: 'detached', ...soon });
});
