import type { ResponseOf } from '@meada/contract/route';
import type { searchMessages as route, SearchHit } from '@meada/contract/routes/search';
import { sql } from 'kysely';
import { actorKey } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import { type PlaceText, readCursor, textOfTime, writeCursor } from '../views/cursor.ts';
import { conversationItems } from '../views/items.ts';
import { authorName } from '../views/messages.ts';
import { messageWords } from './index-messages.ts';
import { withBeginnings, withMeant } from './mistyped.ts';
import { amongOf, type Found, factsOf, fitting, type Narrowed, narrowedBy } from './narrow.ts';
import { allOf, hitsAmong, looselyOf, runOnce, withFacts } from './query.ts';
import { maybeHits, snippetOf, togetherOf } from './snippet.ts';
import { folded, readTerms, saysSomething, type Term } from './terms.ts';

type Filters = Input<typeof route>['query'];
/** Candidates; `until`: as far back as was looked, when that is not all. */
type Looked = { rows: Found[]; until: PlaceText | null };
/** `looked`: whether there were candidates, or may be further back, whatever the filters left of them. */
type Page = { rows: Found[]; next: PlaceText | null; looked: boolean };

/** Messages looked at for one page: more where filters, not words, are what few fit. */
const lookedAt = [100, 1000, 2000] as const;

/**
 * Messages with these words, the latest first, of what the actor may see. When nothing has them as typed, words in use
 * that a mistyped one may have meant are looked for, and named.
 */
export async function searchMessages(ctx: Ctx, filters: Filters): Promise<ResponseOf<typeof route>> {
  const place = readCursor(filters.cursor);
  const words = readTerms(filters.query);
  if (!saysSomething(words)) return { items: [], next: null, meant: [] };
  const typed = await withBeginnings(ctx, words);
  const narrowed = await narrowedBy(ctx, filters);
  const scope = { filters: narrowed, place, among: await amongOf(ctx, narrowed) };
  const asTyped = await readPage(ctx, typed, scope);
  const terms = asTyped.looked ? typed : await asMeant(ctx, typed, scope);
  const page = terms === typed ? asTyped : await readPage(ctx, terms, scope);
  const { items, hits } = await hitsOf(ctx, page.rows, terms);
  return { items, next: page.next ? writeCursor(page.next) : null, meant: shownMeant(terms, hits) };
}

/** Of what may have been meant, what was found where the actor sees it: nobody learns words of others. */
function shownMeant(terms: readonly Term[], hits: ReadonlySet<string>) {
  const found = new Set([...hits].map(folded));
  return terms
    .map((term) => ({
      typed: term.text,
      words: term.meant.filter((words) => words.split(' ').every((word) => found.has(word))),
    }))
    .filter(({ words }) => words.length > 0);
}

type Scope = { filters: Narrowed; place: PlaceText | null; among: string[] | null };

/** Terms that this page had nothing for: with what may have been meant, unless a page before had them as typed. */
async function asMeant(ctx: Ctx, typed: Term[], scope: Scope): Promise<Term[]> {
  if (scope.place && (await isFound(ctx, typed, { ...scope, place: null }))) return typed;
  const meant = await withMeant(ctx, typed);
  return meant.some((term) => term.meant.length > 0) ? meant : typed;
}

/** Whether anything is, or may be, as it was typed. */
async function isFound(ctx: Ctx, typed: Term[], scope: Scope): Promise<boolean> {
  const { rows, until } = await candidates(ctx, typed, { ...scope, most: 1 });
  return rows.length > 0 || until !== null;
}

async function candidates(
  ctx: Ctx,
  terms: readonly Term[],
  scope: Scope & { most: number },
): Promise<Looked> {
  const { place, among, most, filters } = scope;
  const wanted = withFacts(allOf(terms), factsOf(filters));
  const rows = await runOnce(
    ctx,
    sql<Found & { id: string | null }>`
    SELECT f.message_id AS id, f.conversation_id AS "conversationId", ${textOfTime(sql`f.at`)} AS at
    FROM meada_found_messages(${wanted}, ${place?.at ?? null}::timestamptz, ${place?.id ?? null}::uuid,
      ${among}::uuid[], ${most}, ${filters.from ?? null}::timestamptz,
      ${looselyOf(terms)}) AS f`,
  );
  const cut = rows.find((row) => row.id === null);
  return { rows: rows.filter((row) => row.id !== null), until: cut ? { at: cut.at, id: firstId } : null };
}

/** One page: candidates by the words, then what the filters and the actor's sight leave of them; further back while it is not full. */
async function readPage(ctx: Ctx, terms: readonly Term[], scope: Scope): Promise<Page> {
  const { limit } = scope.filters;
  let { place } = scope;
  const until = scope.filters.until && placeAt(scope.filters.until);
  if (until && (!place || place.at > until)) place = { at: until, id: firstId };
  const rows: Found[] = [];
  let seen = false;
  for (const most of lookedAt) {
    const looked = await candidates(ctx, terms, { ...scope, place, most });
    seen ||= looked.rows.length > 0 || looked.until !== null;
    rows.push(...(await fitting(ctx, looked.rows, scope.filters)));
    if (rows.length > limit) {
      const kept = rows.slice(0, limit);
      return { rows: kept, next: kept.at(-1) ?? null, looked: seen };
    }
    const last = looked.rows.at(-1);
    if (looked.until) return { rows, next: looked.until, looked: seen };
    if (looked.rows.length < most || !last) return { rows, next: null, looked: seen };
    place = last;
  }
  return { rows, next: place, looked: seen };
}

/** A moment as a place has it, to the microsecond. */
const placeAt = (moment: string): string => new Date(moment).toISOString().replace('Z', '000Z');

const firstId = '00000000-0000-0000-0000-000000000000';

type Row = Pick<SearchHit, 'seq' | 'authorKind' | 'authorName' | 'visibility' | 'channel' | 'files'> & {
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
      coalesce((SELECT i.channel FROM inboxes i WHERE i.org_id = m.org_id AND i.id = m.inbox_id), c.channel) AS channel,
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
  const together = togetherOf(terms);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const items = found.flatMap(({ id, conversationId }) => {
    const row = byId.get(id);
    const conversation = conversations.find((item) => item.id === conversationId);
    if (!row || !conversation) return [];
    const { id: messageId, at, words, ...shown } = row;
    return [
      { ...shown, messageId, at: at.toISOString(), snippet: snippetOf(words, hits, together), conversation },
    ];
  });
  return { items, hits };
}
