import { sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { cutsOf, meantBy, oneSlipAway, slipCost } from './slips.ts';
import { folded, maybeMistyped, type Term } from './terms.ts';

/** Shorter words have no more than one slip, and that was looked up. */
const likeFrom = 5;
const similarAtMost = 40;
/** A word in use is taken for a slip only when it is long, and one likely slip away. */
const besideFrom = 6;
const besideCost = 1;

/**
 * What nothing has as it was typed: with the words in use that may have been meant. First those that nobody wrote; if all are
 * in use and never together, somebody else's slip may be among them.
 */
export async function withMeant(ctx: Ctx, typed: readonly Term[]): Promise<Term[]> {
  const inUse = await wordsInUse(ctx, typed.filter(maybeMistyped));
  const isInUse = (term: Term): boolean => !maybeMistyped(term) || inUse.has(folded(term.text));
  if (typed.every(isInUse)) return typed.map((term) => ({ ...term, meant: besideOf(term, inUse) }));
  const found: Term[] = [];
  for (const term of typed)
    found.push(isInUse(term) ? term : { ...term, meant: await meantFor(ctx, term, inUse) });
  return found;
}

/** Of these words, of those one slip away and of the halves of two written as one: those somebody wrote. */
async function wordsInUse(ctx: Ctx, mistyped: readonly Term[]): Promise<Set<string>> {
  const words = mistyped.flatMap(({ text }) => [folded(text), ...oneSlipAway(text), ...cutsOf(text).flat()]);
  if (words.length === 0) return new Set();
  const { rows } = await sql<{ word: string }>`
    SELECT word FROM search_words WHERE org_id = ${ctx.orgId} AND word = ANY(${[...new Set(words)]}::text[])`.execute(
    ctx.db,
  );
  return new Set(rows.map(({ word }) => word));
}

const nearby = (term: Term, inUse: ReadonlySet<string>): string[] =>
  oneSlipAway(term.text).filter((word) => inUse.has(word));

async function meantFor(ctx: Ctx, term: Term, inUse: ReadonlySet<string>): Promise<string[]> {
  const near = meantBy(term.text, nearby(term, inUse));
  if (near.length > 0) return near;
  const cuts = cutsOf(term.text).filter((cut) => cut.every((half) => half.length < 4 || inUse.has(half)));
  const apart = cuts.filter((cut) => cut.some((half) => half.length > 3)).map((cut) => cut.join(' '));
  return term.text.length < likeFrom ? apart : [...(await similar(ctx, term)), ...apart];
}

async function similar(ctx: Ctx, { text }: Term): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    SELECT word FROM meada_similar_words(${folded(text)}, ${similarAtMost}) AS s(word)`.execute(ctx.db);
  return meantBy(
    text,
    rows.map(({ word }) => word),
  );
}

function besideOf(term: Term, inUse: ReadonlySet<string>): string[] {
  if (!maybeMistyped(term) || term.text.length < besideFrom) return [];
  return meantBy(term.text, nearby(term, inUse), { beside: true }).filter(
    (word) => slipCost(folded(term.text), word) <= besideCost,
  );
}

/** Words that begin alike are named while they are no more; what is looked for by its beginning is read whole by the index. */
const namedAtMost = 60;

/** The terms with the words that a last one, still being typed, may become. */
export async function withBeginnings(ctx: Ctx, terms: readonly Term[]): Promise<Term[]> {
  const last = terms.find(({ open }) => open);
  const start = folded(last?.text ?? '');
  if (!last || !/^[a-z]+$/.test(start)) return [...terms];
  const { rows } = await sql<{ word: string }>`
    SELECT word FROM meada_words_beginning(${start}, ${namedAtMost + 1}) AS w(word)`.execute(ctx.db);
  const begins = rows.length > namedAtMost ? [] : rows.map(({ word }) => word);
  return terms.map((term) => (term === last ? { ...term, begins } : term));
}
