import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../testing.ts';

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
});
afterAll(() => town.stop());

const make = async (name: string): Promise<string> =>
  (await shop.owner.ok('POST', '/api/customers', { name })).id;
const field = (body: object) =>
  shop.owner.ok('POST', '/api/fields', { subject: 'customer', label: 'Campo', ...body });
const record = (id: string) => shop.owner.ok('GET', `/api/customers/${id}/record`);

it('values are held to the type of their field, and what an archived field held stays', async () => {
  const tier = await field({
    name: 'nivel',
    type: 'choice',
    choices: [
      { name: 'ouro', label: 'Ouro' },
      { name: 'prata', label: 'Prata' },
    ],
  });
  await field({ name: 'limite', type: 'money', currency: 'BRL' });
  await field({ name: 'apelido', type: 'text', required: true });
  const id = await make('Ana');
  const set = (customFields: object) =>
    shop.owner.call('PATCH', `/api/customers/${id}/record`, { customFields });
  expect((await set({ nivel: 'bronze' })).status).toBe(422);
  expect((await set({ limite: 10.5 })).status).toBe(422);
  expect((await set({ apelido: '' })).status).toBe(422);
  const good = await set({ nivel: 'ouro', limite: 150_000, apelido: 'Aninha', antigo: 'livre' });
  expect(good.status).toBe(200);
  expect((await record(id)).values).toEqual({
    nivel: 'ouro',
    limite: 150_000,
    apelido: 'Aninha',
    antigo: 'livre',
  });
  await shop.owner.ok('PUT', `/api/fields/${tier.id}/archived`, { archived: true });
  expect((await record(id)).values.nivel).toBe('ouro');
  expect((await set({ nivel: 'prata' })).status).toBe(422);
  const gone = await shop.owner.call('PUT', `/api/fields/${tier.id}`, {
    label: 'Nível',
    choices: [{ name: 'ouro', label: 'Ouro' }],
  });
  expect(gone.status).toBe(422);
});

it('who may not see a field neither sees nor changes it; a sensitive one is shown on demand and that is kept', async () => {
  await field({ name: 'renda', type: 'number', seenBy: 'supervisor', editedBy: 'supervisor' });
  await field({ name: 'laudo', type: 'text', sensitive: true });
  const id = await make('Bia');
  await shop.owner.ok('PATCH', `/api/customers/${id}/record`, {
    customFields: { renda: 9, laudo: 'segredo' },
  });
  const { browser } = await shop.join('agent');
  for (const path of [
    `/api/customers/${id}`,
    `/api/customers/${id}/record`,
    '/api/fields',
    `/api/customers/${id}/facts`,
  ]) {
    const text = JSON.stringify(await browser.ok('GET', path));
    expect(text, path).not.toContain('renda');
    expect(text, path).not.toContain('segredo');
  }
  expect((await browser.ok('GET', `/api/customers/${id}/record`)).concealed).toEqual(['laudo']);
  expect((await browser.call('PATCH', `/api/customers/${id}`, { customFields: { renda: 1 } })).status).toBe(
    403,
  );
  expect((await browser.call('POST', `/api/customers/${id}/fields/renda/look`, {})).status).toBe(404);
  const looked = await browser.ok('POST', `/api/customers/${id}/fields/laudo/look`);
  expect(looked.value).toBe('segredo');
  const { items } = await shop.owner.ok('GET', '/api/audit');
  expect(items[0]).toMatchObject({ action: 'field.looked', facts: { name: 'laudo' } });
  expect(
    (await browser.call('POST', '/api/fields', { subject: 'customer', name: 'x', label: 'X', type: 'text' }))
      .status,
  ).toBe(403);
});

it('a list is filtered by a field', async () => {
  await field({ name: 'pontos', type: 'number' });
  await field({ name: 'cidade_natal', type: 'text' });
  const few = await make('Poucos');
  const many = await make('Muitos');
  await shop.owner.ok('PATCH', `/api/customers/${few}/record`, {
    customFields: { pontos: 5, cidade_natal: 'São Paulo' },
  });
  await shop.owner.ok('PATCH', `/api/customers/${many}/record`, { customFields: { pontos: 500 } });
  const found = async (test: object) => {
    const query = new URLSearchParams({ fields: JSON.stringify([test]) });
    const { items } = await shop.owner.ok('GET', `/api/customers?${query}`);
    return items.map((item: { id: string }) => item.id);
  };
  expect(await found({ name: 'pontos', is: 'more', value: '100' })).toEqual([many]);
  expect(await found({ name: 'pontos', is: 'less', value: '100' })).toEqual([few]);
  expect(await found({ name: 'pontos', is: 'equal', value: '5' })).toEqual([few]);
  expect(await found({ name: 'cidade_natal', is: 'begins', value: 'sao' })).toEqual([few]);
  expect(await found({ name: 'cidade_natal', is: 'set' })).toEqual([few]);
  // The word of the canonical record counts: one that it overrules finds nobody.
  await shop.owner.ok('POST', `/api/customers/${many}/merges`, { otherId: few, reason: 'a mesma' });
  expect(await found({ name: 'pontos', is: 'equal', value: '5' })).toEqual([]);
  expect(await found({ name: 'cidade_natal', is: 'begins', value: 'sao' })).toEqual([many]);
});

