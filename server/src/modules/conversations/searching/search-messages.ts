import type { ResponseOf } from '@meada/contract/route';
import type { searchMessages as route, SearchHit } from '@meada/contract/routes/search';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { hasStatus } from '../statuses/views.ts';
import { type PlaceText, readCursor, textOfTime, writeCursor } from '../views/cursor.ts';
import { conversationItems } from '../views/items.ts';
import { authorName } from '../views/messages.ts';
import { seenBy } from '../visibility.ts';
import { messageWords } from './index-messages.ts';
import { allOf, anyOf } from './query.ts';
import { maybeHits, snippetOf } from './snippet.ts';
import { folded, maybeMistyped, meantBy, readTerms, saysSomething, type Term } from './terms.ts';

type Filters = Input<typeof route>['query'];
type Found = { id: string; conversationId: string; at: string };
/** `looked`: candidates there were, whatever the filters left of them. */
type Page = { rows: Found[]; next: PlaceText | null; looked: number };

/** Messages looked at for one page: more where filters, not words, are what few fit. */
const lookedAt = [100, 1000, 10_000] as const;
/** Conversations of a customer that are searched. */
const conversationsAtMost = 2000;
const similarAtMost = 40;

/**
 * Messages with these words, the latest first, of what the actor may see. When nothing has them as typed, words in use
 * that a mistyped one may have meant are looked for, and named.
 */
export async function searchMessages(ctx: Ctx, filters: Filters): Promise<ResponseOf<typeof route>> {
  const place = readCursor(filters.cursor);
  const typed = readTerms(filters.query);
  if (!saysSomething(typed)) return { items: [], next: null, meant: [] };
  const scope = { filters, place, among: await amongOf(ctx, filters) };
  const asTyped = await readPage(ctx, typed, scope);
  const terms = asTyped.looked > 0 ? typed : await asMeant(ctx, typed, scope);
  const page = terms === typed ? asTyped : await readPage(ctx, terms, scope);
  const { items, hits } = await hitsOf(ctx, page.rows, terms);
  return { items, next: page.next ? writeCursor(page.next) : null, meant: shownMeant(terms, hits) };
}

/** Of what may have been meant, what was found where the actor sees it: nobody learns words of others. */
function shownMeant(terms: readonly Term[], hits: ReadonlySet<string>) {
  const found = new Set([...hits].map(folded));
  return terms
    .map((term) => ({ typed: term.text, words: term.meant.filter((word) => found.has(word)) }))
    .filter(({ words }) => words.length > 0);
}

type Scope = { filters: Filters; place: PlaceText | null; among: string[] | null };

/** The only conversations that are searched; null for all. */
async function amongOf(ctx: Ctx, filters: Filters): Promise<string[] | null> {
  if (filters.conversationId) return [filters.conversationId];
  if (!filters.customerId) return null;
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM conversations c JOIN customers g ON g.org_id = c.org_id AND g.id = c.customer_id
    WHERE c.org_id = ${ctx.orgId} AND g.canonical_id =
      (SELECT x.canonical_id FROM customers x WHERE x.org_id = ${ctx.orgId} AND x.id = ${filters.customerId}::uuid)
    ORDER BY c.active_at DESC LIMIT ${conversationsAtMost}`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** Terms that this page had nothing for: with what may have been meant, unless a page before had them as typed. */
async function asMeant(ctx: Ctx, typed: Term[], scope: Scope): Promise<Term[]> {
  const mistyped = typed.filter(maybeMistyped);
  if (mistyped.length === 0) return typed;
  if (scope.place && (await candidates(ctx, typed, { ...scope, place: null, most: 1 })).length > 0)
    return typed;
  const { rows } = await sql<{ typed: string; word: string }>`
    SELECT t.typed, s.word FROM unnest(${mistyped.map(({ text }) => text)}::text[]) AS t(typed)
    CROSS JOIN LATERAL meada_similar_words(meada_fold(t.typed), ${similarAtMost}) AS s(word)`.execute(ctx.db);
  if (rows.length === 0) return typed;
  return typed.map((term) => {
    if (!maybeMistyped(term)) return term;
    const inUse = rows.filter((row) => row.typed === term.text).map((row) => row.word);
    return { ...term, meant: meantBy(term.text, inUse) };
  });
}

async function candidates(
  ctx: Ctx,
  terms: readonly Term[],
  scope: Scope & { most: number },
): Promise<Found[]> {
  const { place, among, most } = scope;
  const { rows } = await sql<Found>`
    SELECT f.message_id AS id, f.conversation_id AS "conversationId", ${textOfTime(sql`f.at`)} AS at
    FROM meada_found_messages(${allOf(terms)}, ${place?.at ?? null}::timestamptz, ${place?.id ?? null}::uuid,
      ${among}::uuid[], ${most}) AS f`.execute(ctx.db);
  return rows;
}

/** One page: candidates by the words, then what the filters and the actor's sight leave of them; further back while it is not full. */
async function readPage(ctx: Ctx, terms: readonly Term[], scope: Scope): Promise<Page> {
  const { limit } = scope.filters;
  let { place } = scope;
  const until = scope.filters.until && placeAt(scope.filters.until);
  if (until && (!place || place.at > until)) place = { at: until, id: firstId };
  const rows: Found[] = [];
  let seen = 0;
  for (const most of lookedAt) {
    const looked = await candidates(ctx, terms, { ...scope, place, most });
    seen += looked.length;
    rows.push(...(await fitting(ctx, looked, scope.filters)));
    if (rows.length > limit) {
      const kept = rows.slice(0, limit);
      return { rows: kept, next: kept.at(-1) ?? null, looked: seen };
    }
    const last = looked.at(-1);
    if (looked.length < most || !last || tooEarly(last, scope.filters))
      return { rows, next: null, looked: seen };
    place = last;
  }
  return { rows, next: place, looked: seen };
}

/** A moment as a place has it, to the microsecond. */
const placeAt = (moment: string): string => new Date(moment).toISOString().replace('Z', '000Z');

const firstId = '00000000-0000-0000-0000-000000000000';

const tooEarly = (last: Found, filters: Filters): boolean =>
  filters.from !== undefined && last.at < placeAt(filters.from);

/** Of these messages, in their order, those that the filters mean and the actor sees. */
async function fitting(ctx: Ctx, looked: readonly Found[], filters: Filters): Promise<Found[]> {
  if (looked.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    SELECT m.id FROM messages m JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
    WHERE m.org_id = ${ctx.orgId} AND m.id = ANY(${looked.map((one) => one.id)}::uuid[]) AND m.deleted_at IS NULL
      AND ${sql.join([seenBy(ctx.actor), ...conditions(filters)], sql` AND `)}`.execute(ctx.db);
  const kept = new Set(rows.map((row) => row.id));
  return looked.filter((one) => kept.has(one.id));
}

