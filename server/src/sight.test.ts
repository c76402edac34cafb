import { randomUUID } from 'node:crypto';
import type { Route } from '@meada/contract/route';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allRoutes } from './app.ts';
import { call, inputWith } from './testing/matrix/calls.ts';
import { type Matrix, openMatrix } from './testing/matrix/house.ts';
import type { Kind } from './testing/matrix/kinds.ts';
import { type Place, placesOf } from './testing/matrix/places.ts';

/** Generated from the routes: what somebody reaches who may do everything and sees only what is assigned to them. */

let matrix: Matrix;
beforeAll(async () => {
  matrix = await openMatrix();
  const me = await ask(routeOf('session.me'), {});
  const input = { params: { id: me.body.personId }, body: { visibility: 'assigned' } };
  const { own, app } = matrix;
  const changed = await call(app.url, routeOf('people.change'), { input, headers: own.headers.owner });
  expect(changed.status).toBe(200);
  await hide();
});
afterAll(() => matrix?.stop());

const closed = new Set(['public', 'setup', 'visitor', 'channel.push']);
const routes = allRoutes.map(({ route }) => route).filter(({ access }) => !closed.has(access));
const routeOf = (id: string) => routes.find((route) => route.id === id) as Route;
const ask = (route: Route, input: object, who: 'administrator' | 'owner' = 'administrator') =>
  call(matrix.app.url, route, { input, headers: matrix.own.headers[who] });

const word = 'xilindrodourado';

/** Nothing is the person's, and everything that was said says one word. */
async function hide(): Promise<void> {
  const client = new pg.Client({ connectionString: matrix.app.database.ownerUrl });
  await client.connect();
  for (const change of [
    `conversations SET assignee_id = NULL, follower_ids = '{}', preview = '${word}', subject = '${word}'`,
    `messages SET content = CASE WHEN content ? 'text' THEN jsonb_set(content, '{text}', '"${word}"') ELSE content END`,
    `message_search SET terms = to_tsvector('simple', '${word}')`,
    `drafts SET text = '${word}'`,
    `surveys SET comment = '${word}'`,
  ])
    await client.query(`UPDATE ${change} WHERE org_id = $1`, [matrix.own.orgId]);
  await client.end();
}

/** The matrix says itself which place it does not know. */
function placesIn(route: Route): Place[] {
  try {
    return placesOf(route);
  } catch {
    return [];
  }
}

const beside: Record<string, object> = {
  'search.messages': { query: word },
  'conversations.list': { view: 'all' },
};

/** A route's calls about the firm's own things: as it is, and with each filter that names something. */
function readings(route: Route): object[] {
  const { ids } = matrix.own;
  const places = placesIn(route);
  const about = places.find(({ path }) => path.startsWith('params.'));
  const named = [...(about ? [about] : []), ...places.filter(({ path }) => path.startsWith('query.'))];
  const inputs = named.map((place) => inputWith(place, ids, ids[place.kind]));
  return (inputs.length > 0 && about ? inputs : [{}, ...inputs]).map((input) => ({
    ...input,
    query: { ...('query' in input ? (input.query as object) : {}), ...beside[route.id] },
    body: undefined,
  }));
}

it('reading tells nothing of what they do not see, though the owner reads it', async () => {
  const [told, owners] = [[] as string[], new Set<string>()];
  for (const route of routes.filter(({ method }) => method === 'GET'))
    for (const input of readings(route)) {
      const [answer, all] = [await ask(route, input), await ask(route, input, 'owner')];
      if (JSON.stringify(answer).includes(word)) told.push(`${route.id} ${JSON.stringify(input)}`);
      if (JSON.stringify(all).includes(word)) owners.add(route.id);
    }
  expect(told).toEqual([]);
  // The list, search, the thread, duties, the timeline, work, abandonments, surveys, exports …
  expect(owners.size).toBeGreaterThan(12);
});

const hidden: readonly Kind[] = [
  ...(['conversation', 'otherConversation', 'message', 'callback', 'duty', 'regrouping'] as const),
  ...(['survey', 'abandonment', 'leg', 'dispatch'] as const),
];

/** Where a fact or a consent says it comes from: who names the id of an unseen message learns nothing of what it says. */
const knownByNumber = new Set(['facts.add body.conversationId', 'customers.consents.record body.messageId']);

it('what they do not see answers like what is not there', async () => {
  const wrong: unknown[] = [];
  for (const place of routes.flatMap(placesIn).filter(({ kind }) => hidden.includes(kind))) {
    if (knownByNumber.has(`${place.route.id} ${place.path}`)) continue;
    const answerTo = async (id: string): Promise<string> => {
      const { status, body } = await ask(place.route, inputWith(place, matrix.own.ids, id));
      return status < 400 ? JSON.stringify(body).replaceAll(id, '<id>') : `${status} ${body.code}`;
    };
    const [own, random] = [await answerTo(matrix.own.ids[place.kind]), await answerTo(randomUUID())];
    if (own !== random) wrong.push({ place: `${place.route.id} ${place.path}`, own, random });
  }
  expect(wrong).toEqual([]);
});
