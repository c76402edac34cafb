import type { FieldDefinition } from '@meada/contract/fields';
import type { ComparedField, ComparedSide, Comparison } from '@meada/contract/routes/duplicates';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { contactOf, displayOf, type IdentityRow } from '../addresses.ts';
import { fieldsOf } from '../fields/views.ts';
import { addressesOf, refOf } from '../refs.ts';
import { sharedAmong } from '../shared.ts';
import { type Group, loadGroups, plainFields, standingWord } from '../standing.ts';
import { type FirmField, firmFields, plainText, type Words } from './firm-fields.ts';

/** Records side by side: every field with what each says, every list with what each brings. */

type Word = ComparedField['values'][number][number];
const plain = (text: string): Word => ({ text, proven: false, shared: false });

type SideRow = { root: string; conversations: number; members: number; createdAt: Date; seenAt: Date };
type ListRow = { root: string; list: string; text: string };

export type Loaded = {
  groups: Map<string, Group>;
  addresses: Map<string, IdentityRow[]>;
  sides: Map<string, SideRow>;
  lists: Map<string, ListRow[]>;
  shared: Set<string>;
  definitions: FieldDefinition[];
  /** The firm's own fields as the reader may see them. */
  firm: Words;
};

/** Everything comparisons of these roots need: a fixed number of statements. */
export async function loadSides(ctx: Ctx, roots: readonly string[]): Promise<Loaded> {
  const wanted = [...new Set(roots)];
  const groups = await loadGroups(ctx, wanted);
  const addresses = await addressesOf(ctx, wanted);
  const sides = await sql<SideRow>`
    SELECT r.id AS root, r.created_at AS "createdAt", r.seen_at AS "seenAt",
      (SELECT count(*) FROM customers m WHERE m.org_id = r.org_id AND m.canonical_id = r.id)::int AS members,
      (SELECT count(*) FROM customers m JOIN conversations v ON v.org_id = m.org_id AND v.customer_id = m.id
        WHERE m.org_id = r.org_id AND m.canonical_id = r.id)::int AS conversations
    FROM customers r WHERE r.org_id = ${ctx.orgId} AND r.id = ANY(${wanted}::uuid[])`.execute(ctx.db);
  const lists = await sql<ListRow>`
    SELECT m.canonical_id AS root, l.list, l.text FROM customers m CROSS JOIN LATERAL (
      SELECT 'labels' AS list, b.name AS text FROM labels b WHERE b.org_id = m.org_id AND b.id = ANY(m.label_ids)
      UNION ALL SELECT 'addresses', concat_ws(', ', nullif(concat_ws(' ', nullif(p.street, ''), nullif(p.number, '')), ''),
        nullif(p.district, ''), nullif(p.city, ''), nullif(p.postal_code, ''))
        FROM postal_addresses p WHERE p.org_id = m.org_id AND p.customer_id = m.id AND p.ended_at IS NULL
      UNION ALL SELECT 'documents', d.kind || ' ' || d.number FROM customer_documents d
        WHERE d.org_id = m.org_id AND d.customer_id = m.id
      UNION ALL SELECT 'companies', coalesce(o.name, '') FROM company_members k
        JOIN customers o ON o.org_id = k.org_id AND o.id = k.company_id
        WHERE k.org_id = m.org_id AND k.customer_id = m.id AND k.left_on IS NULL) l
    WHERE m.org_id = ${ctx.orgId} AND m.canonical_id = ANY(${wanted}::uuid[]) AND l.text <> ''
    ORDER BY l.list, l.text LIMIT 2000`.execute(ctx.db);
  const definitions = await fieldsOf(ctx);
  const keys = [...addresses.values()].flatMap((rows) => rows.map((row) => row.match_key));
  return {
    groups,
    addresses,
    sides: new Map(sides.rows.map((row) => [row.root, row])),
    lists: Map.groupBy(lists.rows, (row) => row.root),
    shared: await sharedAmong(ctx, keys),
    definitions,
    firm: firmFields(ctx.actor, definitions),
  };
}

