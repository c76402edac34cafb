import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { describeYoungTables } from './young-tables.ts';

/** A firm's first days: few rows of each kind, nothing analysed yet. */
let place: TestDatabase;
let root: pg.Client;
const [orgId, messageId] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  place = await testDatabase();
  const url = new URL(inject('superuserUrl'));
  url.pathname = `/${place.name}`;
  root = new pg.Client({ connectionString: url.href });
  await root.connect();
});
afterAll(async () => {
  await root?.end();
  await place?.drop();
});

/** Who is meant by a message: four tables in a row, each found by its key. */
const joined = `EXPLAIN SELECT g.id FROM messages s
  JOIN conversations c ON c.org_id = s.org_id AND c.id = s.conversation_id
  JOIN customers o ON o.org_id = c.org_id AND o.id = c.customer_id
  JOIN customers g ON g.org_id = o.org_id AND g.canonical_id = o.canonical_id
  JOIN abandonments a ON a.org_id = g.org_id AND a.customer_id = g.id
  WHERE s.org_id = '${orgId}' AND s.id = '${messageId}'`;

/** The conditions by which tables are looked into that name nothing but the organisation. */
async function byOrganisationAlone(): Promise<string[]> {
  const { rows } = await root.query<{ 'QUERY PLAN': string }>(joined);
  return rows
    .map((row) => row['QUERY PLAN'].trim())
    .filter((line) => line.startsWith('Index Cond') && !line.includes(' AND '));
}

it('tables that were never analysed are looked into by their keys, not by their organisation', async () => {
  expect(await byOrganisationAlone()).toEqual([]);
});

it('what was analysed is left as it was found', async () => {
  await root.query('INSERT INTO organisations (id, slug, name) VALUES ($1, $2, $2)', [orgId, 'jovem']);
  await root.query(
    "INSERT INTO labels (org_id, id, name, colour) SELECT $1, gen_random_uuid(), n::text, 'blue' FROM generate_series(1, 30) n",
    [orgId],
  );
  await root.query('ANALYZE labels');
  const known = async () =>
    (await root.query("SELECT * FROM pg_stats WHERE tablename = 'labels' ORDER BY attname")).rows;
  const before = await known();
  expect(before.length).toBeGreaterThan(0);
  await describeYoungTables(root);
  expect(await known()).toEqual(before);
});
