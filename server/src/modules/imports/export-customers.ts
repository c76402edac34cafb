import type { FieldDefinition } from '@meada/contract/fields';
import type { exportCustomers as route } from '@meada/contract/routes/exports';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import { type Ctx, inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { knownLabels, shownFields } from '../customers/index.ts';
import { sendCsv } from './send-csv.ts';

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
};
type Query = Input<typeof route>['query'];

const header = [
  ...['ID', 'Tipo', 'Nome completo', 'E-mail', 'Telefone', 'Documento', 'Nascimento', 'Idioma', 'Etiquetas'],
  ...['Endereço', 'Número', 'Complemento', 'Bairro', 'Cidade', 'Estado', 'CEP', 'País'],
  'Criado em',
];
const noPlace = Array.from({ length: 8 }, () => '');

/** Canonical customers with everything of their merged group, in words that the import reads back. */
export async function exportCustomers(call: Call, { query }: { query: Query }): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'customers.export');
  const seen = await inTransaction(kernel, actor, async (ctx) => {
    if (query.labelId) await knownLabels(ctx, [query.labelId], 'query.labelId');
    return shownFields(ctx, 'customer', {});
  });
  const fields = seen.fields.filter((field) => field.archivedAt === null && !field.sensitive);
  await sendCsv<string>(call, {
    name: 'customers',
    header: [...header, ...fields.map(({ label }) => label)],
    page: async (ctx, after) => {
      const rows = await customersAfter(ctx, query, after);
      return {
        rows: rows.map((row) => cellsOf(row, fields)),
        next: rows.length === atOnce ? (rows.at(-1)?.id ?? null) : null,
      };
    },
  });
}

async function customersAfter(ctx: Ctx, query: Query, after: string | null): Promise<Row[]> {
  const group = sql`(SELECT g.id FROM customers g WHERE g.org_id = c.org_id AND g.canonical_id = c.id)`;
  const held = (
    spaces: string[],
  ) => sql`(SELECT array_agg(DISTINCT i.canonical) FROM identities i WHERE i.org_id = c.org_id
    AND i.customer_id IN ${group} AND split_part(i.match_key, ':', 1) = ANY(${spaces}::text[]) AND i.ended_at IS NULL)`;
  const { rows } = await sql<Row>`
    SELECT c.id, c.kind, c.name, c.birth_date::text AS birth_date, c.locale, ${held(['email'])} AS emails,
      ${held(['tel'])} AS phones, ${held(['cpf', 'cnpj'])} AS documents,
      (SELECT array_agg(l.name ORDER BY l.name) FROM labels l WHERE l.org_id = c.org_id AND l.id = ANY(c.label_ids)) AS labels,
      (SELECT ARRAY[a.street, a.number, a.complement, a.district, a.city, a.region, a.postal_code, a.country]
        FROM postal_addresses a WHERE a.org_id = c.org_id AND a.customer_id IN ${group} AND a.ended_at IS NULL
        ORDER BY a.preferred DESC, a.created_at LIMIT 1) AS place, c.custom_fields, c.created_at
    FROM customers c
    WHERE c.org_id = ${ctx.orgId} AND c.canonical_id = c.id ${after ? sql`AND c.id > ${after}::uuid` : sql``}
      ${query.kind ? sql`AND c.kind = ${query.kind}` : sql``}
      ${query.labelId ? sql`AND ${query.labelId}::uuid = ANY(c.label_ids)` : sql``}
    ORDER BY c.id LIMIT ${atOnce}`.execute(ctx.db);
  return rows;
}

const cellsOf = (row: Row, fields: readonly FieldDefinition[]): (string | null | undefined)[] => [
  ...[row.id, row.kind === 'company' ? 'empresa' : 'pessoa', row.name, row.emails?.join(', ')],
  ...[row.phones?.join(', '), row.documents?.join(', '), row.birth_date, row.locale, row.labels?.join(', ')],
  ...(row.place ?? noPlace),
  row.created_at.toISOString(),
  ...fields.map(({ name }) => textOf(row.custom_fields[name])),
];

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : value === null || value === undefined ? '' : String(value);
