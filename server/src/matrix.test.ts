import { type Permission, type Role, rolePermissions } from '@meada/contract/permissions';
import type { Route } from '@meada/contract/route';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allRoutes } from './app.ts';
import { call, callerOf, fingerprint, foreignAndRandom, inputWith } from './testing/matrix/calls.ts';
import { bodyOf } from './testing/matrix/examples.ts';
import { type Caller, callers } from './testing/matrix/firm.ts';
import { type Matrix, openMatrix } from './testing/matrix/house.ts';
import { type Place, placesOf } from './testing/matrix/places.ts';

/** Generated from the routes: who may call each, and what each answers about things of another organisation. */

let matrix: Matrix;
beforeAll(async () => {
  matrix = await openMatrix();
});
afterAll(() => matrix?.stop());

const routes = allRoutes.map(({ route }) => route);
const nobodys = '0198c1a0-0000-7000-8000-000000000000';

/** What the gate answers a caller: refused as unknown, refused as not permitted, or let through. */
type Gate = 401 | 403 | 'through';

const personal = new Set<Caller>(['owner', 'administrator', 'supervisor', 'agent']);

/** Permitted to people alone: a program must not be able to take an account over. */
const notForKeys = new Set(['people.resetLink']);

function gateOf({ access, id }: Route, caller: Caller): Gate {
  if (access === 'public' || access === 'setup') return 'through';
  if (access === 'visitor') return caller === 'visitor' ? 'through' : 401;
  if (caller === 'visitor' || caller === 'nobody') return 401;
  if (access === 'person') return personal.has(caller) ? 'through' : 401;
  if (caller === 'fullKey') return notForKeys.has(id) ? 403 : 'through';
  if (caller === 'bareKey') return access === 'health.read' ? 'through' : 403;
  return rolePermissions[caller as Role].includes(access as Permission) ? 'through' : 403;
}

describe('lesson 10: every route and every caller, as its access says', () => {
  it.each(routes)('$method $path ($access)', async (route) => {
    for (const caller of callers) {
      // A key no schema has: who is let through is told so and nothing is done.
      const ends = route.id === 'session.signOut' && caller === 'owner';
      const headers = ends ? await matrix.own.spare() : matrix.own.headers[caller];
      if (route.id === 'session.signOut' && personal.has(caller) && !ends) continue;
      const input = { params: { id: nobodys, inboxId: nobodys }, body: { matrix: true } };
      const { status, body } = await call(matrix.app.url, route, { input, headers });
      const gate: Gate = status === 401 || status === 403 ? status : 'through';
      expect(gate, `${caller} got ${status} ${JSON.stringify(body)}`).toBe(gateOf(route, caller));
      expect(status, JSON.stringify(body)).toBeLessThan(500);
    }
  });
});

describe('lessons 2, 9, 37, 45, 47, 48, 49: a foreign id is one that nobody has', () => {
  it('every id of every route is known to this test, and every body has an example', () => {
    for (const route of routes) {
      expect(() => placesOf(route)).not.toThrow();
      expect(() => bodyOf(route, matrix.own.ids)).not.toThrow();
    }
  });

  it('an id of which nothing is known fails with a sentence', () => {
    const [known] = routes.filter(({ id }) => id === 'customers.read');
    const odd = { ...known, id: 'odd', path: '/api/odd/:oddId' } as Route;
    expect(() => placesOf(odd)).toThrow('odd: say in testing/matrix/places.ts');
    const bodied = routes.find(({ id }) => id === 'teams.create') as Route;
    expect(() => bodyOf({ ...bodied, id: 'odd' }, matrix.own.ids)).toThrow('odd: write an example');
  });

  // Before the calls about own things: they make conversations, and one would get the foreign number for its own.
  it('lesson 46: a foreign number finds nothing, neither as an address nor as words', async () => {
    const { own, foreign, app } = matrix;
    expect(foreign.protocol).not.toBe(own.protocol);
    const read = routes.find(({ id }) => id === 'conversations.read') as Route;
    const list = routes.find(({ id }) => id === 'conversations.list') as Route;
    const headers = own.headers.owner;
    const byNumber = await call(app.url, read, { input: { params: { id: foreign.protocol } }, headers });
    expect(byNumber.status).toBe(404);
    const byWords = await call(app.url, list, { input: { query: { query: foreign.protocol } }, headers });
    expect(byWords).toMatchObject({ status: 200, body: { items: [] } });
  });

  it('every place of every route: the same answer, and nothing of theirs is other than before', async () => {
    const { app, foreign } = matrix;
    const before = await fingerprint(app.database.ownerUrl, foreign.orgId);
    expect(Object.values(before).filter((print) => !print.startsWith('0 ')).length).toBeGreaterThan(25);
    const wrong: unknown[] = [];
    for (const place of places()) {
      const answers = await foreignAndRandom(matrix, place);
      const same = JSON.stringify(answers.foreign) === JSON.stringify(answers.random);
      if (!same || !isRefusal(place, answers.foreign)) wrong.push({ place: named(place), ...answers });
    }
    expect(wrong).toEqual([]);
    expect(await fingerprint(app.database.ownerUrl, foreign.orgId)).toEqual(before);
  });

  it('the same calls about own things are let through: the answers above were about the id', async () => {
    const order: Record<string, number> = { GET: 0, PATCH: 1, PUT: 2, POST: 3, DELETE: 4 };
    const sorted = places().sort(
      (one, other) => (order[one.route.method] ?? 0) - (order[other.route.method] ?? 0),
    );
    const wrong: unknown[] = [];
    const made = new Set<string>();
    for (const place of sorted) {
      const { own, app } = matrix;
      const input = inputWith(place, own.ids, own.ids[place.kind]);
      const mark = `${place.route.id} ${Object.keys({ ...(input.query ?? {}), ...(input.body ?? {}) })}`;
      // Another place of the same call: what it does can be done once only.
      if (made.has(mark)) continue;
      made.add(mark);
      const answer = await call(app.url, place.route, { input, headers: own.headers[callerOf(place.route)] });
      if ([400, 401, 403, 404].includes(answer.status) || answer.status >= 500)
        wrong.push({ place: named(place), ...answer });
    }
    expect(wrong).toEqual([]);
  });
});

const places = (): Place[] => routes.flatMap(placesOf);
const named = ({ route, path }: Place): string => `${route.id} ${path}`;

/** Refused; or a list that is filtered by the id and finds nothing; or nothing was there to be acknowledged. */
const isRefusal = (place: Place, answer: { status: number; body: Record<string, unknown> }): boolean =>
  (answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 403) ||
  answer.body.acknowledged === 0 ||
  (place.path.startsWith('query.') && JSON.stringify(answer.body.items) === '[]');
