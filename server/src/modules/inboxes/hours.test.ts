import type { Hours, HoursInput } from '@meada/contract/routes/hours';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTown, type Shop, type Town } from '../customers/testing.ts';

/** Hours over HTTP: kept, refused, shown with how they stand, followed by the firm's own holidays. */

let town: Town;
let shop: Shop;
beforeAll(async () => {
  town = await openTown();
  shop = await town.shop('Alfa');
});
afterAll(() => town?.stop());

const office: HoursInput = {
  name: 'Loja',
  timeZone: 'America/Sao_Paulo',
  week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', to: '18:00' })),
  holidays: 'national',
  ownHolidays: true,
  exceptions: [{ day: '2026-12-24', stretches: [{ from: '09:00', to: '12:00' }], name: 'Véspera' }],
};
const post = (body: object) => shop.owner.call('POST', '/api/hours', body);

it('keeps hours, shows who goes by them, and tells the audit trail', async () => {
  const made: Hours = await shop.owner.ok('POST', '/api/hours', office);
  expect(made).toMatchObject({ ...office, usedBy: { inboxes: [], queues: [], agreements: [] } });
  const changed = await shop.owner.ok('PUT', `/api/hours/${made.id}`, {
    ...office,
    name: 'Matriz',
    week: [],
  });
  expect(changed).toMatchObject({ name: 'Matriz', week: [] });
  const { items } = await shop.owner.ok('GET', '/api/hours');
  expect(items.map((one: Hours) => one.name)).toContain('Matriz');
  await shop.owner.ok('DELETE', `/api/hours/${made.id}`);
  const { items: trail } = await shop.owner.ok('GET', '/api/audit?limit=50');
  const actions = trail.map((entry: { action: string }) => entry.action);
  expect(actions).toEqual(expect.arrayContaining(['hours.created', 'hours.changed', 'hours.deleted']));
});

it('an agreement holds its hours while it is in use', async () => {
  const { id } = await shop.owner.ok('POST', '/api/hours', office);
  const targets = { first_answer: 60, next_answer: null, resolution: null };
  const agreement = await shop.owner.ok('POST', '/api/agreements', { name: 'Padrão', hoursId: id, targets });
  const { items } = await shop.owner.ok('GET', '/api/hours');
  const [used] = items.filter((one: Hours) => one.id === id).map((one: Hours) => one.usedBy.agreements);
  expect(used).toEqual([{ id: agreement.id, name: 'Padrão' }]);
  expect((await shop.owner.call('DELETE', `/api/hours/${id}`)).status).toBe(409);
  await shop.owner.ok('DELETE', `/api/agreements/${agreement.id}`);
  await shop.owner.ok('DELETE', `/api/hours/${id}`);
});

it.each([
  ['a stretch that ends before it begins', { week: [{ day: 1, from: '18:00', to: '09:00' }] }, 422],
  ['a zone that is none', { timeZone: 'Mars/Olympus' }, 400],
  ['a time that is none', { week: [{ day: 1, from: '9:00', to: '18:00' }] }, 400],
  ['an eighth day', { week: [{ day: 7, from: '09:00', to: '18:00' }] }, 400],
  ['a day twice', { exceptions: [office.exceptions[0], office.exceptions[0]] }, 422],
  ['a day that is none', { exceptions: [{ day: '2026-02-30', stretches: [] }] }, 400],
])('refuses %s', async (_, wrong, status) =>
  expect((await post({ ...office, ...wrong })).status).toBe(status),
);

it('an agent reads and does not change; another firm finds nothing', async () => {
  const { id } = await shop.owner.ok('POST', '/api/hours', office);
  const { browser: agent } = await shop.join('agent');
  expect((await agent.call('GET', '/api/hours')).status).toBe(200);
  expect((await agent.call('PUT', `/api/hours/${id}`, office)).status).toBe(403);
  const other = await town.shop('Beta');
  expect((await other.owner.call('PUT', `/api/hours/${id}`, office)).status).toBe(404);
});

it('says before saving how hours would stand: with today closed as a holiday of the firm', async () => {
  const always = { ...office, week: [], holidays: 'none', exceptions: [] };
  const preview = () => shop.owner.ok('POST', '/api/hours/preview', always);
  expect(await preview()).toMatchObject({ open: true, changesAt: null });
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  const items = [-1, 0, 1].map((n) => ({ name: 'Recesso', on: day(n), open: null }));
  await shop.owner.ok('PUT', '/api/holidays', { items });
  const closed = await preview();
  expect(closed.open).toBe(false);
  expect(Date.parse(closed.changesAt)).toBeGreaterThan(Date.now());
  expect(await shop.owner.ok('POST', '/api/hours/preview', { ...always, ownHolidays: false })).toMatchObject({
    open: true,
  });
  const { own, coming } = await shop.owner.ok('GET', '/api/holidays');
  expect(own).toEqual(items);
  expect(coming.filter(({ kind }: { kind: string }) => kind === 'own').length).toBeGreaterThanOrEqual(2);
});

it.each([
  [{ items: [{ name: 'Nada', on: '02-30', open: null }] }],
  [{ items: [{ name: 'Nada', on: '2026-02-29', open: null }] }],
  [{ items: [{ name: 'Meio', on: '07-09', open: { from: '12:00', to: '09:00' } }] }],
  [{ items: [0, 1].map(() => ({ name: 'Duas', on: '07-09', open: null })) }],
])('no holidays: %j', async (body) =>
  expect((await shop.owner.call('PUT', '/api/holidays', body)).status).toBe(422),
);
