import type { Ctx } from '../../../kernel/ctx.ts';
import { insertMany } from '../../../kernel/db/bulk.ts';
import { keepFact } from '../facts/keep.ts';
import { lockIdentities } from '../store.ts';
import { changesOf, loadStanding, type Standing, writeChanges } from './change.ts';
import { type Decision, decideDrafts } from './decide.ts';
import { foldAll, loadCompanies, loadDirectory, type MadeHere } from './directory.ts';
import type { Made } from './made.ts';
import type { CustomerDraft, KnownAre } from './rules.ts';
import * as tables from './tables.ts';

export type Written = {
  n: number;
  outcome: 'create' | 'update' | 'leave' | 'several';
  customerId: string | null;
  sharedWith: boolean;
  repeats: boolean;
  made: Made | null;
};

/**
 * Writes many customers in a fixed number of statements: new ones with their addresses, and what known ones lack. An
 * address of a list proves nothing. Holds the lock of the organisation's identities; call it with a few hundred at once.
 */
export async function writeDrafts(
  ctx: Ctx,
  drafts: readonly CustomerDraft[],
  { known, madeHere }: { known: KnownAre; madeHere: MadeHere },
): Promise<Written[]> {
  await lockIdentities(ctx);
  const directory = await loadDirectory(ctx, drafts, madeHere);
  const decisions = decideDrafts(drafts, directory, { known, newId: () => ctx.ids.uuid() });
  const made = new Map<number, Made>();
  const fresh = decisions.filter((one) => one.kind === 'create');
  const at = ctx.clock.now();
  await insertMany(
    ctx.client,
    { ...tables.customers, orgId: ctx.orgId },
    fresh.map((one) => newCustomer(one, at)),
  );
  for (const one of fresh) made.set(one.draft.n, { customer: true, at: at.toISOString() });
  const standing = await loadStanding(ctx, known === 'leave' ? [] : knownIds(decisions));
  const changes = changesOf(decisions, standing, { known, at });
  await writeChanges(ctx, changes, at);
  for (const change of changes) made.set(change.n, { ...made.get(change.n), ...change.made });
  const touched = decisions.filter(
    (one) => one.kind === 'create' || (one.kind === 'known' && known !== 'leave'),
  );
  await writeParts(ctx, touched as Settled[], { standing, made });
  return decisions.map((one) => writtenOf(ctx, one, made));
}

type Settled = Exclude<Decision, { kind: 'several' }>;

const knownIds = (decisions: readonly Decision[]): string[] => [
  ...new Set(decisions.flatMap((one) => (one.kind === 'known' ? [one.customerId] : []))),
];

function newCustomer({ draft, customerId }: Extract<Decision, { kind: 'create' }>, now: Date) {
  return {
    id: customerId,
    canonical_id: customerId,
    kind: draft.kind,
    name: draft.name,
    birth_date: draft.birthDate,
    locale: draft.locale,
    label_ids: draft.labelIds,
    custom_fields: draft.fields,
    notes: '',
    created_at: now,
    updated_at: now,
    seen_at: now,
  };
}

function writtenOf(ctx: Ctx, one: Decision, made: ReadonlyMap<number, Made>): Written {
  const { n } = one.draft;
  const own = made.get(n) ?? null;
  const none = { n, customerId: null, sharedWith: false, repeats: false, made: null };
  if (one.kind === 'several') return { ...none, outcome: 'several' };
  const { customerId } = one;
  if (one.kind === 'create') {
    ctx.emit({ name: 'customer.created', facts: { customerId } });
    const { sharedWith, repeats } = one;
    return { n, outcome: 'create', customerId, sharedWith, repeats, made: own };
  }
  if (own) ctx.emit({ name: 'customer.changed', facts: { customerId } });
  return { ...none, outcome: own ? 'update' : 'leave', customerId, made: own };
}

type Parts = { standing: ReadonlyMap<string, Standing>; made: Map<number, Made> };

/** Addresses, notes and companies of new and known ones. */
async function writeParts(ctx: Ctx, decisions: readonly Settled[], parts: Parts): Promise<void> {
  const { orgId, client } = ctx;
  const identities: Record<string, unknown>[] = [];
  const postals: Record<string, unknown>[] = [];
  const notes: Record<string, unknown>[] = [];
  const documents: Record<string, unknown>[] = [];
  const had = new Map<string, Set<string>>();
  for (const { draft, customerId } of decisions) {
    const standing = parts.standing.get(customerId);
    const keys = had.get(customerId) ?? new Set(standing?.keys);
    had.set(customerId, keys);
    const own: Made = parts.made.get(draft.n) ?? {};
    for (const address of draft.addresses) {
      if (keys.has(address.matchKey)) continue;
      keys.add(address.matchKey);
      const id = ctx.ids.uuid();
      identities.push(identityRow(ctx, { id, customerId, address }));
      own.identityIds = [...(own.identityIds ?? []), id];
    }
    if (draft.postal && !standing?.places.has(placeKey(draft.postal))) {
      const id = ctx.ids.uuid();
      postals.push(postalRow({ id, customerId, postal: draft.postal }, ctx.clock.now()));
      own.postalIds = [id];
    }
    if (draft.note && !standing?.notes.has(draft.note)) {
      const id = ctx.ids.uuid();
      notes.push(noteRow(ctx, { id, customerId, text: draft.note }));
      own.noteIds = [id];
    }
    own.documentIds = documentRows(ctx, { draft, customerId, standing }, documents);
    if (hasMade(own)) parts.made.set(draft.n, own);
  }
  await insertMany(client, { ...tables.identities, orgId }, identities);
  await insertMany(client, { ...tables.postals, orgId }, postals);
  await insertMany(client, { ...tables.notes, orgId }, notes);
  await insertMany(client, { ...tables.documents, orgId }, documents);
  await writeFacts(ctx, decisions, parts);
  await writeTies(ctx, decisions, parts.made);
}

