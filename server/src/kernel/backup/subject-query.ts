import { createHash } from 'node:crypto';
import type { AnnotatedColumn, PersonalColumn } from './columns.ts';
import { BackupError } from './manifest.ts';
import { rewritten } from './rules.ts';
import { quoted, type SchemaTable } from './schema.ts';

/** The query that COPY writes from, and the columns in its order: first those in the open, then the personal ones. */
export type TableQuery = { text: string; open: string[]; personal: string[] };

/**
 * A table's rows, each led by whose it is (`ORGANISATION/SUBJECT`, the organisation's part empty for a sign-in) when it
 * has personal columns. Throws `BackupError` when the columns of one table belong to different subjects.
 */
export function tableQuery(table: SchemaTable, personal: readonly PersonalColumn[]): TableQuery {
  const closed = new Set(personal.map(({ column }) => column));
  const open = table.columns.filter((column) => !closed.has(column));
  const order = [...open, ...closed];
  const columns = order.map((column) => {
    const otherwise = rewritten[`${table.name}.${column}`];
    return otherwise ? `${otherwise} AS ${quoted(column)}` : `t.${quoted(column)}`;
  });
  const from = `FROM ONLY ${quoted(table.name)} t`;
  if (personal.length === 0) return { text: `SELECT ${columns.join(', ')} ${from}`, open, personal: [] };
  const { subject, joins } = subjectOf(table, personal);
  return {
    text: `SELECT ${[subject, ...columns].join(', ')} ${from}${joins}`,
    open,
    personal: [...closed],
  };
}

function subjectOf(
  table: SchemaTable,
  personal: readonly PersonalColumn[],
): { subject: string; joins: string } {
  const paths = new Set(personal.map(({ path }) => JSON.stringify(path)));
  if (paths.size > 1)
    throw new BackupError(
      'annotations',
      `The personal columns of ${table.name} belong to different subjects.`,
    );
  const path = personal[0]?.path ?? null;
  const org = table.columns.includes('org_id');
  if (!org && path === null)
    throw new BackupError('annotations', `The personal columns of ${table.name} have no subject.`);
  if (path === null) return { subject: `t.org_id || '/' || t.org_id`, joins: '' };
  let [at, joins] = ['t', ''];
  for (const [index, step] of path.steps.entries()) {
    const to = `s${index}`;
    // One key names the row by its id; several stand under the same names there.
    const names = step.keys.length === 1 ? ['id'] : step.keys;
    const on = step.keys.map((key, nth) => `${to}.${quoted(names[nth] ?? '')} = ${at}.${quoted(key)}`);
    joins += ` LEFT JOIN ${quoted(step.table)} ${to} ON ${[`${to}.org_id = t.org_id`, ...on].join(' AND ')}`;
    at = to;
  }
  const end = `${at}.${quoted(path.column)}`;
  return { subject: org ? `t.org_id || '/' || coalesce(${end}, t.org_id)` : `'/' || ${end}`, joins };
}

/** What stands in a personal column whose key is gone, as COPY text. */
export function emptyText(column: PersonalColumn, seed: string): string {
  if (column.empty === 'unique')
    return `erased-${createHash('sha256').update(seed).digest('hex').slice(0, 32)}`;
  if (column.empty !== null) return escaped(column.empty);
  return column.nullable ? '\\N' : neutral(column);
}

function neutral({ type }: AnnotatedColumn): string {
  if (type.endsWith('[]') || type.startsWith('json')) return '{}';
  return type === 'bytea' ? '\\\\x' : '';
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t');
