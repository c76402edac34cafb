import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { type AnnotatedColumn, personalOf, readAnnotation, readColumns } from './columns.ts';
import { readSchema } from './schema.ts';
import { tableQuery } from './subject-query.ts';

let database: TestDatabase;
let client: pg.Client;
let columns: AnnotatedColumn[];
beforeAll(async () => {
  database = await testDatabase();
  client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  columns = await readColumns(client);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

it('every column of every table says what it holds (COMMENT ON COLUMN, docs/decisions/0011-keys-of-subjects.md)', () => {
  const silent = columns.filter(({ annotation }) => annotation === null);
  expect(silent.map(({ table, column }) => `${table}.${column}`)).toEqual([]);
});

it('every path leads to a subject: the query of every table runs and loses no row', async () => {
  for (const table of await readSchema(client)) {
    const { text } = tableQuery(table, personalOf(columns, table.name));
    const explained = await client.query(`EXPLAIN (FORMAT JSON) ${text}`);
    expect(explained.rows, table.name).toHaveLength(1);
    // Each step arrives at one row at most: by a key of that table.
    for (const { path } of personalOf(columns, table.name)) {
      for (const step of path?.steps ?? []) {
        const names = ['org_id', ...(step.keys.length === 1 ? ['id'] : step.keys)];
        const unique = await client.query(
          `SELECT FROM pg_index i WHERE i.indrelid = $1::regclass AND i.indisunique AND i.indpred IS NULL AND NOT EXISTS (
             SELECT FROM unnest(i.indkey::int2[]) k JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k
             WHERE a.attname <> ALL ($2))`,
          [step.table, names],
        );
        expect(unique.rowCount, `${table.name} by ${step.table}`).toBeGreaterThan(0);
      }
    }
  }
});

it('reads the words of a comment and nothing else', () => {
  expect(readAnnotation('none')).toEqual({});
  expect(readAnnotation('search')).toEqual({ search: true });
  expect(readAnnotation('personal by organisation')).toEqual({ personal: { path: null, empty: null } });
  expect(readAnnotation('personal by a+b > t.c_id > u.d_id empty {"a": "; b"}')).toBeNull();
  expect(readAnnotation('personal by a+b > t.c_id > u.d_id empty unique')).toEqual({
    personal: {
      path: {
        steps: [
          { keys: ['a', 'b'], table: 't', column: 'c_id' },
          { keys: ['c_id'], table: 'u', column: 'd_id' },
        ],
        column: 'd_id',
      },
      empty: 'unique',
    },
  });
  expect(readAnnotation('personal by id; secret factor {id}')).toEqual({
    personal: { path: { steps: [], column: 'id' }, empty: null },
    secret: 'factor {id}',
  });
  for (const wrong of [
    null,
    '',
    'None',
    'personal',
    'personal by',
    'personal by a > b',
    'personal by a;',
    'x',
  ]) {
    expect(readAnnotation(wrong), String(wrong)).toBeNull();
  }
});

it('a forgotten column that can hold text is sealed all the same', () => {
  const column = { table: 't', type: 'text', nullable: true };
  const path = { steps: [], column: 'id' };
  const all: AnnotatedColumn[] = [
    { ...column, column: 'name', annotation: { personal: { path, empty: null } } },
    { ...column, column: 'forgotten', annotation: null },
    { ...column, column: 'count', type: 'integer', annotation: null },
    { ...column, column: 'kind', annotation: {} },
  ];
  expect(personalOf(all, 't').map((item) => [item.column, item.path])).toEqual([
    ['name', path],
    ['forgotten', path],
  ]);
});
