import type { Ctx } from '../../../kernel/ctx.ts';
import { isTelephone } from '../addresses.ts';
import { cnpjKind } from '../cnpj.ts';
import { cpfKind } from '../cpf.ts';
import type { PersonAddress, PersonDocument, PersonName, PersonRecord } from '../matching/index.ts';

/** Records as the matcher wants them, one for each row of `customers`: what was merged is put together by `gathered`. */
export type OwnRecord = {
  id: string;
  root: string;
  /** Ids of the records that it is made of. */
  members: readonly string[];
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
  identities: [string, string, string, string | null, boolean][] | null;
  places: [string, string, string, string, string, string, string][] | null;
  documents: string[] | null;
};
type IdentityRow = {
  kind: string;
  canonical: string;
  match_key: string;
  name: string | null;
  proven: boolean;
};
type PlaceRow = {
  postal_code: string;
  street: string;
  number: string;
  complement: string;
  district: string;
  city: string;
  region: string;
};

/**
 * Customers with everything that hangs on them, in one trip: nobody who arrives waits for four. `of` says which: by their
 * own ids, whole groups by their roots, or whole groups by any of their ids.
 */
const loadText = (of: string): string => `
  SELECT c.id, c.canonical_id AS root, c.kind, c.created_at AS "createdAt", c.name, c.birth_date::text AS birth,
    c.custom_fields AS "customFields",
    (SELECT jsonb_agg(jsonb_build_array(i.kind, i.canonical, i.match_key, i.name, i.verified_at IS NOT NULL))
      FROM identities i WHERE i.org_id = $1 AND i.customer_id = c.id AND i.ended_at IS NULL) AS identities,
    (SELECT jsonb_agg(jsonb_build_array(p.postal_code, p.street, p.number, p.complement, p.district, p.city, p.region))
      FROM postal_addresses p WHERE p.org_id = $1 AND p.customer_id = c.id AND p.ended_at IS NULL) AS places,
    (SELECT jsonb_agg(d.number) FROM customer_documents d WHERE d.org_id = $1 AND d.customer_id = c.id) AS documents
  FROM customers c WHERE c.org_id = $1 AND ${of}`;

const loads = {
  id: { name: 'match_records', text: loadText('c.id = ANY($2::uuid[])') },
  canonical_id: { name: 'match_groups', text: loadText('c.canonical_id = ANY($2::uuid[])') },
  group: {
    name: 'match_groups_of',
    text: loadText(
      `c.canonical_id IN (SELECT o.canonical_id FROM customers o WHERE o.org_id = $1 AND o.id = ANY($2::uuid[]))`,
    ),
  },
} as const;

/** Own records of customers, by their ids, of whole groups by their roots, or of the groups of any ids. */
export async function loadRecords(
  ctx: Pick<Ctx, 'client' | 'orgId'>,
  ids: readonly string[],
  by: keyof typeof loads,
): Promise<OwnRecord[]> {
  if (ids.length === 0) return [];
  const { rows } = await ctx.client.query<Row>({ ...loads[by], values: [ctx.orgId, [...new Set(ids)]] });
  return rows.map((row) =>
    ownRecord(row, {
      identities: (row.identities ?? []).map(([kind, canonical, match_key, name, proven]) => ({
        ...{ kind, canonical, match_key, name, proven },
      })),
      places: (row.places ?? []).map(([postal_code, street, number, complement, district, city, region]) => ({
        ...{ postal_code, street, number, complement, district, city, region },
      })),
      documents: row.documents ?? [],
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
    ...{ id, root, kind, createdAt, members: [id] },
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

/** What the records of a group say in the firm's own fields, all of it. */
function customOfAll(records: readonly OwnRecord[]): Record<string, string[]> {
  const all: [string, string][] = records.flatMap(({ person }) =>
    Object.entries(person.custom ?? {}).flatMap(([name, list]) =>
      list.map((value): [string, string] => [name, value]),
    ),
  );
  const byName = Map.groupBy(all, ([name]) => name);
  return Object.fromEntries(
    [...byName].map(([name, list]) => [name, [...new Set(list.map(([, value]) => value))]]),
  );
}

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
    members: records.map((record) => record.id),
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
      custom: customOfAll(records),
      proven: all((record) => record.person.proven),
    },
  };
}
