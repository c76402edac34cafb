import { type RawBuilder, sql } from 'kysely';
import { accentedOf, digitsOf, numbersOf } from './forms.ts';
import { folded, type Term } from './terms.ts';

type TsQuery = RawBuilder<unknown>;

/** Words of fewer letters are not among the words in use (`meada_is_word`). */
const lettersOfWords = 4;

/**
 * One term as PostgreSQL looks for it: by its stem (`informações` finds `informação`) or folded as it stands (`informacao`
 * finds both ways of typing). A stop word (`de`) says nothing; in a phrase it has its place.
 */
function termQuery(term: Term): TsQuery {
  const text = term.text.replace(/\//g, ' ');
  if (term.phrase)
    return sql`(phraseto_tsquery('portuguese', ${text}) || phraseto_tsquery('meada_plain', ${text}))`;
  const stems = sql`plainto_tsquery('portuguese', ${text})`;
  const ways = [
    stems,
    sql`plainto_tsquery('meada_plain', ${text})`,
    ...formsQuery(term.text),
    ...term.meant.map(wordQuery),
  ];
  if (term.open) ways.push(sql`to_tsquery('simple', ${`${folded(text)}:*`})`);
  return sql`CASE WHEN numnode(${stems}) = 0 THEN ''::tsquery ELSE ${sql.join(ways, sql` || `)} END`;
}

/**
 * Other forms of a word or a number, as far as somebody wrote them: each one that is looked for costs. One that is a stop
 * word (`mais`, of `mal`) would find everything.
 */
function formsQuery(text: string): TsQuery[] {
  const numbers = numbersOf(folded(text));
  const inNumber = sql`(SELECT coalesce(to_tsquery('simple', string_agg(f, ' | ')), ''::tsquery)
    FROM unnest(${numbers}::text[]) AS f WHERE numnode(plainto_tsquery('portuguese', f)) > 0 AND (length(f) < ${lettersOfWords}
      OR EXISTS (SELECT FROM search_words w WHERE w.org_id = meada_org() AND w.word = f)))`;
  return [
    ...(numbers.length > 0 ? [inNumber] : []),
    ...accentedOf(text).map((word) => sql`plainto_tsquery('portuguese', ${word})`),
    ...digitsOf(text).map((digits) => sql`phraseto_tsquery('meada_plain', ${digits.replace(/\//g, ' ')})`),
  ];
}

/** A word of the index, letters only. */
const wordQuery = (word: string): TsQuery => sql`to_tsquery('simple', ${word})`;

/** All terms together. Stop words alone are looked for as they stand. */
export function allOf(terms: readonly Term[]): TsQuery {
  const query = sql.join(
    terms.map((term) => (term.not ? sql`!! (${termQuery(term)})` : sql`(${termQuery(term)})`)),
    sql` && `,
  );
  const plain = terms
    .filter((term) => !term.not)
    .map((term) => term.text)
    .join(' ');
  return sql`(SELECT CASE WHEN numnode(w.q) = 0 THEN plainto_tsquery('meada_plain', ${plain}) ELSE w.q END
    FROM (SELECT ${query} AS q) AS w)`;
}

/** Anything of what is looked for: which words of a text are shown as hits. */
export function anyOf(terms: readonly Term[]): TsQuery {
  const words = terms
    .filter((term) => !term.not)
    .flatMap((term) => [...(term.phrase ? [] : [term]), ...piecesOf(term)]);
  return sql.join(
    words.map((term) => sql`(${termQuery(term)})`),
    sql` || `,
  );
}

/** What is shown word by word though it is looked for as one: phrases, numbers, `azul-marinho`. */
function piecesOf({ text }: Term): Term[] {
  const pieces = [text, ...digitsOf(text)].flatMap((one) => one.match(/[\p{L}\p{N}]+/gu) ?? []);
  return [...new Set(pieces)]
    .filter((piece) => piece !== text)
    .map((piece) => ({ text: piece, phrase: false, not: false, open: false, meant: [] }));
}
