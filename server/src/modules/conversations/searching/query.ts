import { type RawBuilder, sql } from 'kysely';
import { folded, type Term } from './terms.ts';

type TsQuery = RawBuilder<unknown>;

/**
 * One term as PostgreSQL looks for it: by its stem (`informações` finds `informação`) or folded as it stands (`informacao`
 * finds both ways of typing). A stop word (`de`) says nothing; in a phrase it has its place.
 */
function termQuery(term: Term): TsQuery {
  const text = term.text.replace(/\//g, ' ');
  if (term.phrase)
    return sql`(phraseto_tsquery('portuguese', ${text}) || phraseto_tsquery('meada_plain', ${text}))`;
  const stems = sql`plainto_tsquery('portuguese', ${text})`;
  const ways = [stems, sql`plainto_tsquery('meada_plain', ${text})`, ...term.meant.map(wordQuery)];
  if (term.open) ways.push(sql`to_tsquery('simple', ${`${folded(text)}:*`})`);
  return sql`CASE WHEN numnode(${stems}) = 0 THEN ''::tsquery ELSE ${sql.join(ways, sql` || `)} END`;
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
    .flatMap((term) =>
      term.phrase ? wordsOf(term.text).map((text) => ({ ...term, text, phrase: false })) : [term],
    );
  return sql.join(
    words.map((term) => sql`(${termQuery(term)})`),
    sql` || `,
  );
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
