import type pg from 'pg';

/** One step towards a subject: the columns here that name the row there, and the table and column to go on with. */
type Step = { keys: string[]; table: string; column: string };

/** Whose a personal column is: a column here, or one reached by steps; null for nobody's alone (the organisation's key). */
export type SubjectPath = { steps: Step[]; column: string } | null;

/** What the comment on a column says; the grammar is told in docs/decisions/0011-keys-of-subjects.md. */
export type Annotation = {
  /** Holds personal content of the subject at the end of the path; `empty` is what stands there once the key is gone. */
  personal?: { path: SubjectPath; empty: string | null };
  /** Sealed under the master key; the context it is bound to, with the row's columns in braces. */
  secret?: string;
  /** An index over personal content that is rebuilt. */
  search?: true;
};

/** A column as the catalogue describes it, and what its comment says. */
export type AnnotatedColumn = {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  /** null: it has no comment, or one that is not of the grammar. */
  annotation: Annotation | null;
};

const name = '[a-z_][a-z0-9_]*';
const stepForm = new RegExp(`^(${name}(?:\\+${name})*) > (${name})\\.(${name}(?:\\+${name})*)(?= > |$)`);
const personalForm = /^personal by (.+?)(?: empty (.+))?$/;

/** Reads a column's comment; null when it is not of the grammar. */
export function readAnnotation(comment: string | null): Annotation | null {
  if (comment === null) return null;
  if (comment === 'none') return {};
  if (comment === 'search') return { search: true };
  const found: Annotation = {};
  for (const part of comment.split('; ')) {
    const personal = personalForm.exec(part);
    const path = personal && readPath(personal[1] ?? '');
    if (personal && path !== undefined) found.personal = { path, empty: personal[2] ?? null };
    else if (part.startsWith('secret ')) found.secret = part.slice('secret '.length);
    else return null;
  }
  return found;
}

/** undefined when the text is no path. */
function readPath(text: string): SubjectPath | undefined {
  if (text === 'organisation') return null;
  const steps: Step[] = [];
  let rest = text;
  for (let found = stepForm.exec(rest); found; found = stepForm.exec(rest)) {
    steps.push({ keys: (found[1] ?? '').split('+'), table: found[2] ?? '', column: found[3] ?? '' });
    // The column arrived at is where the next step begins.
    rest = `${found[3]}${rest.slice(found[0].length)}`;
  }
  return new RegExp(`^${name}$`).test(rest) ? { steps, column: rest } : undefined;
}

const columnsText = `
  SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS nullable,
         col_description(c.oid, a.attnum) AS comment
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY c.relname, a.attnum`;

/** Every column of the house's tables with what its comment says. */
export async function readColumns(client: pg.ClientBase): Promise<AnnotatedColumn[]> {
  const result = await client.query<Omit<AnnotatedColumn, 'annotation'> & { comment: string | null }>(
    columnsText,
  );
  return result.rows.map(({ comment, ...column }) => ({ ...column, annotation: readAnnotation(comment) }));
}

/** Whether the house is of a version that keeps keys of subjects. */
export const keepsKeys = (columns: readonly AnnotatedColumn[]): boolean =>
  columns.some(({ table }) => table === 'subject_keys');

const holdsText = /^(text|jsonb?|bytea|character|inet|cidr)/;

/**
 * The personal columns of a table. One whose comment says nothing counts as personal when it can hold text: forgotten is
 * not open.
 */
export function personalOf(columns: readonly AnnotatedColumn[], table: string): PersonalColumn[] {
  const own = columns.filter((item) => item.table === table);
  const path = own.find((item) => item.annotation?.personal)?.annotation?.personal?.path ?? null;
  return own.flatMap((item) => {
    const forgotten = item.annotation === null && table !== 'migrations' && holdsText.test(item.type);
    const personal = item.annotation?.personal ?? (forgotten ? { path, empty: null } : null);
    return personal ? [{ ...item, ...personal }] : [];
  });
}
export type PersonalColumn = AnnotatedColumn & { path: SubjectPath; empty: string | null };
