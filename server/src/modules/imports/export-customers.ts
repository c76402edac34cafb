import type { exportCustomers as route } from '@meada/contract/routes/imports';
import { sql } from 'kysely';
import { permit } from '../../kernel/actor.ts';
import { inTransaction } from '../../kernel/ctx.ts';
import { Failure } from '../../kernel/errors.ts';
import type { Call, Input } from '../../kernel/http/route.ts';
import { shownFields } from '../customers/index.ts';
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
  street: string | null;
  number: string | null;
  complement: string | null;
  district: string | null;
  city: string | null;
  region: string | null;
  postal_code: string | null;
  country: string | null;
  custom_fields: Record<string, unknown>;
  created_at: Date;
};

/** Canonical customers with everything of their merged group, in words that the import reads back. */
export async function exportCustomers(
  call: Call,
  { query }: Pick<Input<typeof route>, 'query'>,
): Promise<void> {
  const { actor, kernel } = call;
  if (!actor) throw new Failure('unauthenticated', 'Sign in, or send a key.');
  permit(actor, 'customers.export');
  const seen = await inTransaction(kernel, actor, (ctx) => shownFields(ctx, 'customer', {}));
  const fields = seen.fields.filter((field) => field.archivedAt === null && !field.sensitive);
  const plain = [
    'ID',
    'Tipo',
    'Nome completo',
    'E-mail',
    'Telefone',
    'Documento',
    'Nascimento',
    'Idioma',
    'Etiquetas',
  ];
  const place = ['Endereço', 'Número', 'Complemento', 'Bairro', 'Cidade', 'Estado', 'CEP', 'País'];
  await sendCsv<string>(call, {
    name: 'customers',
    header: [...plain, ...place, 'Criado em', ...fields.map(({ label }) => label)],
    page: async (ctx, after) => {
      const group = sql`(SELECT g.id FROM customers g WHERE g.org_id = c.org_id AND g.canonical_id = c.id)`;
      const held = (
        kinds: string[],
      ) => sql`(SELECT array_agg(DISTINCT i.canonical) FROM identities i WHERE i.org_id = c.org_id
        AND i.customer_id IN ${group} AND i.kind = ANY(${kinds}::text[]) AND i.ended_at IS NULL)`;
      const { rows } = await sql<Row>`
        SELECT c.id, c.kind, c.name, c.birth_date::text AS birth_date, c.locale, ${held(['email'])} AS emails,
          ${held(['phone', 'whatsapp'])} AS phones, ${held(['cpf', 'cnpj'])} AS documents,
          (SELECT array_agg(l.name ORDER BY l.name) FROM labels l WHERE l.org_id = c.org_id AND l.id = ANY(c.label_ids)) AS labels,
          p.street, p.number, p.complement, p.district, p.city, p.region, p.postal_code, p.country, c.custom_fields, c.created_at
        FROM customers c LEFT JOIN LATERAL (
          SELECT * FROM postal_addresses a WHERE a.org_id = c.org_id AND a.customer_id IN ${group} AND a.ended_at IS NULL
          ORDER BY a.preferred DESC, a.created_at LIMIT 1) p ON true
        WHERE c.org_id = ${ctx.orgId} AND c.canonical_id = c.id ${after ? sql`AND c.id > ${after}::uuid` : sql``}
          ${query.kind ? sql`AND c.kind = ${query.kind}` : sql``}
          ${query.labelId ? sql`AND ${query.labelId}::uuid = ANY(c.label_ids)` : sql``}
        ORDER BY c.id LIMIT ${atOnce}`.execute(ctx.db);
      return {
        rows: rows.map((row) => [
          ...[row.id, row.kind === 'company' ? 'empresa' : 'pessoa', row.name, row.emails?.join(', ')],
          ...[
            row.phones?.join(', '),
            row.documents?.join(', '),
            row.birth_date,
            row.locale,
            row.labels?.join(', '),
          ],
          ...[
            row.street,
            row.number,
            row.complement,
            row.district,
            row.city,
            row.region,
            row.postal_code,
            row.country,
          ],
          row.created_at.toISOString(),
          ...fields.map(({ name }) => textOf(row.custom_fields[name])),
        ]),
        next: rows.length === atOnce ? (rows.at(-1)?.id ?? null) : null,
      };
    },
  });
}

const textOf = (value: unknown): string =>
  Array.isArray(value) ? value.join(', ') : value === null || value === undefined ? '' : String(value);
