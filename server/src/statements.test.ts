import { randomUUID } from 'node:crypto';
import type { Route } from '@meada/contract/route';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { allRoutes } from './app.ts';
import { type Recorder, recordStatements, type Statement } from './kernel/testing/wire.ts';
import { openTown, type Town } from './modules/customers/testing.ts';
import { openInbox, program, said, settled } from './plugins/channels/api/testing.ts';
import { startTestApp, type TestApp } from './testing/app.ts';
import { call, callerOf, inputWith } from './testing/matrix/calls.ts';
import { type Matrix, openMatrix } from './testing/matrix/house.ts';
import { jsonSchemaOf, putAt } from './testing/matrix/places.ts';

/** What the database is told, statement by statement, as it stands on the wire. */

const marker = 'zq7x';
/** Ways to end a literal, a name, a comment, a pattern or a parameter, and to make the database wait or tell. */
const corpus = [
  `${marker}' OR '1'='1`,
  `${marker}'; SELECT pg_sleep(30); --`,
  `${marker}') UNION SELECT password_hash, null FROM sign_ins --`,
  `${marker}" OR ""="`,
  `${marker}\\'; DROP TABLE messages; --`,
  `${marker}%' ESCAPE '!`,
  `${marker}$$ || pg_sleep(30) || $$`,
  `${marker}*/ OR 1=1 /*`,
  `$1 ${marker} $2`,
  `${marker}’ OR 1=1`,
  `1) OR (SELECT 1 FROM pg_sleep(30)) --${marker}`,
  `${marker},(SELECT current_setting('meada.org'))`,
  `${marker}' ORDER BY 99 --`,
  `${marker}'||(SELECT version())||'`,
  `${marker} & ! | <-> :*`,
];

const routes = allRoutes
  .map(({ route }) => route)
  .filter(({ id, access }) => access !== 'setup' && !id.startsWith('session.'));

describe('lesson 1: what a caller sends is a parameter and never a part of a statement', () => {
  let matrix: Matrix;
  let recorder: Recorder;
  let app: TestApp;
  beforeAll(async () => {
    matrix = await openMatrix();
    recorder = await recordStatements(matrix.app.database);
    app = await startTestApp({ database: recorder.database, env: { ROLES: 'web' } });
  });
  afterAll(async () => {
    await app?.stop();
    await recorder?.stop();
    await matrix?.stop();
  });

  /** Places for a text of the caller: each word of the query, each field of the body, words nobody asked for. */
  const placesFor = (route: Route): string[] => [
    ...(['query', 'body'] as const).flatMap((part) => {
      const schema = route[part];
      return schema
        ? Object.keys(jsonSchemaOf(schema).properties ?? {}).map((name) => `${part}.${name}`)
        : [];
    }),
    ...(route.method === 'GET' ? ['query.sort', 'query.order', 'query.filter'] : []),
  ];

  it('whatever stands in filters, searches, cursors and fields', async () => {
    const { own } = matrix;
    for (const route of routes) {
      const right = inputWith({ route, path: 'none', kind: 'team' }, own.ids, '');
      const headers = own.headers[callerOf(route)];
      for (const place of placesFor(route)) {
        for (const text of corpus) {
          const given = { params: right.params, query: {}, ...(route.body ? { body: right.body } : {}) };
          const input = putAt(given, place.split('.'), text) as typeof given;
          const started = performance.now();
          const { status } = await call(app.url, route, { input, headers });
          const what = `${route.id} ${place} ${text}`;
          expect(status, what).toBeLessThan(500);
          expect(performance.now() - started, what).toBeLessThan(20_000);
          if (status === 429) break;
        }
      }
    }
    const holding = recorder.statements.filter(({ values }) =>
      values.some((value) => value?.includes(marker)),
    );
    expect(new Set(holding.map(({ text }) => text)).size).toBeGreaterThan(10);
    expect(recorder.statements.filter(({ text }) => text.includes(marker))).toEqual([]);
  }, 240_000);
});

