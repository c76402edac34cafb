import type pg from 'pg';
import {
  type AnnotatedColumn,
  type PersonalColumn,
  personalOf,
  readColumns,
  type SubjectPath,
} from '../../../kernel/backup/columns.ts';
import { quoted } from '../../../kernel/backup/schema.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Scope } from './scope.ts';

/**
 * Where data about people lies, read from what the columns say of themselves (docs/decisions/0011-keys-of-subjects.md):
 * a table that is added tomorrow is exported, erased and recorded without a word here.
 */
export type Holding = {
  table: string;
  columns: AnnotatedColumn[];
  personal: PersonalColumn[];
  /** Primary key without the organisation. */
  key: string[];
  /** Which rows are somebody's: SQL over `t`, see `paramsOf`. null: nobody's alone. */
  where: string | null;
  /** Steps to the subject: who is found through another table is treated before it. */
  steps: number;
  /** Columns that name stored files. */
  files: { column: string; nullable: boolean }[];
  /** An index that is thrown away and made anew. */
  index: boolean;
};

/** `$1` organisation, `$2` records, `$3` identities, `$4` messages, `$5` conversations. */
export const paramsOf = (ctx: Pick<Ctx, 'orgId'>, scope: Scope): unknown[] => [
  ctx.orgId,
  scope.members,
  scope.identities,
  scope.messages,
  scope.conversations,
];

/** Says the type of every parameter, so that a statement need not use them all. */
export const typed = `t.org_id = $1::uuid AND $2::uuid[] IS NOT NULL AND $3::uuid[] IS NOT NULL AND $4::uuid[] IS NOT NULL
  AND $5::uuid[] IS NOT NULL`;

/** Pairs of records: what a row says of one it says of the other. */
const others: Readonly<Record<string, string>> = {
  merge_suggestions: 't.other_id = ANY ($2)',
  customer_merges: 't.into_id = ANY ($2)',
};

const keysText = `
  SELECT c.relname AS table, array_agg(a.attname::text ORDER BY k.n) AS key
  FROM pg_constraint p JOIN pg_class c ON c.oid = p.conrelid
  CROSS JOIN LATERAL unnest(p.conkey) WITH ORDINALITY AS k(attnum, n)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
  WHERE p.contype = 'p' AND c.relnamespace = 'public'::regnamespace GROUP BY c.relname`;
const filesText = `
  SELECT c.relname AS table, a.attname AS column, NOT a.attnotnull AS nullable
  FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (f.conkey) AND a.attname <> 'org_id'
  WHERE f.contype = 'f' AND f.confrelid = 'files'::regclass`;

const known = new WeakMap<object, Promise<Holding[]>>();

/** All tables with data about people; read once for a process. */
export function holdings(ctx: Pick<Ctx, 'client' | 'database'>): Promise<Holding[]> {
  const before = known.get(ctx.database);
  if (before) return before;
  const made = readHoldings(ctx.client);
  known.set(ctx.database, made);
  made.catch(() => known.delete(ctx.database));
  return made;
}

async function readHoldings(client: pg.ClientBase): Promise<Holding[]> {
  const columns = await readColumns(client);
  const keys = await client.query<{ table: string; key: string[] }>(keysText);
  const files = await client.query<{ table: string; column: string; nullable: boolean }>(filesText);
  const keyOf = new Map(keys.rows.map(({ table, key }) => [table, key.filter((name) => name !== 'org_id')]));
  const tables = [...Map.groupBy(columns, ({ table }) => table)].filter(([, own]) =>
    own.some(({ column }) => column === 'org_id'),
  );
  return tables.flatMap(([table, own]) => {
    const personal = personalOf(columns, table).filter(({ path }) => path === null || !isOfStaff(path));
    const isIndex = own.some(({ annotation }) => annotation?.search);
    const named = files.rows.filter((file) => file.table === table);
    if (personal.length === 0 && !isIndex && named.length === 0) return [];
    const path = personal[0]?.path ?? null;
    return [
      {
        ...{ table, columns: own, personal, key: keyOf.get(table) ?? [] },
        where: whereOf(table, { path, names: own.map(({ column }) => column) }),
        steps: path?.steps.length ?? 0,
        files: named.map(({ column, nullable }) => ({ column, nullable })),
        index: isIndex && personal.length === 0,
      },
    ];
  });
}

/** People of the firm: their names are erased with their sign-in, not here. */
const isOfStaff = (path: NonNullable<SubjectPath>): boolean =>
  path.steps.length === 0 && ['person_id', 'member_id'].includes(path.column);

type Place = { path: SubjectPath; names: string[] };

function whereOf(table: string, { path, names }: Place): string | null {
  if (table === 'messages') return 't.id = ANY ($4)';
  if (table === 'conversations') return '(t.customer_id = ANY ($2) OR t.id = ANY ($5))';
  if (table === 'customers') return 't.id = ANY ($2)';
  const has = (name: string): boolean => names.includes(name);
  if (path && path.steps[0]?.table === 'conversations' && has('message_id')) {
    const [key = ''] = path.steps[0].keys;
    return `(t.message_id = ANY ($4) OR (t.message_id IS NULL AND t.${quoted(key)} = ANY ($5)))`;
  }
  if (path) {
    const other = others[table];
    const own = stepsOf('t', path, 0);
    return other ? `(${own} OR ${other})` : own;
  }
  // An index or a list of files: by whom or what it is about.
  if (has('customer_id')) return 't.customer_id = ANY ($2)';
  return has('message_id') ? 't.message_id = ANY ($4)' : null;
}

function stepsOf(alias: string, path: NonNullable<SubjectPath>, at: number): string {
  const step = path.steps[at];
  if (!step) return `${alias}.${quoted(path.column)} = ANY ($2)`;
  const keys = step.keys.map((key) => `${alias}.${quoted(key)}`);
  if (step.table === 'messages') return `${keys[0]} = ANY ($4)`;
  if (step.table === 'conversations') return `${keys[0]} = ANY ($5)`;
  const next = `s${at}`;
  const names = step.keys.length === 1 ? ['id'] : step.keys;
  const found = names.map((name) => `${next}.${quoted(name)}`).join(', ');
  const left = keys.length === 1 ? keys[0] : `(${keys.join(', ')})`;
  return `${left} IN (SELECT ${found} FROM ${quoted(step.table)} ${next} WHERE ${next}.org_id = $1 AND ${stepsOf(next, path, at + 1)})`;
}
