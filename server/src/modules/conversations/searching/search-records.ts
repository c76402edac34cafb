import type { ResponseOf } from '@meada/contract/route';
import type { RecordHit, searchRecords as route } from '@meada/contract/routes/search';
import { sql } from 'kysely';
import { permit } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { Input } from '../../../kernel/http/route.ts';
import {
  customerRefs,
  type RecordPlace,
  type RecordText,
  recordsOf,
  searchedFields,
  textsOnRecords,
} from '../../customers/index.ts';
import { allOf, hitsAmong, runOnce } from './query.ts';
import { meantBy, oneSlipAway } from './slips.ts';
import { maybeHits, snippetOf, togetherOf } from './snippet.ts';
import { folded, maybeMistyped, readTerms, saysSomething, type Term } from './terms.ts';

type Asked = Input<typeof route>['query'];
/** More are looked up than asked for: of merged records one word counts, the others' are not shown. */
const spare = 20;
const similarAtMost = 40;

/**
 * Words on the records of customers: notes, the one text, the firm's own fields, the latest first; slips are forgiven where
 * nobody wrote the word. What the actor would not see on the record is not found either, and sensitive fields by nobody.
 */
export async function searchRecords(ctx: Ctx, asked: Asked): Promise<ResponseOf<typeof route>> {
  permit(ctx.actor, 'customers.read');
  const typed = readTerms(asked.query).map((term) => ({ ...term, unchecked: true as const }));
  if (!saysSomething(typed)) return { items: [], more: false };
  const { hidden } = await searchedFields(ctx);
  const place = { hidden, among: await recordsOf(ctx, asked.customerId), most: asked.limit };
  let terms: Term[] = typed;
  let rows = await found(ctx, typed, place);
  if (rows.length === 0) {
    terms = await withMeant(ctx, typed, hidden);
    if (terms.some((term) => term.meant.length > 0)) rows = await found(ctx, terms, place);
  }
  const said = await textsOnRecords(ctx, rows);
  const shown = said.slice(0, asked.limit);
  return { items: await hitsOf(ctx, shown, terms), more: said.length > shown.length };
}

type Place = { hidden: readonly string[]; among: string[] | null; most: number };

const found = (ctx: Ctx, terms: readonly Term[], { hidden, among, most }: Place): Promise<RecordPlace[]> =>
  runOnce(
    ctx,
    sql<RecordPlace>`SELECT f.customer_id AS "customerId", f.kind, f.ref, f.at
      FROM meada_found_records(${allOf(terms)}, ${hidden}::text[], ${among}::uuid[], ${most + spare}) AS f`,
  );

/** Words that nobody wrote, in a message or on a record, with those of records that may have been meant. */
async function withMeant(ctx: Ctx, typed: readonly Term[], hidden: readonly string[]): Promise<Term[]> {
  const words = typed.filter(maybeMistyped).map(({ text }) => folded(text));
  const { rows: used } = await sql<{ word: string }>`
    SELECT word FROM search_words WHERE org_id = ${ctx.orgId} AND word = ANY(${words}::text[])`.execute(
    ctx.db,
  );
  const inUse = new Set(used.map(({ word }) => word));
  const terms: Term[] = [];
  for (const term of typed) {
    const isSlip = maybeMistyped(term) && !inUse.has(folded(term.text));
    terms.push(isSlip ? { ...term, meant: await likeIn(ctx, term, hidden) } : term);
  }
  return terms;
}

/** Words one slip away that stand on a record; else such as messages have that look like it. */
async function likeIn(ctx: Ctx, { text }: Term, hidden: readonly string[]): Promise<string[]> {
  const near = await onRecords(ctx, oneSlipAway(text), hidden);
  if (near.length > 0) return meantBy(text, near);
  const { rows } = await sql<{ word: string }>`
    SELECT word FROM meada_similar_words(${folded(text)}, ${similarAtMost}) AS s(word)`.execute(ctx.db);
  const alike = meantBy(
    text,
    rows.map(({ word }) => word),
  );
  return onRecords(ctx, alike, hidden);
}

/** Of these words, those that stand on a record. */
async function onRecords(ctx: Ctx, words: readonly string[], hidden: readonly string[]): Promise<string[]> {
  // As lexemes: small letters, nothing that says more to PostgreSQL.
  const candidates = words.filter((word) => /^[a-z]{4,24}$/.test(word));
  if (candidates.length === 0) return [];
  const { rows } = await sql<{ word: string }>`
    SELECT w AS word
    FROM meada_words_on_records(${candidates}::text[], ${hidden}::text[], ${similarAtMost}) AS w`.execute(
    ctx.db,
  );
  return rows.map(({ word }) => word);
}

async function hitsOf(ctx: Ctx, said: readonly RecordText[], terms: readonly Term[]): Promise<RecordHit[]> {
  if (said.length === 0) return [];
  const refs = await customerRefs(
    ctx,
    said.map(({ customerId }) => customerId),
  );
  const texts = said.map(({ text }) => text);
  const hits = await hitsAmong(ctx, maybeHits(texts, terms), terms);
  const together = togetherOf(terms);
  return said.flatMap(({ customerId, kind, ref, at, text, field, authorName }) => {
    const customer = refs.get(customerId);
    if (!customer) return [];
    const snippet = snippetOf(text, hits, together);
    const noteId = kind === 'note' ? ref : null;
    return [{ customer, kind, noteId, field, at: at.toISOString(), authorName, snippet }];
  });
}
