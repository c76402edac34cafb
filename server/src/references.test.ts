import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { testDatabase } from './kernel/testing/database.ts';

/**
 * Rows of these are deleted while people work (a list or a merge that is taken back, retention): for each of them PostgreSQL
 * asks every table that may still name it. A table without an index for that question is read as a whole, row after row.
 */
const deleted = ['customers', 'identities', 'messages'];

/**
 * Indexes for some rows only that stand for the whole question: what is left out is few, or nothing. Erasures and holds are
 * counted by hand.
 */
const enough = ['erasures.customer_id', 'legal_holds.customer_id'];

it('whatever names something that is deleted has an index for it', async () => {
  const place = await testDatabase();
  const url = new URL(inject('superuserUrl'));
  url.pathname = `/${place.name}`;
  const root = new pg.Client({ connectionString: url.href });
  await root.connect();
  const { rows } = await root.query<{ place: string }>(
    `WITH named AS (
       SELECT k.conrelid, k.conkey, (SELECT a.attname FROM pg_attribute a
         WHERE a.attrelid = k.conrelid AND a.attnum = k.conkey[cardinality(k.conkey)]) AS name
       FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = ANY($1::text[]::regclass[]))
     SELECT n.conrelid::regclass || '.' || n.name AS place FROM named n
     WHERE NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = n.conrelid
       AND (i.indkey::int2[])[0:cardinality(n.conkey) - 1] @> n.conkey
       AND (i.indpred IS NULL OR pg_get_expr(i.indpred, i.indrelid) = '(' || n.name || ' IS NOT NULL)'))
     ORDER BY 1`,
    [deleted],
  );
  await root.end();
  await place.drop();
  expect(rows.map((row) => row.place).filter((name) => !enough.includes(name))).toEqual([]);
});