describe('over a bus of several processes', () => {
  let recorder: Recorder;
  let town: Town;
  beforeAll(async () => {
    const base = await startBase();
    recorder = base.recorder;
    town = base.town;
  });
  afterAll(async () => {
    await town?.stop();
    await recorder?.database.drop();
    await recorder?.stop();
  });

  async function startBase(): Promise<{ recorder: Recorder; town: Town }> {
    const { testDatabase } = await import('./kernel/testing/database.ts');
    const made = await recordStatements(await testDatabase());
    const { appUrl, ownerUrl, systemUrl } = made.database;
    const env = { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl, DATABASE_SYSTEM_URL: systemUrl };
    return { recorder: made, town: await openTown({ database: made.database, env }) };
  }

  /** Statements that came while their connection was in a transaction. */
  const inside = (statements: readonly Statement[]): Statement[] => {
    const open = new Set<number>();
    return statements.filter(({ connection, text }) => {
      if (/^BEGIN/i.test(text)) open.add(connection);
      if (/^(COMMIT|ROLLBACK)/i.test(text)) open.delete(connection);
      return open.has(connection);
    });
  };
  const wakes = /\bNOTIFY\b|pg_notify|graphile_worker|add_job/i;

  it('lesson D28: nothing is notified inside a transaction, and a burst of messages wakes once, not each time', async () => {
    const shop = await town.shop('Alfa');
    const inbox = await openInbox(shop, { secret: '' });
    const push = await program(town.url, shop);
    const from = recorder.statements.length;
    const items = Array.from({ length: 100 }, (_, n) => said(`b${n}`, { from: { id: `u${n % 7}` } }));
    expect((await push('POST', `/api/channel/${inbox.id}/messages`, { items })).status).toBe(200);
    await settled(shop);
    const { items: talks } = await shop.owner.ok('GET', '/api/conversations?view=all');
    for (let n = 0; n < 5; n += 1)
      await shop.owner.ok('POST', `/api/conversations/${talks[0].id}/messages`, {
        clientId: randomUUID(),
        content: { kind: 'text', text: `Olá ${n}` },
      });
    const seen = recorder.statements.slice(from);
    const stored = seen.filter(({ text }) => /INSERT INTO messages\b/i.test(text));
    expect(stored.length).toBeGreaterThan(0);
    expect(inside(seen).filter(({ text }) => /INSERT INTO messages\b/i.test(text))).toHaveLength(
      stored.length,
    );
    expect(inside(seen).filter(({ text }) => wakes.test(text))).toEqual([]);
    const notified = seen.filter(({ text }) => wakes.test(text));
    expect(notified.length).toBeGreaterThan(0);
    expect(notified.length).toBeLessThan(100);
  }, 60_000);

  it('lesson D31: agents at rest ask nothing of the database, however many', async () => {
    const shop = await town.shop('Beta');
    /** Statements for each round of the poll that goes on without wake-ups. */
    const poll = ({ text }: Statement): boolean => /select distinct "org_id" from "receipts"/i.test(text);
    const atRest = async (until: (seen: Statement[]) => boolean) => {
      const from = recorder.statements.length;
      const since = (): Statement[] => recorder.statements.slice(from);
      await vi.waitFor(() => expect(until(since())).toBe(true), { timeout: 60_000, interval: 100 });
      const seen = since();
      return {
        perRound: seen.length / seen.filter(poll).length,
        texts: new Set(seen.map(({ text }) => text)),
      };
    };
    const rounds = (least: number) => (seen: Statement[]) => seen.filter(poll).length >= least;
    await atRest(rounds(2));
    const without = await atRest(rounds(12));
    const sockets: WebSocket[] = [];
    let pinged = 0;
    const { headers } = shop.owner;
    const cookie = [...shop.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (let n = 0; n < 40; n += 1) {
      const socket = new WebSocket(`${town.url.replace('http', 'ws')}/api/live`, {
        headers: { ...headers, cookie },
      });
      sockets.push(socket);
      let ready = false;
      socket.on('message', (data: Buffer) => {
        ready ||= data.toString().includes('"ready"');
      });
      socket.once('ping', () => {
        pinged += 1;
      });
      await new Promise((resolve) => socket.once('open', resolve));
      socket.send('{"t":"hello","topics":["desk"],"cursor":null}');
      await vi.waitFor(() => expect(ready).toBe(true), { timeout: 10_000, interval: 5 });
    }
    // Beyond a pulse of every socket: whatever an idle one does, it has done then.
    const at = sockets.length;
    const withThem = await atRest((seen) => pinged >= at && rounds(12)(seen));
    for (const socket of sockets) socket.close();
    expect([...withThem.texts].filter((text) => !without.texts.has(text) && !rare.test(text))).toEqual([]);
    expect(withThem.perRound).toBeLessThan(without.perRound * 1.15 + 1);
  }, 120_000);

  /** Of the process and not of its agents, and rarer than a stretch of rest lasts: snoozed talks, deadlines, announcements, seals, signs of life, connections. */
  const rare = /snooz|audit|pg_notify|^SET idle|announcements|public_duties|inbox_resyncs|message_templates/i;
});
