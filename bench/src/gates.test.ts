import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { systemActor } from '../../server/src/kernel/actor.ts';
import { type Ctx, inTransaction } from '../../server/src/kernel/ctx.ts';
import type {} from '../../server/src/kernel/testing/global-setup.ts';
import { soon } from '../../server/src/kernel/testing/patience.ts';
import { ingestOrganisation } from '../../server/src/modules/conversations/ingest/worker.ts';
import { readList } from '../../server/src/modules/conversations/views/list.ts';
import { openTown, type Shop, type Town } from '../../server/src/modules/customers/testing.ts';
import { fill } from './lib/fill.ts';
import { push } from './lib/push.ts';
import { secret } from './lib/shop.ts';

/** What the benchmarks' numbers stand on and no clock decides: statements and rows. */
let town: Town;
let shop: Shop;
let inbox: { id: string; webhookUrl: string };
let hook: string;
const counted = vi.spyOn(pg.Client.prototype, 'query');

beforeAll(async () => {
  town = await openTown({ env: { ROLES: 'web,live' } });
  shop = await town.shop('Gates');
  inbox = await shop.owner.ok('POST', '/api/inboxes', { channel: 'api', name: 'Loja', settings: { secret } });
  hook = town.url + new URL(inbox.webhookUrl).pathname;
});
afterAll(async () => {
  counted.mockRestore();
  await town.stop();
});

const messages = (run: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `${run}-${n}`, sender: `${run}-user-${n}`, text: 'Oi' }));

/** Statements so far; reading the log goes on beside, as long as anybody's transaction holds it back. */
const reading = /FROM events|^(BEGIN|COMMIT)/;
const ours = (): number =>
  counted.mock.calls.filter(([asked]) => {
    const { text = '' } = (typeof asked === 'object' ? asked : { text: asked }) as { text?: string };
    return !reading.test(String(text).trim());
  }).length;

async function statementsFor(run: string, count: number): Promise<number> {
  await push(hook, messages(run, count));
  counted.mockClear();
  await ingestOrganisation(town.kernel, shop.orgId);
  const used = ours();
  const { rows } = await shop.run((ctx) =>
    ctx.client.query(`SELECT count(*) AS n FROM messages m JOIN external_ids x ON x.message_id = m.id
      WHERE x.external_id LIKE '${run}-%'`),
  );
  expect(rows[0]?.n).toBe(count);
  return used;
}

it('a batch costs the same statements whatever its size', async () => {
  await statementsFor('warm', 2);
  const [one, ten, hundred] = [
    await statementsFor('one', 1),
    await statementsFor('ten', 10),
    await statementsFor('hundred', 100),
  ];
  expect(one).toBeGreaterThan(5);
  expect(ten).toBe(one);
  expect(hundred).toBe(one);
  expect(hundred).toBeLessThanOrEqual(50);
});

it('a webhook under load costs nothing but its own transaction', async () => {
  await push(hook, messages('first', 1));
  counted.mockClear();
  await push(hook, messages('second', 1));
  // The ledger's one statement, a transaction by itself: inbox and route are still known.
  expect(ours()).toBe(1);
});

/** The least of some: what the live feed asks meanwhile, of what has just happened, is not the answer's own. */
async function statementsOf(path: string): Promise<number> {
  await shop.owner.ok('GET', path);
  const used: number[] = [];
  for (let time = 0; time < 5; time += 1) {
    counted.mockClear();
    await shop.owner.ok('GET', path);
    used.push(ours());
  }
  return Math.min(...used);
}

it('opening a conversation costs the same few statements however long it is', async () => {
  const talk = async (count: number) => {
    const spoken = messages(`talk${count}`, count).map((one) => ({ ...one, sender: `talker-${count}` }));
    await push(hook, spoken);
    await ingestOrganisation(town.kernel, shop.orgId);
    const [item] = (await shop.owner.ok('GET', '/api/conversations?view=all&limit=1')).items;
    expect(item.lastSeq).toBe(count);
    return `/api/conversations/${item.id}`;
  };
  const [short, long] = [await talk(1), await talk(60)];
  const used = [await statementsOf(short), await statementsOf(`${short}/messages?limit=40`)];
  expect([await statementsOf(long), await statementsOf(`${long}/messages?limit=40`)]).toEqual(used);
  // Each: the fence and what it reads.
  expect(used[0]).toBeLessThanOrEqual(7);
  expect(used[1]).toBeLessThanOrEqual(3);
});

it('open sockets at rest ask the database nothing', async () => {
  const sockets = await Promise.all(Array.from({ length: 5 }, () => shop.owner.socket()));
  for (const socket of sockets) socket.send({ t: 'hello', topics: [], cursor: null });
  await vi.waitFor(() => {
    for (const socket of sockets) expect(socket.frames.some((frame) => frame.t === 'ready')).toBe(true);
  }, soon);
  counted.mockClear();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(ours()).toBe(0);
  for (const socket of sockets) socket.close();
});

const conversations = 5000;
const limit = 50;

it('a page of the list reads rows of the page, not of the table', async () => {
  const superuser = new pg.Client({ connectionString: superuserOf(town.database.name) });
  await superuser.connect();
  await fill(
    { superuser },
    { orgId: shop.orgId, inboxId: inbox.id },
    { conversations, messages: conversations },
  );
  await superuser.end();
  const read = await inTransaction(town.kernel, systemActor(shop.orgId), async (ctx) => {
    // What the connection did before may still be in its counters.
    const before = await rowsRead(ctx);
    const page = await readList(ctx, { view: 'all', limit } as Parameters<typeof readList>[1]);
    expect(page.items).toHaveLength(limit);
    return (await rowsRead(ctx)) - before;
  });
  expect(read).toBeGreaterThan(limit);
  expect(read).toBeLessThanOrEqual(limit * 10);
});

async function rowsRead({ client }: Ctx): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) AS n FROM pg_stat_xact_user_tables',
  );
  return Number(rows[0]?.n);
}

function superuserOf(database: string): string {
  const url = new URL(inject('superuserUrl'));
  url.pathname = `/${database}`;
  return url.href;
}
