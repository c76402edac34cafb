import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';
import { channel, openPostOffice } from './testing.ts';

/** Brands and labels: what an owner makes, changes and deletes. */
let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown({ env: { ROLES: 'web' } });
  shop = await town.shop('Alfa');
  openPostOffice(town.kernel);
});
afterAll(() => town.stop());

const actions = async (id: string): Promise<string[]> => {
  const { items } = await shop.owner.ok('GET', '/api/audit');
  return items
    .filter((item: { subject: { id: string } | null }) => item.subject?.id === id)
    .map((item: { action: string }) => item.action);
};

it('a brand is made, changed, given to an inbox, and deleted only when nothing uses it', async () => {
  const brand = await shop.owner.ok('POST', '/api/brands', { name: 'Lã & Cia', voice: 'Calorosa' });
  const path = `/api/brands/${brand.id}`;
  const changed = { name: 'Lã e Companhia', voice: 'Abraço,\nLã e Companhia' };
  expect(brand.signature).toBe('');
  const html = '<p>{{brand}}<img src="https://espia.test/x"><script>x()</script></p>';
  const signed = await shop.owner.ok('PUT', path, { ...changed, signature: html });
  expect(signed.signature).toMatch(/^<p>\{\{brand\}\}/);
  expect(signed.signature).not.toMatch(/espia|script/);
  // Left out it stays; without a word in it it is none.
  expect(await shop.owner.ok('PUT', path, changed)).toEqual(signed);
  expect((await shop.owner.ok('PUT', path, { ...changed, signature: '<p> </p>' })).signature).toBe('');
  expect((await shop.owner.call('PUT', path, { ...changed, signature: 7 })).status).toBe(400);
  const settings = { box: 'L1', secret: 'any secret' };
  const made = { channel, name: 'Cartas', brandId: brand.id, settings };
  const inbox = await shop.owner.ok('POST', '/api/inboxes', made);
  const refused = await shop.owner.call('DELETE', path);
  expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(refused.body.message).toContain('Cartas');
  // An archived inbox may come back: it counts.
  await shop.owner.ok('DELETE', `/api/inboxes/${inbox.id}`);
  expect((await shop.owner.call('DELETE', path)).status).toBe(409);
  const { items } = await shop.owner.ok('GET', '/api/brands');
  const [first] = items.filter((item: { id: string }) => item.id !== brand.id);
  await shop.owner.ok('PATCH', `/api/inboxes/${inbox.id}`, { brandId: first.id });
  await shop.owner.ok('DELETE', path);
  const told = await actions(brand.id);
  expect([told[0], told.at(-1), new Set(told).size]).toEqual(['brand.deleted', 'brand.created', 3]);
  expect((await shop.owner.call('DELETE', path)).status).toBe(404);
  const last = await shop.owner.call('DELETE', `/api/brands/${first.id}`);
  expect(last).toMatchObject({ status: 409, body: { code: 'conflict' } });
});

it('of two brands deleted at once one stays', async () => {
  const other = await town.shop('Beta');
  const { items } = await other.owner.ok('GET', '/api/brands');
  const second = await other.owner.ok('POST', '/api/brands', { name: 'Segunda', voice: '' });
  const answers = await Promise.all(
    [items[0].id, second.id].map((id) => other.owner.call('DELETE', `/api/brands/${id}`)),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
});

it('a label is renamed and recoloured; a name that is there is told under its field', async () => {
  const label = await shop.owner.ok('POST', '/api/labels', { name: 'Troca', colour: '#0b6e64' });
  await shop.owner.ok('POST', '/api/labels', { name: 'Brinde', colour: '#0b6e64' });
  const path = `/api/labels/${label.id}`;
  const changed = { name: 'Troca e devolução', colour: '#c02a6b' };
  expect(await shop.owner.ok('PUT', path, changed)).toEqual({ id: label.id, ...changed });
  const taken = await shop.owner.call('PUT', path, { name: 'BRINDE', colour: '#c02a6b' });
  expect(taken).toMatchObject({ status: 409, body: { code: 'conflict', field: 'body.name' } });
  await shop.owner.ok('DELETE', path);
  expect((await shop.owner.call('PUT', path, changed)).status).toBe(404);
  expect(await actions(label.id)).toEqual(['label.deleted', 'label.changed', 'label.created']);
});
