import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { restoreBackup } from '../kernel/backup/restore.ts';
import { takeBackup } from '../kernel/backup/take.ts';
import { systemClock } from '../kernel/clock.ts';
import { diskStore } from '../kernel/files/disk.ts';
import { makeSecrets } from '../kernel/secrets.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing/database.ts';
import { soon } from '../kernel/testing/patience.ts';
import { openTown, type Shop, type Town } from '../modules/customers/testing.ts';
import { password } from '../modules/people/testing.ts';
import { makeBrowser } from '../modules/people/testing-browser.ts';
import { openInbox, program, said, settled, thread } from '../plugins/channels/api/testing.ts';
import { channelPlugins } from '../plugins/registry.ts';
import { startTestApp, type TestApp } from '../testing/app.ts';
import { dataRules } from './rules.ts';

/** The drill: a house at work, its backup, another house made of it. */
const secrets = makeSecrets([Buffer.alloc(32, 7).toString('base64')]);
const perTable = `SELECT coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS sum, count(*)::int AS rows`;

let root: string;
let town: Town;
let shop: Shop;
let push: (name: string) => Promise<unknown>;
const opened: TestDatabase[] = [];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'meada-drill-'));
  town = await openTown();
  shop = await town.shop('Fio');
  const inbox = await openInbox(shop, { secret: '' });
  const call = await program(town.url, shop);
  push = (name) =>
    call('POST', `/api/channel/${inbox.id}/messages`, {
      items: [said(name, { from: { id: `cli-${name.length % 7}`, name: 'Marina Alves' } })],
    });
});
afterAll(async () => {
  await town.stop();
  for (const database of opened) await database.drop();
  rmSync(root, { recursive: true, force: true });
});

async function rows<R extends pg.QueryResultRow>(on: TestDatabase, text: string): Promise<R[]> {
  const client = new pg.Client({ connectionString: on.ownerUrl });
  await client.connect();
  return (await client.query<R>(text).finally(() => client.end())).rows;
}

const backUp = () =>
  takeBackup({
    ownerUrl: town.database.ownerUrl,
    to: join(root, 'backups'),
    kind: 'asked',
    version: '0.1.0',
    rules: dataRules,
    clock: systemClock,
    secrets,
    files: diskStore(join(town.dataDir, 'files')),
  });

async function restored(from: string, dataDir: string): Promise<TestDatabase> {
  const database = await testDatabase();
  opened.push(database);
  const files = diskStore(join(dataDir, 'files'));
  await restoreBackup({ from, ownerUrl: database.ownerUrl, rules: dataRules, files, secrets });
  return database;
}

