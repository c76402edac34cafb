import type { CustomFieldValue } from '@meada/contract/primitives';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { jsonOf } from '../../../kernel/db/bulk.ts';
import type { Decision } from './decide.ts';
import type { Made } from './made.ts';
import type { KnownAre } from './rules.ts';

/** What is there of a known customer before a list adds to it. */
export type Standing = {
  name: string | null;
  birth_date: string | null;
  locale: string | null;
  label_ids: string[];
  custom_fields: Record<string, CustomFieldValue>;
  keys: string[];
  places: Set<string>;
  notes: Set<string>;
  documents: Set<string>;
  facts: Set<string>;
  updated_at: Date;
};

type Row = Omit<Standing, 'places' | 'notes' | 'documents' | 'facts'> & {
  id: string;
  documents: string[] | null;
  places: string[] | null;
  notes: string[] | null;
  facts: string[] | null;
};

/** Known customers by root, with the addresses of their whole group. */
export async function loadStanding(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Standing>> {
  if (ids.length === 0) return new Map();
  const group = sql`SELECT g.id FROM customers g WHERE g.org_id = c.org_id AND g.canonical_id = c.id`;
  const result = await sql<Row>`
    SELECT c.id, c.name, c.birth_date::text AS birth_date, c.locale, c.label_ids, c.custom_fields, c.updated_at,
      coalesce((SELECT array_agg(i.match_key) FROM identities i
        WHERE i.org_id = c.org_id AND i.customer_id IN (${group}) AND i.ended_at IS NULL), '{}') AS keys,
      (SELECT array_agg(p.postal_code || '|' || lower(p.street) || '|' || p.number) FROM postal_addresses p
        WHERE p.org_id = c.org_id AND p.customer_id IN (${group}) AND p.ended_at IS NULL) AS places,
      (SELECT array_agg(n.text) FROM customer_notes n
        WHERE n.org_id = c.org_id AND n.customer_id IN (${group}) AND n.deleted_at IS NULL) AS notes,
      (SELECT array_agg(d.number) FROM customer_documents d
        WHERE d.org_id = c.org_id AND d.customer_id IN (${group})) AS documents,
      (SELECT array_agg(f.kind || ' ' || f.canonical) FROM customer_facts f
        WHERE f.org_id = c.org_id AND f.customer_id IN (${group})) AS facts
    FROM customers c WHERE c.org_id = ${ctx.orgId} AND c.id = ANY(${[...ids]}::uuid[]) ORDER BY c.id FOR NO KEY UPDATE`.execute(
    ctx.db,
  );
  return new Map(
    result.rows.map(({ id, ...row }) => [
      id,
      {
        ...row,
        places: new Set(row.places ?? []),
        notes: new Set(row.notes ?? []),
        documents: new Set(row.documents ?? []),
        facts: new Set(row.facts ?? []),
      },
    ]),
  );
}

export type Change = {
  n: number;
  id: string;
  columns: Record<string, unknown>;
  fields: Record<string, CustomFieldValue>;
  made: Made;
};

/** What drafts change of known customers: what is empty, or what they say, as asked. Pure; `standing` is written on. */
export function changesOf(
  decisions: readonly Decision[],
  standing: ReadonlyMap<string, Standing>,
  { known, at }: { known: KnownAre; at: Date },
): Change[] {
  return decisions.flatMap((one) => {
    const now = one.kind === 'known' ? standing.get(one.customerId) : undefined;
    if (one.kind !== 'known' || !now) return [];
    const { draft } = one;
    const takes = (is: unknown, given: unknown): boolean =>
      given !== null && given !== is && (known === 'overwrite' || is === null);
    const columns: Record<string, unknown> = {};
    if (takes(now.name, draft.name)) columns.name = draft.name;
    if (takes(now.birth_date, draft.birthDate)) columns.birth_date = draft.birthDate;
    if (takes(now.locale, draft.locale)) columns.locale = draft.locale;
    const labels = draft.labelIds.filter((id) => !now.label_ids.includes(id));
    if (labels.length > 0) columns.label_ids = [...now.label_ids, ...labels];
    const fields = Object.fromEntries(
      Object.entries(draft.fields).filter(([name, value]) => takes(now.custom_fields[name] ?? null, value)),
    );
    const names = Object.keys(columns) as (keyof Standing)[];
    if (names.length === 0 && Object.keys(fields).length === 0) return [];
    const made: Made = {
      at: at.toISOString(),
      updatedBefore: now.updated_at.toISOString(),
      before: Object.fromEntries(names.map((name) => [name, now[name]])),
      after: columns,
      fieldsBefore: Object.fromEntries(
        Object.keys(fields).map((name) => [name, now.custom_fields[name] ?? null]),
      ),
      fieldsAfter: fields,
    };
    Object.assign(now, columns, { updated_at: at });
    Object.assign(now.custom_fields, fields);
    return [{ n: draft.n, id: one.customerId, columns, fields, made }];
  });
}

/** One statement; of several changes of one customer the last state is written. */
export async function writeChanges(ctx: Ctx, changes: readonly Change[], at: Date): Promise<void> {
  if (changes.length === 0) return;
  const last = new Map<string, { columns: Record<string, unknown>; fields: Record<string, unknown> }>();
  for (const { id, columns, fields } of changes) {
    const before = last.get(id);
    last.set(id, { columns: { ...before?.columns, ...columns }, fields: { ...before?.fields, ...fields } });
  }
  const rows = [...last].map(([id, { columns, fields }]) => ({ id, ...columns, fields }));
  await sql`
    UPDATE customers c SET
      name = coalesce(r.name, c.name), birth_date = coalesce(r.birth_date, c.birth_date),
      locale = coalesce(r.locale, c.locale), label_ids = coalesce(r.label_ids, c.label_ids),
      custom_fields = jsonb_strip_nulls(c.custom_fields || r.fields), updated_at = ${at}
    FROM jsonb_to_recordset(${jsonOf(rows)}::jsonb)
      AS r(id uuid, name text, birth_date date, locale text, label_ids uuid[], fields jsonb)
    WHERE c.org_id = ${ctx.orgId} AND c.id = r.id`.execute(ctx.db);
}
