import type { KnownFact } from '@meada/contract/routes/facts';
import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { found } from '../../../kernel/errors.ts';
import { displayPhone } from '../../../kernel/phone.ts';
import { postalsOf } from '../addresses/views.ts';
import { identityOf } from '../addresses.ts';
import { type FieldValues, shownFields } from '../fields/apply.ts';
import { addressesOf } from '../refs.ts';
import { type Group, loadGroups, standingFields, standingWord } from '../standing.ts';
import { displayFact } from './read.ts';
import { isTheirs, seesItsConversation } from './sight.ts';

/** Facts a screen shows, the surest and newest first. */
const factsAtMost = 100;

type Known = KnownFact & { canonical: string };
type Row = {
  id: string;
  kind: string;
  value: string;
  canonical: string;
  confidence: number;
  source: KnownFact['source'];
  conversation_id: string | null;
  given_at: Date;
  channel: string | null;
  by: string | null;
};

/** Everything known of a group: facts told, identities, postal addresses, custom fields; each once, with its source. */
export async function knownFacts(ctx: Ctx, rootId: string): Promise<KnownFact[]> {
  const group = found((await loadGroups(ctx, [rootId])).get(rootId), 'customer');
  const told = await toldFacts(ctx, rootId);
  const all = [
    ...told,
    ...(await fromIdentities(ctx, rootId)),
    ...fromRecord(group, told),
    ...(await fromAddresses(ctx, rootId)),
    ...(await fromFields(ctx, group)),
  ];
  const once = new Map<string, Known>();
  for (const fact of all) {
    const key = `${fact.kind} ${fact.canonical}`;
    if (!once.has(key)) once.set(key, fact);
  }
  return [...once.values()].slice(0, factsAtMost).map(({ canonical: _, ...fact }) => fact);
}

async function toldFacts(ctx: Ctx, rootId: string): Promise<Known[]> {
  const result = await sql<Row>`
    SELECT f.id, f.kind, f.value, f.canonical, f.confidence, f.source, f.given_at,
      CASE WHEN s.seen THEN f.conversation_id END AS conversation_id,
      CASE WHEN s.seen OR f.conversation_id IS NULL THEN b.channel END AS channel, coalesce(p.name, k.name) AS by
    FROM customer_facts f
    CROSS JOIN LATERAL (SELECT ${seesItsConversation(ctx)} AS seen) s
    LEFT JOIN inboxes b ON b.org_id = f.org_id AND b.id = f.inbox_id
    LEFT JOIN members p ON f.actor_kind = 'person' AND p.org_id = f.org_id AND p.id = f.actor_id
    LEFT JOIN api_keys k ON f.actor_kind = 'key' AND k.org_id = f.org_id AND k.id = f.actor_id
    WHERE f.org_id = ${ctx.orgId} AND f.ended_at IS NULL
      AND f.customer_id IN (SELECT id FROM customers WHERE org_id = ${ctx.orgId} AND canonical_id = ${rootId})
      AND ${isTheirs(ctx)}
    ORDER BY f.kind, f.confidence DESC, f.seen_at DESC, f.id LIMIT ${factsAtMost}`.execute(ctx.db);
  return result.rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    label: null,
    ...shownAs(row.kind, row.value),
    source: row.source,
    confidence: row.confidence,
    channel: row.channel,
    conversationId: row.conversation_id,
    by: row.by,
    givenAt: row.given_at.toISOString(),
    canonical: row.canonical,
  }));
}

const shownAs = (kind: string, value: string): { display: string; value: string | null } =>
  kind === 'phone' ? { display: displayPhone(value), value } : displayFact(kind, value);

const plain = { id: null, label: null, channel: null, conversationId: null, by: null, confidence: 1 };

/** Kinds of identities that are facts; a messenger's id that is made of a number is its telephone. */
const kindsOfIdentity = new Set(['cpf', 'cnpj', 'email', 'phone']);

const sourceOf = (source: string): KnownFact['source'] => {
  if (source.startsWith('claim')) return 'form';
  return source === 'person' || source === 'import' ? source : 'identity';
};

async function fromIdentities(ctx: Ctx, rootId: string): Promise<Known[]> {
  const rows = (await addressesOf(ctx, [rootId])).get(rootId) ?? [];
  const since = await sql<{ id: string; created_at: Date }>`
    SELECT id, created_at FROM identities WHERE org_id = ${ctx.orgId} AND id = ANY (${rows.map(({ id }) => id)}::uuid[])`.execute(
    ctx.db,
  );
  const at = new Map(since.rows.map((row) => [row.id, row.created_at]));
  return rows.flatMap((row) => {
    const kind = row.match_key.startsWith('tel:') ? 'phone' : row.kind;
    if (!kindsOfIdentity.has(kind)) return [];
    const { display } = identityOf(ctx.ports.identityKinds, row);
    const canonical = kind === 'phone' ? `+${row.canonical.replace(/\D/g, '')}` : row.canonical;
    const value = kind === 'cpf' ? null : kind === 'phone' ? canonical : display;
    return [
      {
        ...plain,
        ...{ kind, value, display, canonical },
        source: sourceOf(row.source),
        confidence: row.confidence,
        givenAt: (at.get(row.id) ?? new Date(0)).toISOString(),
      },
    ];
  });
}

/** Name and day of birth that stand in the record and that nobody is known to have told. */
function fromRecord(group: Group, told: readonly Known[]): Known[] {
  const root = group.members.find(({ id }) => id === group.root);
  const words = { name: standingWord(group, 'name'), birth_date: standingWord(group, 'birthDate') };
  return Object.entries(words).flatMap(([kind, word]) => {
    if (typeof word !== 'string' || told.some((fact) => fact.kind === kind)) return [];
    const givenAt = (root?.createdAt ?? new Date(0)).toISOString();
    return [
      { ...plain, kind, value: word, display: word, canonical: word, source: 'record' as const, givenAt },
    ];
  });
}

async function fromAddresses(ctx: Ctx, rootId: string): Promise<Known[]> {
  const addresses = await postalsOf(ctx, rootId);
  return addresses.slice(0, 5).flatMap(({ lines, postalCode, country, updatedAt }) => {
    const line = lines.join(', ');
    const fact = { ...plain, source: 'record' as const, givenAt: updatedAt };
    const cep =
      country === 'BR' && postalCode !== '' ? [{ ...fact, kind: 'cep', ...sameWord(postalCode) }] : [];
    return [{ ...fact, kind: 'address', ...sameWord(line) }, ...cep];
  });
}

const sameWord = (word: string) => ({ value: word, display: word, canonical: word });

async function fromFields(ctx: Ctx, group: Group): Promise<Known[]> {
  const subject = standingWord(group, 'kind') === 'company' ? 'company' : 'customer';
  const { fields, values } = await shownFields(ctx, subject, standingFields(group) as FieldValues);
  const root = group.members.find(({ id }) => id === group.root);
  return fields.flatMap((field) => {
    const value = values[field.name];
    // What is no word by itself (yes, a choice's key, cents) helps nobody in a sentence.
    if (typeof value !== 'string' || field.type === 'choice' || field.archivedAt !== null) return [];
    return [
      {
        ...plain,
        kind: `field:${field.name}`,
        label: field.label,
        ...displayFact(`field:${field.name}`, value),
        canonical: value,
        source: 'record' as const,
        givenAt: (root?.createdAt ?? new Date(0)).toISOString(),
      },
    ];
  });
}