it('notes keep their author and what they said before; files and picture come and go', async () => {
  const id = await make('Caio');
  const note = await shop.owner.ok('POST', `/api/customers/${id}/notes`, { text: 'Um' });
  const { browser } = await shop.join('agent');
  const edited = await browser.ok('PATCH', `/api/customers/${id}/notes/${note.id}`, {
    text: 'Dois',
    pinned: true,
  });
  expect(edited).toMatchObject({ text: 'Dois', pinned: true, versions: 1 });
  const { items } = await shop.owner.ok('GET', `/api/customers/${id}/notes/${note.id}/versions`);
  expect(items).toMatchObject([{ text: 'Um', author: { name: 'Owner of Alfa' } }]);
  await shop.owner.ok('DELETE', `/api/customers/${id}/notes/${note.id}`);
  expect((await record(id)).notes).toEqual([]);
  expect((await shop.owner.call('GET', `/api/customers/${id}/notes/${note.id}/versions`)).status).toBe(404);
});

it('a block needs a reason and stands in the audit trail; documents stand once', async () => {
  const id = await make('Davi');
  expect((await shop.owner.call('PUT', `/api/customers/${id}/blocked`, { blocked: true })).status).toBe(422);
  const blocked = await shop.owner.ok('PUT', `/api/customers/${id}/blocked`, {
    blocked: true,
    reason: 'Ofendeu a equipe',
  });
  expect(blocked.blocked).toMatchObject({ reason: 'Ofendeu a equipe' });
  await shop.owner.ok('POST', `/api/customers/${id}/documents`, { kind: 'rg', number: '12.345.678-9' });
  const twice = await shop.owner.ok('POST', `/api/customers/${id}/documents`, {
    kind: 'rg',
    number: '123456789',
  });
  expect(twice.documents.length).toBe(1);
  expect(
    (await shop.owner.call('PATCH', `/api/customers/${id}/record`, { birthDate: '2999-01-01' })).status,
  ).toBe(422);
});

it('labels of a merged customer stand with the others and come off together', async () => {
  const label = async (name: string) =>
    (await shop.owner.ok('POST', '/api/labels', { name, colour: '#112233' })).id as string;
  const [vip, cold] = [await label('VIP'), await label('Frio')];
  const [one, other] = [await make('Um'), await make('Outro')];
  await shop.owner.ok('PATCH', `/api/customers/${one}/record`, { labelIds: [vip] });
  await shop.owner.ok('PATCH', `/api/customers/${other}/record`, { labelIds: [cold] });
  await shop.owner.ok('POST', `/api/customers/${one}/merges`, { otherId: other, reason: 'a mesma' });
  expect((await record(one)).labelIds.sort()).toEqual([vip, cold].sort());
  await shop.owner.ok('PATCH', `/api/customers/${one}/record`, { labelIds: [vip] });
  expect((await record(one)).labelIds).toEqual([vip]);
  await shop.owner.ok('DELETE', `/api/labels/${vip}`);
  expect((await record(one)).labelIds).toEqual([]);
});

it('a company has people with a time, and proposes by its domain, never by a public one', async () => {
  const company = await make('Tecidos Aurora');
  await shop.owner.ok('PATCH', `/api/customers/${company}/record`, { kind: 'company' });
  const ana = await make('Ana da Aurora');
  const rui = await shop.owner.ok('POST', '/api/customers', {
    name: 'Rui',
    identities: [{ kind: 'email', value: 'rui@aurora.example' }],
  });
  const at = `/api/customers/${company}`;
  const tie = await shop.owner.ok('POST', `${at}/members`, {
    customerId: ana,
    role: 'Compras',
    joinedOn: '2024-01-10',
  });
  expect((await shop.owner.call('POST', `${at}/members`, { customerId: ana })).status).toBe(409);
  expect(
    (await shop.owner.call('POST', `/api/customers/${ana}/members`, { customerId: company })).status,
  ).toBe(404);
  expect((await shop.owner.call('PUT', `${at}/domains`, { domains: ['gmail.com'] })).status).toBe(422);
  await shop.owner.ok('PUT', `${at}/domains`, { domains: ['Aurora.example'] });
  const proposed = await shop.owner.ok('GET', `${at}/proposals`);
  expect(proposed.items).toMatchObject([{ customer: { id: rui.id }, address: 'rui@aurora.example' }]);
  expect((await record(rui.id)).ties).toEqual([]);
  await shop.owner.ok('PUT', `${at}/proposals/${rui.id}`);
  expect((await shop.owner.ok('GET', `${at}/proposals`)).items).toEqual([]);
  expect((await record(ana)).ties).toMatchObject([{ other: { id: company }, role: 'Compras', leftOn: null }]);
  expect((await shop.owner.call('PATCH', `${at}/members/${tie.id}`, { leftOn: '2023-01-01' })).status).toBe(
    422,
  );
  await shop.owner.ok('PATCH', `${at}/members/${tie.id}`, { leftOn: '2025-01-01' });
  await shop.owner.ok('POST', `${at}/members`, { customerId: ana, role: 'Diretora' });
  expect((await record(company)).ties.length).toBe(2);
});

