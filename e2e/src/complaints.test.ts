import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { graveFaults } from './support/axe.ts';
import { look } from './support/look.ts';
import { deskPage } from './support/pages.ts';
import { type Stage, startStage } from './support/stage.ts';

/** A complaint on a site without an interface: written down, answered, pasted there, and said to be there. */
let stage: Stage;
let desk: Page;
let site: Page;
const soon = { timeout: 20_000 };
const words = 'Paguei o frete expresso e o pacote está parado há doze dias.';
const answer = 'Davi, o pacote saiu hoje. Devolvemos o frete.';
const davi = {
  name: 'Davi Rocha',
  phone: '5541977005566',
  email: 'davi@cliente.example',
  account: 5_200_000_083,
};

beforeAll(async () => {
  stage = await startStage();
  desk = await stage.person();
  await desk.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await deskPage.signIn(desk, stage, 'marina@demo.example');
});
afterAll(() => stage?.stop());

/** What the consumer does on the phone, over the page's own control address. */
async function phone(
  action: string,
  more: object = {},
): Promise<{ messages: { text: string; footer?: string }[] }> {
  const answered = await fetch(`${stage.world.ready.url}/control/complaints/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ customer: davi, ...more }),
  });
  return answered.json() as never;
}

it('what was read on the site is written down', async () => {
  await phone('send', { text: words });
  const [said] = (await phone('messages')).messages;
  const link = said?.footer ?? '';
  await desk
    .getByRole('button', { name: /Público/ })
    .first()
    .click();
  await desk.getByRole('button', { name: 'Registrar reclamação' }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('Site').fill('Queixa Aqui');
  await dialog.getByLabel('Número da reclamação').fill(link.split('/').at(-1) ?? '');
  await dialog.getByLabel('Link').fill(link);
  await dialog.getByLabel('Título').fill('Pacote parado');
  await dialog.getByLabel('Texto').fill(words);
  await dialog.getByLabel('Nome do cliente').fill('Davi Rocha');
  expect(await graveFaults(desk)).toEqual([]);
  await look(desk, 'complaint-form');
  await dialog.getByRole('button', { name: 'Registrar', exact: true }).click();
  const duty = desk
    .getByRole('list', { name: 'Público' })
    .getByRole('listitem')
    .filter({ hasText: 'Davi Rocha' });
  await duty.getByText('Falta responder').waitFor(soon);
  await duty.getByRole('link', { name: 'Davi Rocha' }).click();
  await deskPage.thread(desk).getByText(words).waitFor(soon);
});

it('the answer waits, is copied with the page open, pasted there and confirmed', async () => {
  await desk.getByPlaceholder('Escreva uma resposta que todos verão…').fill(answer);
  await desk.getByRole('button', { name: 'Publicar', exact: true }).click();
  const thread = deskPage.thread(desk);
  await thread.getByText('Aguardando publicação no site').waitFor(soon);
  const duty = desk.getByRole('listitem').filter({ hasText: 'Davi Rocha' });
  await duty.getByText('Aguardando publicação no site').waitFor(soon);
  await look(desk, 'complaint-waits');
  expect(await graveFaults(desk)).toEqual([]);
  const opened = desk.context().waitForEvent('page');
  await thread.getByRole('button', { name: 'Copiar e abrir o site' }).click();
  site = await opened;
  expect(await desk.evaluate(() => navigator.clipboard.readText())).toBe(answer);
  await site.getByLabel('Resposta da empresa').fill(answer);
  await site.getByRole('button', { name: 'Publicar' }).click();
  await site.getByText(answer).waitFor(soon);
  expect((await phone('messages')).messages.at(-1)?.text).toBe(answer);

  await thread.getByRole('button', { name: 'Publicado no site' }).click();
  const dialog = desk.getByRole('dialog');
  expect(await dialog.getByLabel('Link da resposta').inputValue()).toBe(site.url());
  await dialog.getByRole('button', { name: 'Está publicada' }).click();
  await thread.getByText('Aguardando publicação no site').waitFor({ state: 'detached', ...soon });
  await thread.getByRole('img', { name: 'Enviada' }).waitFor(soon);
});