/** The comparison of some of the loaded roots; unknown ones are left out. */
export function comparisonOf(ctx: Ctx, loaded: Loaded, roots: readonly string[]): Comparison {
  const known = roots.filter((root) => loaded.sides.has(root));
  return {
    sides: known.map((root) => sideOf(ctx, loaded, root)),
    fields: [
      ...wordFields(loaded, known),
      ...identityFields(ctx, loaded, known),
      ...listFields(loaded, known),
    ],
  };
}

function sideOf(ctx: Ctx, loaded: Loaded, root: string): ComparedSide {
  const row = loaded.sides.get(root);
  const group = loaded.groups.get(root);
  if (!row || !group) throw new Error('a side of the comparison was not loaded');
  const contact = contactOf(ctx.ports.identityKinds, loaded.addresses.get(root) ?? []);
  return {
    ...refOf({ id: root, name: standingWord(group, 'name') as string | null }, contact),
    members: row.members - 1,
    conversations: row.conversations,
    createdAt: row.createdAt.toISOString(),
    seenAt: row.seenAt.toISOString(),
  };
}

/** Fields of which one word counts: those that any side says something to and the reader may see. */
function wordFields({ groups, firm }: Loaded, roots: readonly string[]): ComparedField[] {
  const sides = roots.map((root) => groups.get(root)).filter((group) => group !== undefined);
  const plainOnes = plainFields.map((field): FirmField => ({ ...bare, field, textOf: plainText }));
  return [...plainOnes, ...firm(sides)].flatMap(({ textOf, ...named }) => {
    const words = sides.map((group) => standingWord(group, named.field));
    const said = words.filter((word) => word !== null);
    // What a record is (a human, unless told otherwise) is worth a line only where the sides differ.
    if (said.length === 0 || (named.field === 'kind' && new Set(said).size < 2)) return [];
    return [
      {
        ...named,
        list: false,
        values: words.map((word) => (word === null ? [] : [plain(textOf(word))])),
        agrees: new Set(said.map((word) => plainText(word).trim().toLowerCase())).size < 2,
        standing: words.findIndex((word) => word !== null),
      },
    ];
  });
}

const bare = { label: null, type: null, currency: null };

/** Addresses by kind; what several sides have stands in each. */
function identityFields(ctx: Ctx, loaded: Loaded, roots: readonly string[]): ComparedField[] {
  const kinds = [
    ...new Set(roots.flatMap((root) => (loaded.addresses.get(root) ?? []).map((row) => row.kind))),
  ];
  return kinds.map((kind) => {
    const rows = roots.map((root) => (loaded.addresses.get(root) ?? []).filter((row) => row.kind === kind));
    const words = (row: IdentityRow): Word => ({
      text: displayOf(ctx.ports.identityKinds, row),
      proven: row.verified_at !== null,
      shared: loaded.shared.has(row.match_key),
    });
    const keys = rows.map((list) => new Set(list.map((row) => row.match_key)));
    const told = keys.filter((set) => set.size > 0);
    const agrees = told.length < 2 || [...(told[0] ?? [])].some((key) => told.every((set) => set.has(key)));
    return {
      ...bare,
      field: `identity:${kind}`,
      list: true,
      values: rows.map((list) => list.map(words)),
      agrees,
      standing: null,
    };
  });
}

function listFields({ lists }: Loaded, roots: readonly string[]): ComparedField[] {
  const names = [...new Set(roots.flatMap((root) => (lists.get(root) ?? []).map((row) => row.list)))];
  return names.map((field) => {
    const values = roots.map((root) =>
      (lists.get(root) ?? []).filter((row) => row.list === field).map((row) => plain(row.text)),
    );
    return { ...bare, field, list: true, values, agrees: true, standing: null };
  });
}