it('Brazilian addresses are held to their form, one is the preferred one', async () => {
  const id = await make('Eva');
  const add = (body: object) => shop.owner.call('POST', `/api/customers/${id}/addresses`, body);
  expect((await add({ postalCode: '1234' })).status).toBe(422);
  expect((await add({ street: 'Rua X', region: 'ZZ' })).status).toBe(422);
  expect((await add({})).status).toBe(422);
  await add({
    kind: 'home',
    postalCode: '80010000',
    street: 'Rua XV',
    number: '10',
    district: 'Centro',
    city: 'Curitiba',
    region: 'pr',
    preferred: true,
  });
  const { body } = await add({
    kind: 'delivery',
    country: 'PT',
    postalCode: '1000-001',
    street: 'Rua Augusta',
    number: '2',
    city: 'Lisboa',
    preferred: true,
  });
  const items = body.items as { preferred: boolean; lines: string[] }[];
  expect(items.map((one) => one.preferred)).toEqual([true, false]);
  expect(items[1]?.lines).toEqual(['Rua XV, 10', 'Centro, Curitiba - PR', '80010-000']);
});

it('a stated preference stands before a learned one, with who said it', async () => {
  const id = await make('Fábio');
  const path = `/api/customers/${id}/preferences`;
  const value = { kind: 'channel', channel: 'webchat' };
  const stated = await shop.owner.ok('PUT', path, { value, source: 'customer', note: 'Disse ao telefone' });
  expect(stated).toMatchObject({ stated: [{ value, source: 'customer', by: 'Owner of Alfa' }], learned: [] });
  expect(
    (await shop.owner.call('PUT', path, { value: { kind: 'hours', hours: { from: 9, to: 9 } } })).status,
  ).toBe(422);
  expect((await shop.owner.ok('DELETE', `${path}/channel`)).stated).toEqual([]);
});

it('an upload is kept with a customer, shown as their picture, and sent no more', async () => {
  const id = await make('Gil');
  const body = new FormData();
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  body.set('file', new Blob([Buffer.from(pixel, 'base64')], { type: 'image/png' }), 'gil.png');
  const cookie = [...shop.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { ...shop.owner.headers, cookie };
  const sent = await fetch(`${town.url}/api/files`, { method: 'POST', headers, body });
  const { id: attachmentId } = (await sent.json()) as { id: string };
  const { browser } = await shop.join('agent');
  expect((await browser.call('POST', `/api/customers/${id}/files`, { attachmentId })).status).toBe(404);
  const file = await shop.owner.ok('POST', `/api/customers/${id}/files`, { attachmentId });
  expect(file).toMatchObject({ name: 'gil.png', kind: 'image', addedBy: { name: 'Owner of Alfa' } });
  expect((await fetch(new URL(file.url, town.url))).status).toBe(200);
  expect((await shop.owner.call('POST', `/api/customers/${id}/files`, { attachmentId })).status).toBe(404);
  await shop.owner.ok('PATCH', `/api/customers/${id}/record`, { pictureId: file.id });
  const { avatarUrl } = await shop.owner.ok('GET', `/api/customers/${id}`);
  expect((await fetch(new URL(avatarUrl, town.url))).headers.get('content-type')).toBe('image/webp');
  const other = await make('Outro Gil');
  const foreign = await shop.owner.call('PATCH', `/api/customers/${other}/record`, { pictureId: file.id });
  expect(foreign.status).toBe(422);
  await shop.owner.ok('DELETE', `/api/customers/${id}/files/${file.id}`);
  expect((await shop.owner.ok('GET', `/api/customers/${id}`)).avatarUrl).toBeNull();
  expect((await fetch(new URL(file.url, town.url))).status).toBe(404);
});