/** Facts that are not known yet; one that is stays as it was told first. */
async function writeFacts(ctx: Ctx, decisions: readonly Settled[], parts: Parts): Promise<void> {
  for (const { draft, customerId } of decisions) {
    const own: Made = parts.made.get(draft.n) ?? {};
    for (const fact of draft.facts) {
      const key = `${fact.kind} ${fact.canonical}`;
      if (parts.standing.get(customerId)?.facts.has(key)) continue;
      parts.standing.get(customerId)?.facts.add(key);
      const id = await keepFact(ctx, { customerId, ...fact, source: 'import' });
      if (id) own.factIds = [...(own.factIds ?? []), id];
    }
    if (hasMade(own)) parts.made.set(draft.n, own);
  }
}

const hasMade = (made: Made): boolean =>
  Object.values(made).some((one) => one !== undefined && !(Array.isArray(one) && one.length === 0));

type Own = { draft: CustomerDraft; customerId: string; standing: Standing | undefined };

/** Rows of documents that are not there yet; answers their ids. */
function documentRows(ctx: Ctx, own: Own, rows: Record<string, unknown>[]): string[] {
  const fresh = own.draft.documents.filter((number) => !own.standing?.documents.has(number));
  return fresh.map((number) => {
    own.standing?.documents.add(number);
    const id = ctx.ids.uuid();
    const { customerId } = own;
    rows.push({
      id,
      customer_id: customerId,
      kind: 'other',
      number,
      country: '',
      created_at: ctx.clock.now(),
    });
    return id;
  });
}

export const placeKey = (place: { postalCode: string; street: string; number: string }): string =>
  `${place.postalCode}|${place.street.toLowerCase()}|${place.number}`;

type Address = CustomerDraft['addresses'][number];
const identityRow = (ctx: Ctx, made: { id: string; customerId: string; address: Address }) => ({
  id: made.id,
  customer_id: made.customerId,
  kind: made.address.kind,
  value: made.address.value,
  canonical: made.address.canonical,
  match_key: made.address.matchKey,
  proof: 'none',
  confidence: 0.5,
  source: 'import',
  created_at: ctx.clock.now(),
});

type Postal = NonNullable<CustomerDraft['postal']>;
/** Written once, at one reading of the clock: an address whose times differ was edited since (`edited.ts`). */
const postalRow = (made: { id: string; customerId: string; postal: Postal }, at: Date) => ({
  id: made.id,
  customer_id: made.customerId,
  kind: made.postal.kind,
  country: made.postal.country,
  postal_code: made.postal.postalCode,
  street: made.postal.street,
  number: made.postal.number,
  complement: made.postal.complement,
  district: made.postal.district,
  city: made.postal.city,
  region: made.postal.region,
  recipient: '',
  note: '',
  preferred: false,
  source: 'import',
  created_at: at,
  updated_at: at,
});

const noteRow = (ctx: Ctx, made: { id: string; customerId: string; text: string }) => ({
  id: made.id,
  customer_id: made.customerId,
  text: made.text,
  pinned: false,
  author_kind: ctx.actor.kind,
  author_id: ctx.actor.id,
  created_at: ctx.clock.now(),
});

/** Companies by name: found, or made; whoever is of one already is not joined again. */
async function writeTies(ctx: Ctx, decisions: readonly Settled[], made: Map<number, Made>): Promise<void> {
  const of = decisions.filter(({ draft }) => draft.company !== null && draft.kind === 'human');
  const names = of.flatMap(({ draft }) => draft.company?.name ?? []);
  const folded = await foldAll(ctx, names);
  const companies = await loadCompanies(ctx, names);
  const fresh: Record<string, unknown>[] = [];
  const ties: Record<string, unknown>[] = [];
  for (const { draft, customerId } of of) {
    const own: Made = made.get(draft.n) ?? {};
    const { name = '', role = '' } = draft.company ?? {};
    const key = folded.get(name) ?? name;
    let companyId = companies.get(key);
    if (!companyId) {
      companyId = ctx.ids.uuid();
      companies.set(key, companyId);
      fresh.push(companyRow(ctx, companyId, name));
      own.companyIds = [companyId];
      ctx.emit({ name: 'customer.created', facts: { customerId: companyId } });
    }
    if (companyId === customerId) continue;
    const id = ctx.ids.uuid();
    ties.push({
      id,
      company_id: companyId,
      customer_id: customerId,
      role,
      source: 'import',
      created_at: ctx.clock.now(),
    });
    own.tieIds = [id];
    own.role = role;
    made.set(draft.n, own);
  }
  const { client, orgId } = ctx;
  await insertMany(client, { ...tables.customers, orgId }, fresh);
  await insertMany(client, { ...tables.ties, orgId }, ties);
}

function companyRow(ctx: Ctx, id: string, name: string) {
  const now = ctx.clock.now();
  const empty = { birth_date: null, locale: null, label_ids: [], custom_fields: {}, notes: '' };
  return {
    id,
    canonical_id: id,
    kind: 'company',
    name,
    ...empty,
    created_at: now,
    updated_at: now,
    seen_at: now,
  };
}
