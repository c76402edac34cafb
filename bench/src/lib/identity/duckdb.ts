import { DuckDBInstance } from '@duckdb/node-api';
import { type Blocks, blocksOf } from '../../../../server/src/modules/customers/matching/candidates.ts';
import { textsOf } from '../../../../server/src/modules/customers/matching/columns.ts';
import type { PersonRecord } from '../../../../server/src/modules/customers/matching/index.ts';
import { bind, type Model } from '../../../../server/src/modules/customers/matching/model.ts';
import { scoreAll } from '../../../../server/src/modules/customers/matching/pairs.ts';
import { type Prepared, prepare } from '../../../../server/src/modules/customers/matching/prepare.ts';

/** Both arms get the same prepared values and the same groups of records, and score every pair of each group once. */
export type Arms = { ours: () => Promise<Timed>; duckdb: () => Promise<Timed>; close: () => void };
export type Timed = { seconds: number; pairs: number };

const fields = [
  'given',
  'surname',
  'birth',
  'city',
  'birthPlace',
  'postcode',
  'street',
  'number',
  'phone',
  'email',
  'document',
  'occupation',
];
const texts = ['given', 'surname', 'city', 'birthPlace', 'street', 'email', 'occupation'];

/**
 * What Splink has DuckDB do for such records: pairs of the blocking table, each field's level by equality, Jaro–Winkler
 * (texts) or Damerau–Levenshtein (numbers), a weight for each level, the sum, and only what is worth keeping.
 */
function query(present: readonly string[]): string {
  const weight = (field: string): string => {
    const [a, b] = [`a.${field}`, `b.${field}`];
    const near = texts.includes(field)
      ? `WHEN jaro_winkler_similarity(${a}, ${b}) >= 0.92 THEN 5 WHEN jaro_winkler_similarity(${a}, ${b}) >= 0.84 THEN 2`
      : `WHEN damerau_levenshtein(${a}, ${b}) <= 1 THEN 5 WHEN damerau_levenshtein(${a}, ${b}) <= 2 THEN 2`;
    return `CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN 0 WHEN ${a} = ${b} THEN 8 ${near} ELSE -4 END`;
  };
  return `WITH pairs AS (
      SELECT DISTINCT l.record AS x, r.record AS y FROM members l JOIN members r ON l.block = r.block AND l.record < r.record
    ), scored AS (
      SELECT x, y, ${present.map(weight).join(' + ')} - 14 AS bits
      FROM pairs JOIN people a ON a.record = x JOIN people b ON b.record = y
    ) SELECT count(*) AS pairs, count(*) FILTER (WHERE bits > -12) AS kept FROM scored`;
}

async function fill(
  connection: Awaited<ReturnType<DuckDBInstance['connect']>>,
  prepared: Prepared,
  blocks: Blocks,
): Promise<string[]> {
  const columns = prepared.features.filter((feature) => fields.includes(feature.name));
  const names = columns.map((feature) => feature.name);
  await connection.run(
    `CREATE TABLE people (record INTEGER, ${names.map((name) => `${name} VARCHAR`).join(', ')})`,
  );
  await connection.run('CREATE TABLE members (block INTEGER, record INTEGER)');
  const people = await connection.createAppender('people');
  for (let record = 0; record < prepared.records.length; record += 1) {
    people.appendInteger(record);
    for (const feature of columns) {
      const [text] = textsOf(feature.column, record);
      if (text === undefined) people.appendNull();
      else people.appendVarchar(text);
    }
    people.endRow();
  }
  people.closeSync();
  const members = await connection.createAppender('members');
  for (let block = 0; block + 1 < blocks.starts.length; block += 1)
    for (const record of blocks.members.subarray(blocks.starts[block], blocks.starts[block + 1])) {
      members.appendInteger(block);
      members.appendInteger(record);
      members.endRow();
    }
  members.closeSync();
  return names;
}

/** Sets up both arms over the same records; each uses one thread. */
export async function armsOver(records: readonly PersonRecord[], model: Model): Promise<Arms> {
  const prepared = prepare(records);
  const blocks = blocksOf(prepared);
  const bound = bind(model, prepared);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const statement = query(await fill(connection, prepared, blocks));
  return {
    ours: async () => {
      const from = performance.now();
      const { compared } = scoreAll(bound, blocks);
      return { seconds: (performance.now() - from) / 1000, pairs: compared };
    },
    duckdb: async () => {
      const from = performance.now();
      const rows = (await connection.runAndReadAll(statement)).getRowObjects();
      return { seconds: (performance.now() - from) / 1000, pairs: Number(rows[0]?.pairs ?? 0) };
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
