import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '@meada/contract/channels';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Kernel } from '../../../kernel/ctx.ts';
import type { Tx } from '../../../kernel/db/connection.ts';
import { readLog } from '../../../kernel/events/log.ts';
import { receive } from '../../inboxes/index.ts';
import { addInbox, type Desk, eventsAfter, lastPlace, openDesk } from '../factories.ts';
import { ingestRound } from './worker.ts';

/** What one message costs the database, in rows and blocks, while tables grow and others read for hours. */

let desk: Desk;
let inboxId: string;
let counting: { kernel: Kernel; cost: Cost };
type Cost = { rows: number; blocks: number };

beforeAll(async () => {
  desk = await openDesk();
  inboxId = await addInbox(desk, 'chat');
  counting = counted(desk.kernel);
});
afterAll(() => desk?.close());

/** Rows and blocks that the connection has read of late, tables and indexes together, as PostgreSQL counts them. */
async function readSoFar(db: Tx): Promise<Cost> {
  const result = await sql<Cost>`
    SELECT sum(pg_stat_get_xact_tuples_returned(c.oid))::int AS rows,
           sum(pg_stat_get_xact_blocks_fetched(c.oid))::int AS blocks
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'i')`.execute(db);
  return result.rows[0] ?? { rows: 0, blocks: 0 };
}

/** The same house; everything its transactions read is added up. */
function counted(kernel: Kernel): { kernel: Kernel; cost: Cost } {
  const cost: Cost = { rows: 0, blocks: 0 };
  const adding =
    <T>(work: (tx: Tx, client: pg.ClientBase) => Promise<T>) =>
    async (tx: Tx, client: pg.ClientBase): Promise<T> => {
      // What earlier transactions of the connection read may stand in it still.
      const before = await readSoFar(tx);
      const result = await work(tx, client);
      const after = await readSoFar(tx);
      cost.rows += after.rows - before.rows;
      cost.blocks += after.blocks - before.blocks;
      return result;
    };
  const { database } = kernel;
  return {
    cost,
    kernel: {
      ...kernel,
      database: {
        ...database,
        inOrg: (orgId, work) => database.inOrg(orgId, adding(work)),
        asSystem: (work) => database.asSystem(adding(work)),
        asListener: (work) => database.asListener(adding(work)),
      },
    },
  };
}

const message = (from: string): InboundMessage => ({
  kind: 'message',
  externalId: randomUUID(),
  at: desk.kernel.clock.now().toISOString(),
  from: { kind: 'line', value: from },
  proof: 'platform',
  content: { v: 1, kind: 'text', text: 'oi' },
});

async function arrive(kernel: Kernel, senders: readonly string[]): Promise<void> {
  const arrivals = senders.map((from) => {
    const item = message(from);
    const body = new TextEncoder().encode(JSON.stringify([item]));
    return { externalId: item.externalId, body, headers: {}, facts: {} };
  });
  await receive(kernel, { orgId: desk.orgId, inboxId }, arrivals);
  while ((await ingestRound(kernel)) === 0);
}

/** What a batch of messages reads per message: half of them of strangers, half of people with an open conversation. */
async function costOf(known: readonly string[]): Promise<Cost> {
  const { kernel, cost } = counting;
  Object.assign(cost, { rows: 0, blocks: 0 });
  const strangers = known.map(() => desk.kernel.ids.digits(13));
  await arrive(kernel, [...known, ...strangers]);
  const count = known.length * 2;
  return { rows: cost.rows / count, blocks: cost.blocks / count };
}

async function asOwner(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: desk.database.ownerUrl });
  await client.connect();
  await work(client).finally(() => client.end());
}

