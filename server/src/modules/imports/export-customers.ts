import type { FieldDefinition } from '@meada/contract/fields';
import type { exportCustomers as route } from '@meada/contract/routes/exports';
import { type RawBuilder, sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { Failure, found } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import {
  type CustomerFilter,
  knownLabels,
  listConditions,
  loadGroups,
  shownFields,
  standingFields,
  standingWord,
} from '../customers/index.ts';
import type { Cell } from './export-cells.ts';
import { inLanguage, type Word } from './export-words.ts';
import { placeOf, sendTable } from './send-table.ts';

const atOnce = 1000;

type Row = {
  id: string;
  kind: string;
  name: string | null;
  birth_date: string | null;
  locale: string | null;
  emails: string[] | null;
  phones: string[] | null;
  documents: string[] | null;
  labels: string[] | null;
  place: (string | null)[] | null;
  custom_fields: Record<string, unknown>;
  created_at: Date;
  /** Others were merged into them: what counts is looked for. */
  is_group: boolean;
};

const header: Word[] = [
  ...(['id', 'kind', 'fullName', 'email', 'phone', 'document', 'born', 'language', 'labels'] as const),
  ...(['street', 'number', 'complement', 'district', 'city', 'region', 'postalCode', 'country'] as const),
  'createdAt',
];
const noPlace = Array.from({ length: 8 }, () => '');

/** Canonical customers with everything of their merged group, in words that the import reads back. */
export async function exportCustomers(call: Call, { params, query }: Input<typeof route>): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'customers.export');
  const { fields, place } = await inTransaction(kernel, actor, async (ctx) => {
    if (query.labelId) await knownLabels(ctx, [query.labelId], 'query.labelId');
    if (query.segmentId) await mustBeSegment(ctx, query.segmentId);
    const seen = await shownFields(ctx, 'customer', {});
    return { place: await placeOf(ctx), fields: seen.fields };
  });
  const word = inLanguage(place.locale);
  const shown = fields.filter((field) => field.archivedAt === null && !field.sensitive);
  await sendTable<string>(
    call,
    {
      name: query.kind === 'company' ? 'companies' : 'customers',
      header: [...header.map(word), ...shown.map(({ label }) => label)],
      page: async (ctx, after) => {
        const rows = await customersAfter(ctx, query, after);
        return {
          rows: rows.map((row) => cellsOf(row, shown, word)),
          next: rows.length === atOnce ? (rows.at(-1)?.id ?? null) : null,
        };
      },
    },
    params.format,
  );
}

async function mustBeSegment(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql`SELECT id FROM segments
    WHERE org_id = ${ctx.orgId} AND id = ${id} AND state <> 'archived'`.execute(ctx.db);
  found(rows[0], 'segment');
}

/** A page, and what belongs to its groups gathered at once: as fast on a list that has just been brought in as later. */
async function customersAfter(ctx: Ctx, filter: CustomerFilter, after: string | null): Promise<Row[]> {
  const conditions = await listConditions(ctx, filter);
  const all: RawBuilder<unknown>[] = [after ? sql`r.id > ${after}::uuid` : sql`true`, ...conditions];
  const held = (space: string[]) =>
    sql`array_agg(DISTINCT i.canonical) FILTER (WHERE split_part(i.match_key, ':', 1) = ANY(${space}::text[]))`;
  const { rows } = await sql<Row>`
    WITH page AS MATERIALIZED (
      SELECT r.id, r.kind, r.name, r.birth_date::text AS birth_date, r.locale, r.custom_fields, r.created_at
      FROM customers r
      WHERE r.org_id = ${ctx.orgId} AND r.canonical_id = r.id AND r.erased_at IS NULL AND ${sql.join(all, sql` AND `)}
      ORDER BY r.id LIMIT ${atOnce}
    ), persons AS MATERIALIZED (
      SELECT g.id, g.canonical_id AS root, g.label_ids FROM customers g
      WHERE g.org_id = ${ctx.orgId} AND g.canonical_id = ANY (ARRAY(SELECT id FROM page))
    ), reach AS (
      SELECT g.root, ${held(['email'])} AS emails, ${held(['tel'])} AS phones, ${held(['cpf', 'cnpj'])} AS documents
      FROM persons g JOIN identities i ON i.org_id = ${ctx.orgId} AND i.customer_id = g.id AND i.ended_at IS NULL
      GROUP BY g.root
    ), tags AS (
      SELECT g.root, array_agg(DISTINCT l.name ORDER BY l.name) AS labels
      FROM persons g JOIN labels l ON l.org_id = ${ctx.orgId} AND l.id = ANY (g.label_ids) GROUP BY g.root
    ), places AS (
      SELECT DISTINCT ON (g.root) g.root,
        ARRAY[a.street, a.number, a.complement, a.district, a.city, a.region, a.postal_code, a.country] AS place
      FROM persons g JOIN postal_addresses a ON a.org_id = ${ctx.orgId} AND a.customer_id = g.id AND a.ended_at IS NULL
      ORDER BY g.root, a.preferred DESC, a.updated_at DESC, a.id
    )
    SELECT page.*, reach.emails, reach.phones, reach.documents, tags.labels, places.place,
      page.id IN (SELECT g.root FROM persons g WHERE g.id <> g.root) AS is_group
    FROM page LEFT JOIN reach ON reach.root = page.id LEFT JOIN tags ON tags.root = page.id
    LEFT JOIN places ON places.root = page.id ORDER BY page.id`.execute(ctx.db);
  return withStanding(ctx, rows);
}

/** Merged customers with the words that count, as the screen shows them. */
async function withStanding(ctx: Ctx, rows: Row[]): Promise<Row[]> {
  const roots = rows.filter((row) => row.is_group).map(({ id }) => id);
  if (roots.length === 0) return rows;
  const groups = await loadGroups(ctx, roots);
  return rows.map((row) => {
    const group = groups.get(row.id);
    if (!group) return row;
    const word = (field: string) => standingWord(group, field) as string | null;
    return {
      ...row,
      ...{ name: word('name'), locale: word('locale'), birth_date: word('birthDate') },
      ...{ kind: word('kind') ?? row.kind, custom_fields: standingFields(group) },
    };
  });
}

const cellsOf = (row: Row, fields: readonly FieldDefinition[], word: (word: Word) => string): Cell[] => [
  ...[row.id, word(row.kind === 'company' ? 'isCompany' : 'human'), row.name, row.emails?.join(', ')],
  ...[row.phones?.join(', '), row.documents?.join(', '), row.birth_date ? { day: row.birth_date } : null],
  ...[row.locale, row.labels?.join(', '), ...(row.place ?? noPlace), row.created_at],
  ...fields.map((field) => fieldCell(field, row.custom_fields[field.name])),
];

function fieldCell(field: FieldDefinition, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (field.type === 'money' && typeof value === 'number')
    return { minor: value, currency: field.currency ?? 'BRL' };
  if (typeof value === 'number') return value;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
