import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrasilapi } from '../../../../simulators/src/brasilapi/index.ts';
import { startViacep } from '../../../../simulators/src/viacep/index.ts';
import { openTown, type Shop, type Town } from '../../modules/customers/testing.ts';

let via: Awaited<ReturnType<typeof startViacep>>;
let brasil: Awaited<ReturnType<typeof startBrasilapi>>;
let town: Town;
let shop: Shop;
beforeAll(async () => {
  via = await startViacep();
  brasil = await startBrasilapi();
  town = await openTown({ env: { ROLES: 'web', EGRESS_ALLOW: `${via.host},${brasil.host}` } });
  shop = await town.shop('Alfa');
});
afterAll(async () => {
  await town.stop();
  await via.stop();
  await brasil.stop();
});

const look = (code: string) => shop.owner.ok('GET', `/api/postal-codes/${code}`);
const choose = (provider: string | null, address: string | null = null) =>
  shop.owner.ok('PUT', '/api/postal-codes', { provider, address });
const square = {
  postalCode: '80010-000',
  street: 'Praça Tiradentes',
  district: 'Centro',
  city: 'Curitiba',
  region: 'PR',
};

it('nobody is asked unless the firm has chosen somebody', async () => {
  expect(await look('80010-000')).toEqual({ place: null, asked: false });
  expect(via.asked).toEqual([]);
});

it('each tells the place in its own words; what is unknown tells nothing', async () => {
  await choose('viacep', via.url);
  expect(await look('80010-000')).toEqual({ place: { ...square, cityCode: '4106902' }, asked: true });
  expect((await look('83870000')).place).toMatchObject({ street: '', city: 'Campo do Tenente' });
  expect((await look('99999999')).place).toBeNull();
  expect(await look('123')).toEqual({ place: null, asked: false });
  await choose('brasilapi', `${brasil.url}/`);
  expect((await look('80010000')).place).toEqual({ ...square, cityCode: null });
  expect((await look('99999999')).place).toBeNull();
});

it('who does not answer, or must not be called, has told nothing', async () => {
  await choose('viacep', 'http://127.0.0.1:9');
  expect(await look('80010-000')).toEqual({ place: null, asked: true });
  await choose('viacep', 'http://169.254.169.254');
  expect(await look('80010-000')).toEqual({ place: null, asked: true });
  await choose(null);
  expect(await look('80010-000')).toEqual({ place: null, asked: false });
  expect((await shop.owner.call('PUT', '/api/postal-codes', { provider: 'x' })).status).toBe(422);
  const { browser } = await shop.join('agent');
  expect((await browser.call('PUT', '/api/postal-codes', { provider: null })).status).toBe(403);
});
