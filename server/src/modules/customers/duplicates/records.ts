import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { isTelephone } from '../addresses.ts';
import { cnpjKind } from '../cnpj.ts';
import { cpfKind } from '../cpf.ts';
import type { PersonAddress, PersonDocument, PersonName, PersonRecord } from '../matching/index.ts';

/** Records as the matcher wants them, one for each row of `customers`: what was merged is put together by `gathered`. */
export type OwnRecord = {
  id: string;
  root: string;
  kind: string;
  createdAt: Date;
  person: PersonRecord;
  /** Match keys of addresses that are theirs now, and those of them that are proven. */
  matchKeys: string[];
  provenKeys: string[];
};

type Row = {
  id: string;
  root: string;
  kind: string;
  createdAt: Date;
  name: string | null;
  birth: string | null;
  customFields: Record<string, unknown>;
};
type IdentityRow = {
  customer_id: string;
  kind: string;
  canonical: string;
  match_key: string;
  name: string | null;
  proven: boolean;
};
type PlaceRow = {
  customer_id: string;
  postal_code: string;
  street: string;
  number: string;
  complement: string;
  district: string;
  city: string;
  region: string;
};

const which = (ids: readonly string[], by: 'id' | 'canonical_id') => sql`
  FROM customers c WHERE c.org_id = meada_org() AND c.${sql.ref(by)} = ANY(${ids}::uuid[])`;

/** Own records of customers, by their ids or of whole groups by their roots. */
export async function loadRecords(
  ctx: Pick<Ctx, 'db' | 'orgId'>,
  ids: readonly string[],
  by: 'id' | 'canonical_id',
): Promise<OwnRecord[]> {
  if (ids.length === 0) return [];
  const wanted = [...new Set(ids)];
  const customers = await sql<Row>`
    SELECT c.id, c.canonical_id AS root, c.kind, c.created_at AS "createdAt", c.name, c.birth_date::text AS birth,
      c.custom_fields AS "customFields"
    ${which(wanted, by)}`.execute(ctx.db);
  const own = customers.rows.map((row) => row.id);
  const [identities, places, documents] = await Promise.all([
    sql<IdentityRow>`SELECT customer_id, kind, canonical, match_key, name, verified_at IS NOT NULL AS proven FROM identities
      WHERE org_id = ${ctx.orgId} AND customer_id = ANY(${own}::uuid[]) AND ended_at IS NULL`.execute(ctx.db),
    sql<PlaceRow>`SELECT customer_id, postal_code, street, number, complement, district, city, region FROM postal_addresses
      WHERE org_id = ${ctx.orgId} AND customer_id = ANY(${own}::uuid[]) AND ended_at IS NULL`.execute(ctx.db),
    sql<{ customer_id: string; number: string }>`SELECT customer_id, number FROM customer_documents
      WHERE org_id = ${ctx.orgId} AND customer_id = ANY(${own}::uuid[])`.execute(ctx.db),
  ]);
  const identitiesOf = Map.groupBy(identities.rows, (row) => row.customer_id);
  const placesOf = Map.groupBy(places.rows, (row) => row.customer_id);
  const documentsOf = Map.groupBy(documents.rows, (row) => row.customer_id);
  return customers.rows.map((row) =>
    ownRecord(row, {
      identities: identitiesOf.get(row.id) ?? [],
      places: placesOf.get(row.id) ?? [],
      documents: (documentsOf.get(row.id) ?? []).map((one) => one.number),
    }),
  );
}

type Parts = { identities: IdentityRow[]; places: PlaceRow[]; documents: string[] };

function ownRecord(row: Row, { identities, places, documents }: Parts): OwnRecord {
  const { id, root, kind, createdAt } = row;
  const proven = identities.filter((one) => one.proven).map((one) => one.match_key);
  const values = (fits: (one: IdentityRow) => boolean) => identities.filter(fits).map((one) => one.canonical);
  const names = new Set([row.name, ...identities.map((one) => one.name)].filter((name) => name !== null));
  return {
    ...{ id, root, kind, createdAt },
    matchKeys: [...new Set(identities.map((one) => one.match_key))],
    provenKeys: [...new Set(proven)],
    person: {
      id: root,
      names: [...names].map((full): PersonName => ({ full })),
      births: row.birth ? [row.birth] : [],
      phones: values((one) => isTelephone(one)),
      emails: values((one) => one.kind === 'email'),
      documents: [
        ...values((one) => one.kind === cpfKind).map((value): PersonDocument => ({ kind: 'cpf', value })),
        ...values((one) => one.kind === cnpjKind).map((value): PersonDocument => ({ kind: 'cnpj', value })),
        ...documents.map((value): PersonDocument => ({ kind: 'other', value })),
      ],
      addresses: places.map(addressOf),
      custom: customOf(row.customFields),
      proven,
    },
  };
}

/** The firm's own fields of text, as columns nobody knows the meaning of: what they tell is learned. */
const customOf = (fields: Record<string, unknown>): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, [value]]] : [])),
  );

const addressOf = (place: PlaceRow): PersonAddress => ({
  street: place.street,
  number: place.number,
  extra: [place.complement, place.district].filter(Boolean).join(' '),
  city: place.city,
  state: place.region,
  postcode: place.postal_code,
});

/** The records of one group as one, whose id is the root. */
export function gathered(records: readonly OwnRecord[]): OwnRecord | null {
  const first = records[0];
  if (!first) return null;
  const root = records.find((record) => record.id === record.root) ?? first;
  const all = <T>(read: (record: OwnRecord) => readonly T[] | undefined): T[] => [
    ...new Set(records.flatMap((record) => read(record) ?? [])),
  ];
  return {
    ...root,
    id: root.root,
    createdAt: new Date(Math.min(...records.map((record) => record.createdAt.getTime()))),
    matchKeys: all((record) => record.matchKeys),
    provenKeys: all((record) => record.provenKeys),
    person: {
      id: root.root,
      names: all((record) => record.person.names),
      births: all((record) => record.person.births),
      phones: all((record) => record.person.phones),
      emails: all((record) => record.person.emails),
      documents: all((record) => record.person.documents),
      addresses: all((record) => record.person.addresses),
      proven: all((record) => record.person.proven),
    },
  };
}