function conditions(filters: Filters): RawBuilder<SqlBool>[] {
  const all: (RawBuilder<SqlBool> | false | undefined)[] = [
    filters.inboxId !== undefined &&
      sql<SqlBool>`coalesce(m.inbox_id, c.inbox_id) = ${filters.inboxId}::uuid`,
    filters.labelId !== undefined && sql<SqlBool>`${filters.labelId}::uuid = ANY(c.label_ids)`,
    filters.status !== undefined && sql<SqlBool>`c.status = ${filters.status}`,
    filters.statusId !== undefined && hasStatus(filters.statusId),
    filters.author !== undefined && sql<SqlBool>`m.author_kind = ${filters.author}`,
    filters.personId !== undefined &&
      sql<SqlBool>`m.author_kind = 'person' AND m.author_id = ${filters.personId}::uuid`,
    filters.visibility !== undefined && sql<SqlBool>`m.visibility = ${filters.visibility}`,
    filters.files !== undefined &&
      sql<SqlBool>`EXISTS (SELECT FROM attachments a WHERE a.org_id = m.org_id AND a.message_id = m.id)`,
    filters.from !== undefined && sql<SqlBool>`m.at >= ${filters.from}::timestamptz`,
    filters.until !== undefined && sql<SqlBool>`m.at < ${filters.until}::timestamptz`,
  ];
  return all.filter((condition) => condition !== false && condition !== undefined);
}

type Row = Pick<SearchHit, 'seq' | 'authorKind' | 'authorName' | 'visibility' | 'files'> & {
  id: string;
  at: Date;
  words: string;
};

/** The found messages as they are shown, the words that were looked for marked. */
async function hitsOf(
  ctx: Ctx,
  found: readonly Found[],
  terms: readonly Term[],
): Promise<{ items: SearchHit[]; hits: ReadonlySet<string> }> {
  if (found.length === 0) return { items: [], hits: new Set() };
  const { rows } = await sql<Row>`
    SELECT m.id, m.seq, m.at, m.author_kind AS "authorKind", ${authorName('m')} AS "authorName", m.visibility,
      (SELECT count(*)::int FROM attachments a WHERE a.org_id = m.org_id AND a.message_id = m.id) AS files,
      ${sql.raw(messageWords)} AS words
    FROM messages m JOIN conversations c ON c.org_id = m.org_id AND c.id = m.conversation_id
    LEFT JOIN message_bodies b ON b.org_id = m.org_id AND b.message_id = m.id
    WHERE m.org_id = ${ctx.orgId} AND m.id = ANY(${found.map((one) => one.id)}::uuid[])`.execute(ctx.db);
  const texts = rows.map((row) => row.words);
  const hits = await hitsAmong(ctx, maybeHits(texts, terms), terms);
  const conversations = await conversationItems(
    ctx,
    [...new Set(found.map((one) => one.conversationId))],
    actorKey(ctx.actor),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const items = found.flatMap(({ id, conversationId }) => {
    const row = byId.get(id);
    const conversation = conversations.find((item) => item.id === conversationId);
    if (!row || !conversation) return [];
    const { id: messageId, at, words, ...shown } = row;
    return [{ ...shown, messageId, at: at.toISOString(), snippet: snippetOf(words, hits), conversation }];
  });
  return { items, hits };
}

/** Of these words, those that the search means. */
async function hitsAmong(ctx: Ctx, words: string[], terms: readonly Term[]): Promise<Set<string>> {
  const { rows } = await sql<{ word: string }>`
    SELECT w AS word FROM unnest(${words}::text[]) AS w, (SELECT ${anyOf(terms)} AS wanted) AS q
    WHERE to_tsvector('portuguese', w) || to_tsvector('meada_plain', w) @@ q.wanted`.execute(ctx.db);
  return new Set(rows.map((row) => row.word));
}
