import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PersonActor } from '../../../kernel/actor.ts';
import {
  addCustomer,
  addInbox,
  addPerson,
  addTalk,
  addTeam,
  type Desk,
  eventsAfter,
  openDesk,
} from '../factories.ts';
import { indexMessages } from '../searching/index-messages.ts';
import { readCounts, readList } from './list.ts';

let desk: Desk;
let ana: PersonActor;
let inboxId: string;

beforeAll(async () => {
  desk = await openDesk();
  ana = await addPerson(desk);
  inboxId = await addInbox(desk, 'chat');
});
afterAll(() => desk.close());

const list = (query: Partial<Parameters<typeof readList>[1]>, actor = ana) =>
  desk.as(actor, (ctx) => readList(ctx, { view: 'all', limit: 50, ...query }));

test('pages do not skip or repeat while conversations come in and move', async () => {
  const before: string[] = [];
  for (let index = 0; index < 25; index += 1) {
    if (index % 3 === 0) desk.clock.advance(1000);
    before.push((await addTalk(desk, inboxId)).id);
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ limit: 4, cursor });
    seen.push(...page.items.map((item) => item.id));
    cursor = page.next ?? undefined;
    desk.clock.advance(1000);
    before.push((await addTalk(desk, inboxId)).id);
  } while (cursor);
  expect(new Set(seen).size).toBe(seen.length);
  for (const id of before.slice(0, 25)) expect(seen).toContain(id);
  await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject({
    code: 'malformed',
    field: 'query.cursor',
  });
});

test('waiting shows the longest waiting first, page by page', async () => {
  const first = await list({ view: 'waiting', limit: 3 });
  const second = await list({ view: 'waiting', limit: 3, cursor: first.next ?? '' });
  const times = [...first.items, ...second.items].map((item) => item.waitingSince ?? '');
  expect(times).toEqual(times.toSorted());
  expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(6);
});

test('search finds by name, address, number, words with and without accents, and only what is seen', async () => {
  const caller = await addCustomer(desk, { name: 'Conceição Araújo', value: '41977776666' });
  const talk = await addTalk(desk, inboxId, { caller, text: 'A manutenção das entregas atrasou' });
  await indexMessages(desk.kernel, await eventsAfter(desk, { tx: '0', id: 0 }));
  for (const query of [
    'conceicao',
    'Araújo',
    '97777',
    '+41 97777-6666',
    'manutencao',
    'entrega',
    'atrasou -pedido',
  ]) {
    const found = await list({ query });
    expect({ query, ids: found.items.map((item) => item.id) }).toEqual({ query, ids: [talk.id] });
  }
  for (const query of ['%', '_', "' OR 1=1 --", 'atrasou -entregas', '"', ':*', '\\'])
    expect((await list({ query })).items).toEqual([]);
  const narrow = { ...ana, visibility: 'assigned' as const };
  expect((await list({ query: 'manutencao' }, narrow)).items).toEqual([]);
});

test('counts go by what is seen and stop at 1000', async () => {
  const teamId = await addTeam(desk, 'Sul');
  await addTalk(desk, inboxId, { teamId });
  const counts = await desk.as(ana, (ctx) => readCounts(ctx));
  expect(counts.mine).toBe(0);
  expect(counts.unassigned).toBe(counts.all);
  const narrow = await desk.as({ ...ana, visibility: 'team', teamIds: [teamId] }, (ctx) => readCounts(ctx));
  expect(narrow.all).toBe(counts.all);
  const other = await desk.as({ ...ana, visibility: 'team', teamIds: [] }, (ctx) => readCounts(ctx));
  expect(other.all).toBe(counts.all - 1);
});

/** Rows read by everything done in `work`, as PostgreSQL counts them for this transaction. */
async function rowsRead(actor: PersonActor, work: Parameters<Desk['as']>[1]): Promise<number> {
  return desk.as(actor, async (ctx) => {
    const count = async (): Promise<number> => {
      const result = await sql<{ n: number }>`
        SELECT coalesce(sum(pg_stat_get_xact_tuples_returned(c.oid) + coalesce((
          SELECT sum(pg_stat_get_xact_tuples_fetched(i.indexrelid)) FROM pg_index i WHERE i.indrelid = c.oid), 0)), 0)::int AS n
        FROM pg_class c WHERE c.relname = 'conversations'`.execute(ctx.db);
      return result.rows[0]?.n ?? 0;
    };
    const start = await count();
    await work(ctx);
    return (await count()) - start;
  });
}

/** What autovacuum does in a running house. */
async function analyze(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query('ANALYZE conversations').finally(() => client.end());
}

test('D29: with 100,000 conversations a page reads a bounded number of rows, whoever asks', async () => {
  const teams = [await addTeam(desk, 'A'), await addTeam(desk, 'B')];
  const { customerId } = await addCustomer(desk, { name: 'Muitos' });
  const busy = await addPerson(desk, { name: 'Outro' });
  // In short transactions: a long one holds the log back for everybody on the same server.
  for (let from = 1; from < 100_000; from += 5000)
    await desk.as(null, (ctx) =>
      sql`INSERT INTO conversations (org_id, id, protocol, customer_id, brand_id, channel, inbox_id, status, assignee_id,
          team_id, active_at, preview, preview_kind, preview_author)
        SELECT ${ctx.orgId}, gen_random_uuid(), 'x' || n, ${customerId}, ${desk.brandId}, 'chat', ${inboxId},
          CASE WHEN n % 50 = 0 THEN 'open' ELSE 'resolved' END,
          CASE WHEN n % 1000 = 0 THEN ${ana.id}::uuid ELSE ${busy.id}::uuid END,
          CASE WHEN n % 2 = 0 THEN ${teams[0]}::uuid ELSE ${teams[1]}::uuid END,
          '2026-01-01'::timestamptz + n * interval '1 second', 'x', 'text', 'customer'
        FROM generate_series(${from}::int, ${from + 4999}::int) AS n`.execute(ctx.db),
    );
  await analyze(desk.database.ownerUrl);
  const actors = [
    ana,
    { ...ana, visibility: 'assigned' as const },
    { ...ana, visibility: 'team' as const, teamIds: [teams[0] ?? ''] },
  ];
  for (const actor of actors) {
    for (const query of [
      {},
      { status: 'open' as const },
      { view: 'mine' as const },
      { view: 'unassigned' as const },
      { view: 'waiting' as const },
      { inboxId },
      { assigneeId: ana.id },
    ]) {
      const read = await rowsRead(actor, (ctx) => readList(ctx, { view: 'all', limit: 50, ...query }));
      expect({ visibility: actor.visibility, query, read: read <= 3000 ? 'bounded' : read }).toEqual({
        visibility: actor.visibility,
        query,
        read: 'bounded',
      });
    }
  }
  const counted = await desk.as(ana, (ctx) => readCounts(ctx));
  expect(counted.all).toBe(1000);
});
