import { randomUUID } from 'node:crypto';
import type { Route } from '@meada/contract/route';
import pg from 'pg';
import { ownDecreed } from './decree.ts';
import { beside, bodyOf } from './examples.ts';
import type { Caller, Firm, Headers } from './firm.ts';
import type { Matrix } from './house.ts';
import { type Place, putAt } from './places.ts';

export type Answer = { status: number; body: Record<string, unknown> };

type Input = { params?: unknown; query?: unknown; body?: unknown };

/** Calls a route over HTTP and answers what came, without what differs in every answer. */
export async function call(
  url: string,
  route: Route,
  given: { input: Input; headers: Headers },
): Promise<Answer> {
  const { input, headers } = given;
  const params = (input.params ?? {}) as Record<string, string>;
  const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? 'nothing1'),
  );
  const query = new URLSearchParams((input.query ?? {}) as Record<string, string>).toString();
  const sends = input.body !== undefined && route.method !== 'GET';
  const response = await fetch(`${url}${path}${query ? `?${query}` : ''}`, {
    method: route.method,
    headers: { ...headers, ...(sends ? { 'content-type': 'application/json' } : {}) },
    ...(sends ? { body: JSON.stringify(input.body) } : {}),
  });
  const text = await response.text();
  const isTable = response.headers.get('content-type')?.startsWith('text/csv') === true;
  const { requestId: _, ...body } = (isTable ? { text } : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, body };
}

/** Who of a firm may call a route. */
export function callerOf(route: Route): Caller {
  if (route.access === 'visitor') return 'visitor';
  return route.access === 'channel.push' ? 'fullKey' : 'owner';
}

/** A right call of a route about things of the firm, with another id at one place. */
export function inputWith(place: Place, ids: Firm['ids'], id: string): Input {
  const { route, path } = place;
  const params = Object.fromEntries(
    [...route.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, ownParam(route, name, ids)]),
  );
  const body = bodyOf(route, ids);
  const more = beside[route.id]?.[path]?.(ids);
  return putAt(
    { params, body: more ? { ...(body as object), ...more } : body },
    path.split('.'),
    id,
  ) as Input;
}

/** The same for the pages of privacy, which share their first word. */
const ownRight = ({ path }: Route, ids: Firm['ids']): string => {
  if (path.includes('/holds/')) return ids.hold;
  return path.includes('/incidents/') ? ids.incident : ids.privacyRequest;
};

/** The same for routing. */
const ownRouted = ({ path }: Route, ids: Firm['ids']): string => {
  if (path.includes('/queues/')) return ids.queue;
  if (path.includes('/skills/')) return ids.skill;
  return path.includes('/agents/') ? ids.person : ids.work;
};

/** What an address is about, by its first word. */
const ownByPath = (ids: Firm['ids']): Record<string, string> => ({
  abandonments: ids.abandonment,
  announcements: ids.announcement,
  brands: ids.brand,
  callbacks: ids.callback,
  canned: ids.canned,
  macros: ids.macro,
  'macro-runs': ids.macroRun,
  'bulk-runs': ids.bulkRun,
  conversations: ids.conversation,
  customers: ids.customer,
  deals: ids.deal,
  pipelines: ids.pipeline,
  segments: ids.segment,
  tasks: ids.task,
  surveys: ids.survey,
  'survey-rules': ids.surveyRule,
  duplicates: ids.suggestion,
  fields: ids.field,
  hours: ids.hours,
  agreements: ids.agreement,
  inboxes: ids.inbox,
  keys: ids.key,
  labels: ids.label,
  'saved-views': ids.savedView,
  scheduled: ids.scheduled,
  statuses: ids.status,
  messages: ids.message,
  people: ids.person,
  'public-duties': ids.duty,
  imports: ids.import,
  'import-mappings': ids.importMapping,
  regroupings: ids.regrouping,
  sessions: ids.session,
  push: ids.device,
  teams: ids.team,
});

/** What a parameter of an address is in the firm's own call. */
const ownParam = (route: Route, name: string, ids: Firm['ids']): string => {
  if (name === 'role') return 'agent';
  if (name === 'kind') return 'channel';
  if (name === 'channel') return 'webchat';
  if (name === 'name') return 'nivel';
  if (name === 'format') return 'csv';
  if (name === 'id' && /\/customers\/:id\/(members|domains|proposals)/.test(route.path)) return ids.company;
  if (name !== 'id')
    return (
      {
        inboxId: ids.apiInbox,
        mergeId: ids.merge,
        suggestionId: ids.suggestion,
        receiptId: ids.receipt,
        noticeId: ids.notice,
        documentId: ids.document,
        noteId: ids.note,
        fileId: ids.file,
        tieId: ids.tie,
        addressId: ids.postal,
        factId: ids.fact,
        customerId: ids.otherCustomer,
        identityId: ids.identity,
      }[name] ?? name
    );
  const first = route.path.split('/')[2] ?? '';
  if (route.path.includes('/people/invitations/')) return ids.invitation;
  if (first === 'privacy') return ownRight(route, ids);
  if (first === 'sac') return ownDecreed(route.path, ids);
  if (route.id === 'scheduled.send') return ids.toSend;
  if (route.id === 'scheduled.takeBack') return ids.toTakeBack;
  if (first === 'routing') return ownRouted(route, ids);
  return ownByPath(ids)[first] ?? 'nothing1';
};

/** The same call with a foreign id, and with one that nobody has; ids are taken out of the answers. */
export async function foreignAndRandom(
  matrix: Matrix,
  place: Place,
): Promise<{ foreign: Answer; random: Answer }> {
  const { own, foreign, app } = matrix;
  const caller = callerOf(place.route);
  const ask = async (id: string): Promise<Answer> => {
    const input = inputWith(place, own.ids, id);
    const answer = await call(app.url, place.route, { input, headers: own.headers[caller] });
    return JSON.parse(JSON.stringify(answer).replaceAll(id, '<id>')) as Answer;
  };
  return { foreign: await ask(foreign.ids[place.kind]), random: await ask(randomUUID()) };
}

/** A fingerprint of everything an organisation has, by table, read as the owner of the database. */
export async function fingerprint(ownerUrl: string, orgId: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'org_id'
       WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
    );
    const prints: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const result = await client.query<{ print: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS print FROM ${name} t WHERE org_id = $1`,
        [orgId],
      );
      prints[name] = result.rows[0]?.print ?? '';
    }
    return prints;
  } finally {
    await client.end();
  }
}
