import type { Route } from '@meada/contract/route';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allRoutes } from './app.ts';
import { call, callerOf, inputWith } from './testing/matrix/calls.ts';
import { bodyOf } from './testing/matrix/examples.ts';
import { type Matrix, openMatrix } from './testing/matrix/house.ts';
import { placesOf } from './testing/matrix/places.ts';

/** Generated from the routes: a button pressed three times, two tabs, a request that is sent again. */

let matrix: Matrix;
beforeAll(async () => {
  matrix = await openMatrix();
});
afterAll(() => matrix?.stop());

/** Ends what the other calls need. */
const last = new Set(['session.signOut', 'session.password', 'session.end', 'customers.erase']);
const order: Record<string, number> = { PATCH: 1, PUT: 2, POST: 3, DELETE: 4 };

/** A right call of a route about the firm's own things; null where the matrix has none. */
function inputOf(route: Route): object | null {
  const { ids } = matrix.own;
  try {
    const [place] = placesOf(route);
    return place ? inputWith(place, ids, ids[place.kind]) : { body: bodyOf(route, ids) };
  } catch {
    return null;
  }
}

it('copies of a call that come at the same moment are never our fault', async () => {
  const wrong: string[] = [];
  const routes = allRoutes
    .map(({ route }) => route)
    .filter(
      ({ method, access, id }) => method !== 'GET' && !['public', 'setup'].includes(access) && !last.has(id),
    )
    .sort((one, other) => (order[one.method] ?? 0) - (order[other.method] ?? 0));
  for (const route of routes) {
    const input = inputOf(route);
    if (!input) continue;
    const headers = matrix.own.headers[callerOf(route)];
    const copies = await Promise.all([1, 2, 3].map(() => call(matrix.app.url, route, { input, headers })));
    const statuses = copies.map(({ status }) => status);
    if (statuses.some((status) => status >= 500)) wrong.push(`${route.id}: ${statuses.join(' ')}`);
  }
  expect(wrong).toEqual([]);
  expect(routes.length).toBeGreaterThan(150);
}, 240_000);
