import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type ColumnMeaning,
  guessColumns,
  type PersonRecord,
  recordOfRow,
} from '../../../../server/src/modules/customers/matching/index.ts';
import { brazil } from './brazil.ts';
import { hard, historical } from './historical.ts';
import { register } from './register.ts';
import { parseCsv, type Table } from './tables.ts';

/** A list made into records, with the truth about them. */
export type TestSet = {
  name: string;
  records: PersonRecord[];
  /** Person by record id. */
  truth: Map<string, string>;
  meanings: readonly ColumnMeaning[];
};

/** What tells the person from the row's id: `rec-12-dup-0` is a duplicate of `rec-12-org`. */
const numbered = /^(rec-\d+)-(?:org|dup-\d+)$/;

/** The true person of each row; null when the table does not tell. */
export function personsOf(table: Table): string[] | null {
  const guessed = guessColumns(table.names, table.rows.slice(0, 500));
  const [cluster, id] = [guessed.indexOf('cluster'), guessed.indexOf('id')];
  const persons = table.rows.flatMap(
    (row) => (cluster >= 0 ? row[cluster] : numbered.exec(row[id] ?? '')?.[1]) ?? [],
  );
  return table.rows.length > 0 && persons.length === table.rows.length ? persons : null;
}

/** Reads a table as the importer would; null when it holds no truth to judge by. `without` are columns not to be used. */
export function setOf(table: Table, without: readonly ColumnMeaning[] = []): TestSet | null {
  const guessed = guessColumns(table.names, table.rows.slice(0, 500));
  const meanings = guessed.map((meaning) => (without.includes(meaning) ? 'ignore' : meaning));
  const persons = personsOf(table);
  if (!persons) return null;
  const truth = new Map<string, string>();
  const records = table.rows.map((row, at) => {
    // Ids of lists may repeat and sort oddly; the place in the list is ours.
    const own = `r${String(at).padStart(7, '0')}`;
    truth.set(own, persons[at] ?? own);
    return recordOfRow(own, row, { names: table.names, meanings });
  });
  const name = without.length > 0 ? `${table.name}, without document` : table.name;
  return { name, records, truth, meanings };
}

/** Every CSV file in DIR/identity, or in DIR itself. */
export function tablesIn(dir: string | null): Table[] {
  if (!dir) return [];
  const folder = existsSync(join(dir, 'identity')) ? join(dir, 'identity') : dir;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .map((name) => {
      const [names = [], ...rows] = parseCsv(readFileSync(join(folder, name), 'utf8'));
      return { name: basename(name, '.csv'), names, rows };
    });
}

/** Generated tables; their seeds are other ones than any used while building. */
export const generated = (quick: boolean): Table[] => [
  brazil(quick ? 3000 : 10_000, 2027),
  register(quick ? 2000 : 5000, 2028),
  historical(5000, 2032, hard),
  historical(quick ? 5000 : 50_000, 2029),
];
