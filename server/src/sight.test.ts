import { randomUUID } from 'node:crypto';
import type { Route } from '@meada/contract/route';
import pg from 'pg';
import { readSheet } from 'read-excel-file/node';
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
  await client.query(
    `INSERT INTO customer_facts (org_id, id, customer_id, kind, value, canonical, confidence, source, conversation_id,
       actor_kind, given_at, seen_at)
     SELECT org_id, $2, customer_id, 'order_number', $3, $3, 1, 'message', id, 'system', now(), now()
     FROM conversations WHERE org_id = $1 AND id = $4`,
    [matrix.own.orgId, randomUUID(), word, matrix.own.ids.conversation],
  );
  await client.query(
    `INSERT INTO deadlines (org_id, id, conversation_id, what, agreement_id, target_ms, started_at, inbox_id, missed_at)
     SELECT org_id, $2, id, 'first_answer', $3, 60000, now(), inbox_id, now() FROM conversations WHERE org_id = $1 AND id = $4`,
    [matrix.own.orgId, randomUUID(), matrix.own.ids.agreement, matrix.own.ids.conversation],
  );
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

/** Evidence for the authority is whole: it names every demand by its number, and no human and no word of theirs. */
const evidence = new Set(['sac.report', 'sac.export']);
const tellsIn = (route: Route, text: string): boolean =>
  text.includes(word) || (!evidence.has(route.id) && text.includes(matrix.own.protocol));

it('reading tells nothing of what they do not see, though the owner reads it', async () => {
  const [told, broken, owners] = [[] as string[], [] as string[], new Set<string>()];
  for (const route of routes.filter(({ method }) => method === 'GET'))
    for (const input of readings(route)) {
      const [answer, all] = [await ask(route, input), await ask(route, input, 'owner')];
      if (tellsIn(route, JSON.stringify(answer))) told.push(`${route.id} ${JSON.stringify(input)}`);
      if (JSON.stringify(all).includes(word)) owners.add(route.id);
      for (const { status } of [answer, all])
        if (status >= 500) broken.push(`${route.id} ${JSON.stringify(input)}`);
    }
  expect(told).toEqual([]);
  expect(broken).toEqual([]);
  expect([...owners]).toContain('facts.list');
  // The list, search, the thread, duties, the timeline, work, abandonments, surveys, exports …
  expect(owners.size).toBeGreaterThan(12);
});

/** What a table says, whatever it comes as. */
async function tableOf(
  route: Route,
  format: 'csv' | 'xlsx',
  who: 'administrator' | 'owner',
): Promise<string> {
  const { ids, headers } = matrix.own;
  const about = placesIn(route).find(({ path }) => path.startsWith('params.'));
  const { params } = (about ? inputWith(about, ids, ids[about.kind]) : {}) as { params?: { id?: string } };
  const path = route.path.replace(':id', params?.id ?? '').replace(':format', format);
  const answer = await fetch(`${matrix.app.url}${path}`, { headers: headers[who] });
  expect([route.id, answer.status]).toEqual([route.id, 200]);
  const bytes = Buffer.from(await answer.arrayBuffer());
  return format === 'csv' ? bytes.toString('utf8') : JSON.stringify(await readSheet(bytes));
}

it('no table tells of a conversation they do not see, neither as CSV nor as a workbook', async () => {
  const tables = routes.filter(({ path }) => path.includes(':format'));
  expect(tables.length).toBeGreaterThan(6);
  const [told, owners] = [[] as string[], [] as string[]];
  for (const route of tables)
    for (const format of ['csv', 'xlsx'] as const) {
      if (tellsIn(route, await tableOf(route, format, 'administrator'))) told.push(`${route.id} ${format}`);
      if (tellsIn(route, await tableOf(route, format, 'owner'))) owners.push(`${route.id} ${format}`);
    }
  expect(told).toEqual([]);
  expect(owners).toEqual(
    expect.arrayContaining(
      ['conversations', 'deadlines', 'surveys'].flatMap((list) => [
        `exports.${list} csv`,
        `exports.${list} xlsx`,
      ]),
    ),
  );
});

const hidden: readonly Kind[] = [
  ...(['conversation', 'otherConversation', 'message', 'callback', 'duty', 'regrouping'] as const),
  ...([
    'survey',
    'abandonment',
    'leg',
    'dispatch',
    'attachment',
    'scheduled',
    'toSend',
    'toTakeBack',
    'macroRun',
  ] as const),
];

it('what they do not see answers like what is not there', async () => {
  const wrong: unknown[] = [];
  for (const place of routes.flatMap(placesIn).filter(({ kind }) => hidden.includes(kind))) {
    const answerTo = async (id: string): Promise<string> => {
      const { status, body } = await ask(place.route, inputWith(place, matrix.own.ids, id));
      const shown = JSON.stringify({ status, ...body, requestId: undefined });
      return shown.replaceAll(id, '<id>');
    };
    const [own, random] = [await answerTo(matrix.own.ids[place.kind]), await answerTo(randomUUID())];
    if (own !== random) wrong.push({ place: `${place.route.id} ${place.path}`, own, random });
  }
  expect(wrong).toEqual([]);
});