/** Customers with one closed conversation of one message each, and all that belongs to them. */
async function fill(first: number, last: number): Promise<void> {
  const id = (what: string) => sql.raw(`md5('${what}' || n)::uuid`);
  for (let from = first; from <= last; from += 5000) {
    const to = Math.min(last, from + 4999);
    const of = sql`generate_series(${from}::int, ${to}::int) AS n`;
    await desk.as(null, async ({ db, orgId }) => {
      const steps = [
        sql`INSERT INTO customers (org_id, id, canonical_id, name) SELECT ${orgId}, ${id('c')}, ${id('c')}, 'N' || n FROM ${of}`,
        sql`INSERT INTO identities (org_id, id, customer_id, kind, value, canonical, match_key, proof, verified_at, source)
          SELECT ${orgId}, ${id('i')}, ${id('c')}, 'line', '99' || n, '99' || n, 'line:99' || n, 'platform', now(), 'inbound' FROM ${of}`,
        sql`INSERT INTO conversations (org_id, id, protocol, customer_id, brand_id, channel, inbox_id, status, last_seq, active_at,
            preview, preview_kind, preview_author)
          SELECT ${orgId}, ${id('t')}, 'y' || n, ${id('c')}, ${desk.brandId}, 'chat', ${inboxId}, 'resolved', 1,
            '2026-01-01'::timestamptz, 'x', 'text', 'customer' FROM ${of}`,
        sql`INSERT INTO participants (org_id, id, conversation_id, identity_id, role)
          SELECT ${orgId}, ${id('p')}, ${id('t')}, ${id('i')}, 'requester' FROM ${of}`,
        sql`INSERT INTO legs (org_id, id, conversation_id, identity_id, inbox_id, join_reason, last_inbound_at)
          SELECT ${orgId}, ${id('l')}, ${id('t')}, ${id('i')}, ${inboxId}, 'new_conversation', '2026-01-01' FROM ${of}`,
        sql`INSERT INTO messages (org_id, conversation_id, id, seq, at, author_kind, author_id, inbox_id, leg_id, content)
          SELECT ${orgId}, ${id('t')}, ${id('m')}, 1, '2026-01-01', 'customer', ${id('i')}, ${inboxId}, ${id('l')},
            '{"v":1,"kind":"text","text":"oi"}' FROM ${of}`,
        sql`INSERT INTO external_ids (org_id, inbox_id, external_id, message_id)
          SELECT ${orgId}, ${inboxId}, 'e' || n, ${id('m')} FROM ${of}`,
        sql`INSERT INTO receipts (org_id, id, inbox_id, external_hash, external_id, body, headers, state)
          SELECT ${orgId}, ${id('r')}, ${inboxId}, sha256(('r' || n)::bytea), 'e' || n, 'x', '{}', 'done' FROM ${of}`,
      ];
      for (const step of steps) await step.execute(db);
    });
  }
  await asOwner((client) => client.query('VACUUM ANALYZE'));
}

it('lesson D30: with forty times the data a message reads no more of it', async () => {
  const known = Array.from({ length: 20 }, () => desk.kernel.ids.digits(13));
  await fill(1, 500);
  await arrive(desk.kernel, known);
  await costOf(known);
  const before = await costOf(known);
  await fill(501, 20_000);
  await costOf(known);
  const after = await costOf(known);
  // Small tables may be read whole; large ones only along an index, whose depth grows by the logarithm.
  expect(after.rows).toBeLessThanOrEqual(100);
  expect(after.blocks).toBeLessThanOrEqual(before.blocks * 1.6);
}, 120_000);

/** Snapshots that stay: what a backup and long reports hold. */
async function longReaders(): Promise<pg.Client[]> {
  const { appUrl, systemUrl, ownerUrl } = desk.database;
  const readers = [appUrl, systemUrl, ownerUrl, ownerUrl].map(
    (connectionString) => new pg.Client({ connectionString }),
  );
  for (const reader of readers) {
    reader.on('error', () => {});
    await reader.connect();
    await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await reader.query('SELECT count(*) FROM pg_class');
  }
  return readers;
}

/** What a look for something new reads when there is nothing. */
async function lookCost(): Promise<Cost> {
  const { kernel, cost } = counting;
  Object.assign(cost, { rows: 0, blocks: 0 });
  await ingestRound(kernel);
  return { ...cost };
}

it('lesson D25: four readers that stay hold up neither messages nor the log, and make no look dearer', async () => {
  const strangers = (): string[] => Array.from({ length: 20 }, () => desk.kernel.ids.digits(13));
  const round = async (): Promise<void> => {
    await arrive(counting.kernel, strangers());
    desk.clock.advance(1000);
  };
  for (let n = 0; n < 12; n += 1) await round();
  await asOwner((client) => client.query('VACUUM ANALYZE'));
  const before = await lookCost();
  const readers = await longReaders();
  try {
    const start = await lastPlace(desk);
    // No multiple of the time after which a reader looks from the beginning.
    for (let n = 0; n < 52; n += 1) await round();
    const after = await lookCost();
    const events = await eventsAfter(desk, start);
    expect(events.filter((event) => event.name === 'message.created')).toHaveLength(52 * 20);
    await expect
      .poll(async () => (await readLog(desk.kernel, start, 10)).unsettled, { timeout: 20_000 })
      .toBe(false);
    expect(after.blocks).toBeLessThan(before.blocks + 150);
  } finally {
    await Promise.all(readers.map((reader) => reader.end()));
  }
}, 120_000);
