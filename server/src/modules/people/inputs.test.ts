import type { Route } from '@meada/contract/route';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { organisationsRoutes } from '../organisations/index.ts';
import { peopleRoutes } from './routes.ts';
import { type House, openHouse, password } from './testing.ts';
import type { Browser } from './testing-browser.ts';

/** One good body per route that has one: the ground for every bad one. A route without is a failure of this test. */
const good: Record<string, Record<string, unknown>> = {
  'setup.run': { organisation: 'Shop', name: 'Ana', email: 'a@b.example', password },
  'session.signIn': { email: 'a@b.example', password },
  'session.secondFactor': { ticket: 'A'.repeat(43), code: '123456' },
  'session.organisation': { organisationId: '01980000-0000-7000-8000-000000000000' },
  'session.profile': { name: 'Ana', locale: 'en' },
  'session.password': { current: password, next: 'another long password' },
  'session.askReset': { email: 'a@b.example' },
  'session.reset': { token: 'A'.repeat(43), password },
  'session.factor.start': { password },
  'session.factor.confirm': { code: '123456' },
  'session.factor.drop': { password, code: '123456' },
  'invitations.look': { token: 'A'.repeat(66) },
  'invitations.state': { token: 'A'.repeat(66) },
  'invitations.accept': { token: 'A'.repeat(66), name: 'Ana', password, locale: 'en' },
  'people.change': { role: 'agent', visibility: 'all', active: true, teamIds: [] },
  'people.invite': { email: 'a@b.example', role: 'agent', visibility: 'all', teamIds: [] },
  'teams.create': { name: 'Sales', memberIds: [] },
  'teams.change': { name: 'Sales', memberIds: [] },
  'roles.change': { permissions: [] },
  'organisation.change': { name: 'Shop', locale: 'en', timeZone: 'Europe/Lisbon' },
  'workspace.change': { density: 'compact', scheme: 'dark' },
  'workspace.setStandard': { teamId: null, layout: null, density: 'compact' },
  'keys.create': { name: 'Key', scopes: ['people.read'], expiresAt: '2030-01-01T00:00:00Z' },
};

/** Where nothing means the standard. */
const nullable = new Set(['workspace.change', 'workspace.setStandard']);

let house: House;
let browser: Browser;
let state: string;
beforeAll(async () => {
  house = await openHouse();
  ({ browser } = await house.found('Alfa'));
  state = await everything();
});
afterAll(() => house.close());

const bodied: Route[] = [...organisationsRoutes, ...peopleRoutes]
  .map((mounted) => mounted.route)
  .filter((route) => route.body !== undefined && route.access !== 'setup');

const pathFor = (route: Route): string =>
  route.path.replace(':role', 'agent').replace(':id', '01980000-0000-7000-8000-000000000000');

const send = (route: Route, body: unknown) => {
  house.clock.advance(30_000);
  return browser.call(route.method, pathFor(route), body);
};

/** All that a request could have changed by mistake. */
async function everything(): Promise<string> {
  const directory = await house.kernel.database.asSystem(async (db) => [
    await db.selectFrom('sign_ins').selectAll().execute(),
    await db.selectFrom('sessions').select(['id', 'person_id', 'org_id']).execute(),
    await db.selectFrom('organisations').selectAll().execute(),
    await db.selectFrom('memberships').selectAll().execute(),
  ]);
  const me = await browser.ok('GET', '/api/session');
  const inside = await house.kernel.database.inOrg(me.organisation.id, async (db) => [
    await db.selectFrom('members').select(['id', 'name', 'role', 'active', 'visibility']).execute(),
    await db.selectFrom('teams').selectAll().execute(),
    await db.selectFrom('api_keys').selectAll().execute(),
    await db.selectFrom('invitations').selectAll().execute(),
    await db.selectFrom('role_permissions').selectAll().execute(),
  ]);
  return JSON.stringify([directory, inside]);
}

it.each(bodied.map((route) => [route.id, route] as const))(
  'lesson 60: %s takes no value of another type',
  async (id, route) => {
    const body = good[id];
    expect(body, `a good body of ${id}`).toBeDefined();
    for (const field of Object.keys(body ?? {})) {
      const there = body?.[field];
      const wrong: unknown[] = [
        {},
        { $gt: '' },
        { $ne: null },
        [{}],
        [''],
        1,
        1.5,
        true,
        false,
        null,
        ['a', 'b'],
      ];
      for (const value of wrong.filter((one) =>
        one === null ? !nullable.has(id) : typeof one !== typeof there || Array.isArray(one),
      )) {
        const answer = await send(route, { ...body, [field]: value });
        expect(answer.status, `${field}: ${JSON.stringify(value)}`).toBe(400);
        expect(answer.body).toMatchObject({ code: 'malformed' });
      }
    }
    for (const whole of [[], 'text', 1, null, [body]]) {
      // null is read as no body at all: only where nothing is required may that be one.
      const answer = await send(route, whole);
      if (answer.status !== 400) expect([whole, id]).toEqual([null, expect.stringMatching(/profile|change/)]);
    }
  },
);

it.each(bodied.map((route) => [route.id, route] as const))(
  'lesson 36: %s refuses fields it does not know',
  async (id, route) => {
    for (const field of [
      'orgId',
      'org_id',
      'id',
      'personId',
      'isAdmin',
      'permissions ',
      'password_hash',
      'email_',
    ]) {
      const answer = await send(route, { ...good[id], [field]: 'owner' });
      expect(answer.status, field).toBe(400);
      expect(answer.body).toMatchObject({ code: 'malformed', field: `body.${field}` });
    }
  },
);

it('lesson 36: the fields of a person that others may set are these', () => {
  const route = bodied.find((one) => one.id === 'people.change');
  const shape = ((route as Route).body as unknown as { shape: object }).shape;
  expect(Object.keys(shape)).toEqual(['role', 'visibility', 'active', 'teamIds']);
});

it('nothing was changed by any of it', async () => {
  expect(await everything()).toBe(state);
});