async function upload(): Promise<string> {
  const form = new FormData();
  form.append('file', new File(['uma nota fiscal'], 'nota.txt', { type: 'text/plain' }));
  const cookie = [...shop.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(`${town.url}/api/files`, {
    method: 'POST',
    headers: { cookie, 'x-meada-csrf': '1' },
    body: form,
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { id: string }).id;
}

/** Tables and what may differ: the log's transaction numbers, what ends or begins with a life of the database. */
const apart: Record<string, string> = {
  events: `(SELECT org_id, id, at, name, conversation_id, customer_id, actor_kind, actor_id, facts FROM events)`,
  installation: `(SELECT * FROM installation WHERE name <> 'epoch')`,
};
const otherLife = new Set([
  'event_cursors',
  'sessions',
  'sign_in_tickets',
  'migrations',
  'subject_keys',
  'sign_in_keys',
]);

async function sums(on: TestDatabase): Promise<Record<string, unknown>> {
  const tables = await rows<{ name: string }>(
    on,
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  const found: Record<string, unknown> = {};
  for (const { name } of tables.filter((table) => !otherLife.has(table.name))) {
    [found[name]] = await rows(on, `${perTable} FROM ${apart[name] ?? name} t`);
  }
  return found;
}

it('a backup under concurrent writes is one moment: nothing in it lacks what it stands on', async () => {
  let going = true;
  let count = 0;
  const writers = Array.from({ length: 4 }, async () => {
    while (going) await push(`w${'x'.repeat(count % 40)}${count++}`);
  });
  await vi.waitFor(() => expect(count).toBeGreaterThan(60), 20_000);
  const { folder, manifest } = await backUp();
  going = false;
  await Promise.all(writers);
  await settled(shop);
  const database = await restored(folder, join(root, 'moment'));
  const written = manifest.tables.find(({ name }) => name === 'receipts')?.rows ?? 0;
  expect(written).toBeGreaterThan(50);
  expect(written).toBeLessThan(count);
  // `seq` has no gap and none too many, each event's conversation is there, and every receipt that was read was read whole.
  expect(
    await rows(
      database,
      `SELECT c.id FROM conversations c LEFT JOIN messages m ON m.org_id = c.org_id AND m.conversation_id = c.id
       GROUP BY c.org_id, c.id, c.last_seq HAVING c.last_seq <> count(m.id) OR c.last_seq <> coalesce(max(m.seq), 0)`,
    ),
  ).toEqual([]);
  expect(
    await rows(
      database,
      `SELECT FROM events e WHERE e.name = 'message.created'
         AND NOT EXISTS (SELECT FROM messages m WHERE m.org_id = e.org_id AND m.id = (e.facts->>'messageId')::uuid)`,
    ),
  ).toEqual([]);
  expect(
    await rows(
      database,
      `SELECT (SELECT count(*) FROM receipts WHERE state = 'done') = (SELECT count(*) FROM external_ids) AS whole`,
    ),
  ).toEqual([{ whole: true }]);
}, 60_000);

it('drill: every row comes back, people sign in, nothing is sent twice, screens fetch anew', async () => {
  await push('with a file');
  await settled(shop);
  const { id: conversationId } = await thread(shop);
  await upload();
  await mergeTwo();
  const waiting = await leaveUnsent(conversationId);
  const socket = await shop.owner.socket();
  socket.send({ t: 'hello', topics: [], cursor: null });
  // Others' work may be told right behind it.
  const ready = () => socket.frames.find(({ t }) => t === 'ready') as { cursor?: string } | undefined;
  await vi.waitFor(() => expect(ready()).toBeDefined(), soon);
  const cursor = ready()?.cursor;
  await vi.waitFor(atRest, 20_000);

  const { folder, manifest } = await backUp();
  expect(manifest.files).toMatchObject({ count: 1, missing: 0 });
  const before = await sums(town.database);
  const dataDir = join(root, 'drill');
  const database = await restored(folder, dataDir);
  const after = await sums(database);
  // The message that waited is the one thing a restore changes.
  expect(after.dispatches).not.toEqual(before.dispatches);
  expect({ ...after, dispatches: null }).toEqual({ ...before, dispatches: null });

  const app = await startTestApp({ database, env: { DATA_DIR: dataDir } });
  try {
    await lives(app, { cursor, messageId: waiting });
  } finally {
    await app.stop();
  }
}, 60_000);

/** What a restored house must do. */
async function lives(app: TestApp, seen: { cursor: string | undefined; messageId: string }): Promise<void> {
  const browser = makeBrowser(app.url);
  browser.cookies.set('meada', shop.owner.cookies.get('meada') ?? '');
  expect((await browser.call('GET', '/api/session')).status).toBe(401);
  browser.cookies.clear();
  await browser.ok('POST', '/api/session', { email: 'owner@fio.example', password });
  const socket = await browser.socket();
  socket.send({ t: 'hello', topics: [], cursor: seen.cursor });
  await vi.waitFor(
    () => expect(socket.frames.slice(0, 2).map(({ t }) => t)).toEqual(['reset', 'ready']),
    soon,
  );
  const { items } = await browser.ok('GET', '/api/conversations?view=all');
  expect(items.length).toBeGreaterThan(0);
  const [dispatch] = await rows(
    app.database,
    `SELECT state, attempts, error_code FROM dispatches WHERE message_id = '${seen.messageId}'`,
  );
  expect(dispatch).toEqual({ state: 'unknown', attempts: 0, error_code: 'restored' });
  const events = await rows(app.database, `SELECT tx::text FROM events WHERE tx = '0' LIMIT 1`);
  expect(events).toHaveLength(1);
  socket.close();
}

async function mergeTwo(): Promise<void> {
  const { items } = await shop.owner.ok('GET', '/api/customers');
  const [into, from] = items as { id: string }[];
  await shop.owner.ok('POST', `/api/customers/${into?.id}/merges`, {
    otherId: from?.id,
    reason: 'the same person',
  });
}

/** A message that waits to be sent over a channel that does not drop doubles, with the sending off. */
async function leaveUnsent(conversationId: string): Promise<string> {
  const channel = channelPlugins.find((plugin) => !plugin.repeatable)?.manifest.id;
  const [row] = await rows<{ message_id: string }>(
    town.database,
    `WITH i AS (
       INSERT INTO inboxes (org_id, id, channel, name, brand_id, route_key)
       SELECT org_id, gen_random_uuid(), '${channel}', 'x', id, 'x' FROM brands RETURNING org_id, id
     )
     INSERT INTO dispatches (org_id, id, message_id, conversation_id, inbox_id, leg_id, state, next_at)
     SELECT m.org_id, gen_random_uuid(), m.id, m.conversation_id, i.id, m.leg_id, 'queued', now() + interval '1 hour'
     FROM messages m JOIN i ON i.org_id = m.org_id
     WHERE m.conversation_id = '${conversationId}' AND m.leg_id IS NOT NULL LIMIT 1 RETURNING message_id`,
  );
  return row?.message_id ?? '';
}

async function atRest(): Promise<void> {
  const [row] = await rows<{ open: number; behind: number; waiting: number }>(
    town.database,
    `SELECT
       (SELECT count(*)::int FROM messages m WHERE m.content->>'kind' <> 'system'
         AND NOT EXISTS (SELECT FROM message_search s WHERE s.message_id = m.id)) AS open,
       (SELECT count(*)::int FROM event_cursors c
         WHERE (c.tx, c.id) < (SELECT e.tx, e.id FROM events e ORDER BY e.tx DESC, e.id DESC LIMIT 1)) AS behind,
       (SELECT count(*)::int FROM match_states WHERE waits) AS waiting`,
  );
  if (!row || row.open + row.behind + row.waiting > 0) throw new Error(`at work: ${JSON.stringify(row)}`);
}
