import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../../kernel/ctx.ts';
import { digitsOf, runsOf } from './digits.ts';
import { accentedOf, englishOf, gendersOf, numbersOf } from './forms.ts';
import { folded, isSign, signs, type Term } from './terms.ts';
import { respelt, verbForms } from './verbs.ts';

type TsQuery = RawBuilder<unknown>;

/**
 * Runs a statement whose text goes with what was typed (as many parts as a word has forms). It is not prepared: such texts
 * would take the places of statements that come again.
 */
export async function runOnce<R>(ctx: Ctx, query: RawBuilder<R>): Promise<R[]> {
  const { sql: text, parameters } = query.compile(ctx.db);
  const { rows } = await ctx.client.query({ text, values: [...parameters] });
  return rows as R[];
}

/** Words of fewer letters are not among the words in use (`meada_is_word`). */
const lettersOfWords = 4;

/**
 * One term as PostgreSQL looks for it: by its stem (`informações` finds `informação`) or folded as it stands (`informacao`
 * finds both ways of typing). A stop word (`de`) says nothing; in a phrase it has its place.
 */
function termQuery(term: Term): TsQuery {
  const text = term.text.replace(/\//g, ' ');
  if (isSign(text)) return lexemes(signsOf(text));
  if (term.phrase)
    return sql`(phraseto_tsquery('portuguese', ${text}) || phraseto_tsquery('meada_plain', ${text}))`;
  const stems = sql`plainto_tsquery('portuguese', ${text})`;
  const ways = [
    stems,
    sql`plainto_tsquery('meada_plain', ${text})`,
    ...verbQuery(term.text),
    ...formsQuery(term),
    ...partsQuery(term),
    ...term.meant.map(meantQuery),
  ];
  return sql`CASE WHEN numnode(${stems}) = 0 THEN ''::tsquery ELSE ${sql.join(ways, sql` || `)} END`;
}

/** Words that are stop words alone (`fui`) are looked for as they stand, in all forms of the verb they may be. */
const aloneQuery = (term: Term): TsQuery =>
  sql`(${sql.join(
    [sql`plainto_tsquery('meada_plain', ${term.text})`, ...verbQuery(term.text), ...partsQuery(term)],
    sql` || `,
  )})`;

/** Lexemes as they stand in the index: small letters and digits, nothing that says more to PostgreSQL. */
const lexemes = (words: readonly string[]): TsQuery =>
  sql`to_tsquery('simple', ${words.filter((word) => /^[a-z0-9]+$/.test(word)).join(' | ')})`;

/** A sign as the index has it (`meada_said_otherwise`). */
const signsOf = (text: string): string[] =>
  [...text.matchAll(signs)].map(([sign]) => `u${sign.codePointAt(0)?.toString(16)}`);

function verbQuery(text: string): TsQuery[] {
  const { plain, accented } = verbForms(text);
  return [
    ...(plain.length > 0 ? [lexemes(plain)] : []),
    ...[...accented, ...respelt(text)].map((word) => sql`plainto_tsquery('portuguese', ${word})`),
  ];
}

/** Forms that are looked for only if somebody wrote them. */
const formsInUse = ({ text, glued }: Term): string[] => {
  const word = folded(text);
  return [...new Set([...numbersOf(word), ...gendersOf(word), ...englishOf(word), ...glued])];
};

/**
 * Other forms of a word or a number, as far as somebody wrote them: each one that is looked for costs. One that is a stop
 * word (`mais`, of `mal`) would find everything.
 */
function formsQuery(term: Term): TsQuery[] {
  const { text } = term;
  const forms = formsInUse(term);
  const isInUse = sql`(length(f) < ${lettersOfWords}
      OR EXISTS (SELECT FROM search_words w WHERE w.org_id = meada_org() AND w.word = f))`;
  const inUse = sql`(SELECT coalesce(to_tsquery('simple', string_agg(f, ' | ')), ''::tsquery)
    FROM unnest(${forms}::text[]) AS f
    WHERE numnode(plainto_tsquery('portuguese', f)) > 0 AND ${term.unchecked ? sql`true` : isInUse})`;
  const word = folded(text);
  const runs = runsOf(text);
  return [
    ...(forms.length > 0 ? [inUse] : []),
    ...(word === text.toLowerCase() ? [] : [sql`plainto_tsquery('portuguese', ${word})`]),
    ...accentedOf(text).map((one) => sql`plainto_tsquery('portuguese', ${one})`),
    ...digitsOf(text).map((digits) => sql`phraseto_tsquery('meada_plain', ${digits.replace(/\//g, ' ')})`),
    ...(runs.length > 0 ? [lexemes(runs)] : []),
  ];
}

/** What marks hold together (`acme.com.br`, `wi-fi`, `NF-98231`): its parts side by side, and written as one. */
function partsQuery({ text, open, begins }: Term): TsQuery[] {
  const parts = (folded(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((part) => /^[a-z0-9]+$/.test(part));
  if (parts.length === 0) return [];
  const side = sql`to_tsquery('simple', ${`${parts.join(' <-> ')}${open ? ':*' : ''}`})`;
  if (parts.length === 1) return !open ? [] : begins.length > 0 ? [lexemes(begins)] : [side];
  const one = gluedOf(text);
  return [side, ...(one ? [lexemes([one])] : [])];
}

/** A compound or a serial number without its marks; null for what is no such thing (an address, an amount). */
export function gluedOf(text: string): string | null {
  const bare = folded(text);
  if (!/^[a-z0-9]+(?:[-./][a-z0-9]+)+$/.test(bare) || !/[a-z]/.test(bare)) return null;
  return /\d/.test(bare) || /^[a-z-]+$/.test(bare) ? bare.replace(/[-./]/g, '') : null;
}

/** Words of the index, letters only; two of them side by side. */
const meantQuery = (words: string): TsQuery => sql`to_tsquery('simple', ${words.replace(' ', ' <-> ')})`;

/** All terms together. Stop words alone are looked for as they stand. */
export function allOf(terms: readonly Term[]): TsQuery {
  const wanted = terms.filter((term) => !term.not);
  const alone = sql.join(wanted.map(aloneQuery), sql` && `);
  return sql`(SELECT CASE WHEN ${sql.join(wanted.map(saysNothing), sql` AND `)} THEN ${alone} ELSE w.q END
    FROM (SELECT ${joined(terms)} AS q) AS w)`;
}

const joined = (terms: readonly Term[]): TsQuery =>
  sql.join(
    terms.map((term) => (term.not ? sql`!! (${termQuery(term)})` : sql`(${termQuery(term)})`)),
    sql` && `,
  );

/**
 * What the index is asked for when the last word begins many words: the others. All that begins so would be read for each
 * stretch of time. NULL where there are no others that say something.
 */
export function looselyOf(terms: readonly Term[]): TsQuery {
  const others = terms.filter((term) => !(term.open && term.begins.length === 0));
  const wanted = others.filter((term) => !term.not);
  if (others.length === terms.length || wanted.length === 0) return sql`NULL::tsquery`;
  return sql`CASE WHEN ${sql.join(wanted.map(saysNothing), sql` AND `)} THEN NULL ELSE ${joined(others)} END`;
}

/** And with one of each of these lists of facts of the index (`factWords`), as they stand there. */
export const withFacts = (query: TsQuery, facts: readonly (readonly string[])[]): TsQuery =>
  facts.length === 0 ? query : sql`(${query} && ${facts.map(anyFact).join(' & ')}::tsquery)`;
const anyFact = (facts: readonly string[]): string => `(${facts.map((fact) => `'${fact}'`).join(' | ')})`;

const saysNothing = ({ text }: Term): RawBuilder<boolean> =>
  isSign(text)
    ? sql<boolean>`false`
    : sql<boolean>`numnode(plainto_tsquery('portuguese', ${text.replace(/\//g, ' ')})) = 0`;

/** Anything of what is looked for: which words of a text are shown as hits. */
export function anyOf(terms: readonly Term[]): TsQuery {
  const wanted = terms.filter((term) => !term.not);
  const words = wanted.flatMap((term) => [...(term.phrase ? [] : [term]), ...piecesOf(term)]);
  const or = (queries: TsQuery[]) => sql.join(queries, sql` || `);
  return sql`(SELECT CASE WHEN ${sql.join(wanted.map(saysNothing), sql` AND `)} THEN ${or(wanted.map(aloneQuery))}
    ELSE ${or(words.map((term) => sql`(${termQuery(term)})`))} END)`;
}

/** What is shown word by word though it is looked for as one: phrases, numbers, `azul-marinho`. */
function piecesOf({ text, open }: Term): Term[] {
  const pieces = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(pieces)]
    .filter((piece) => piece !== text)
    .map((piece, at) => ({
      ...{ text: piece, phrase: false, not: false, begins: [], glued: [], meant: [] },
      open: open && at === pieces.length - 1,
    }));
}

/** Everything a term is looked for as, to know words by that may be it. */
export function writingsOf(term: Term): string[] {
  const { plain, accented } = verbForms(term.text);
  return [
    ...[term.text, ...plain, ...accented, ...respelt(term.text)],
    ...[...formsInUse(term), ...digitsOf(term.text), ...term.meant],
  ];
}

/** Of these words, those that the search means. */
export async function hitsAmong(ctx: Ctx, words: string[], terms: readonly Term[]): Promise<Set<string>> {
  const rows = await runOnce(
    ctx,
    sql<{ word: string }>`
    SELECT w AS word FROM unnest(${words}::text[]) AS w, (SELECT ${anyOf(terms)} AS wanted) AS q
    WHERE to_tsvector('portuguese', w) || to_tsvector('meada_plain', w) @@ q.wanted`,
  );
  return new Set(rows.map((row) => row.word));
}
