/** What somebody typed into a search field, taken apart. Pure. */

export type Term = {
  /** A word, or the words of a phrase. */
  text: string;
  /** These words side by side, in this order. */
  phrase: boolean;
  /** Whoever has it is not looked for. */
  not: boolean;
  /** The word is still being typed: what begins like it is meant as well. */
  open: boolean;
  /** The words in use that begin like it, while they are few; else it is looked for by its beginning. */
  begins: string[];
  /** With the word before or behind it written as one (`wifi` of `wi fi`). */
  glued: string[];
  /** Words in use that may have been meant by a mistyped one; two of them with a space between. */
  meant: string[];
  /** Its other forms are looked for although nobody may have written them in a message. */
  unchecked?: true;
};

/** Words a search looks at; more of them say nothing more. */
const termsAtMost = 16;
/** Letters after which the last word is taken for the beginning of one. */
const openFrom = 3;

/** A telephone or document number with its marks and spaces is one thing, not words. */
const longNumber = String.raw`[+(]?\d(?:[\s()./-]{0,3}\d){7,13}(?![\p{L}\p{N}])`;
const pieces = new RegExp(String.raw`(-?)"([^"]*)"?|(${longNumber})|(\S+)`, 'gu');
const money = /(?:R|US|U)?[$€]\s*(?=\d)/giu;
const quotes = /[“”„‟«»]/gu;
/** Marks around a word that are none of it. */
const around = /^[\p{Ps}\p{Pi}#@'’¿¡]+|[\p{Pe}\p{Pf}.,;:!?…'’]+$/gu;
const hasLetter = /[\p{L}\p{N}]/u;
/** Signs that are looked for like words; what only changes their look is left out. */
export const signs = /[\u{1F000}-\u{1F3FA}\u{1F400}-\u{1FAFF}\u2600-\u27BF\u2B50\u2B55]/gu;

/**
 * Reads a query as people type them: words that must all be there, `"in quotes"` side by side, `-without`. A last word
 * without a space behind it may go on. Nothing is a syntax error.
 */
export function readTerms(query: string): Term[] {
  const text = tidied(query).replace(quotes, '"').replace(money, '').replace(signs, ' $& ');
  const terms: Term[] = [];
  for (const [, minus, quoted, number, word] of text.matchAll(pieces)) {
    const not = minus === '-' || (word?.startsWith('-') === true && word.length > 1);
    const term = { text: textOf({ quoted, number, word: not ? word?.slice(1) : word }), not };
    if (!hasLetter.test(term.text) && !isSign(term.text)) continue;
    if (terms.some((other) => other.text === term.text && other.not === not)) continue;
    terms.push({
      ...term,
      phrase: quoted !== undefined && /\s/.test(term.text),
      open: false,
      begins: [],
      glued: [],
      meant: [],
    });
  }
  const kept = terms.slice(0, termsAtMost);
  const last = kept.at(-1);
  if (last && mayGoOn(last) && text.endsWith(last.text)) last.open = true;
  return glue(kept);
}

/** As the index tells words apart (`meada_tidied`). */
const tidied = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[’‘´]/gu, "'")
    .replace(/[\p{Cc}°]/gu, ' ')
    .replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/gu, '');

/** What is looked for: a word without the marks around it; a phrase without its signs, which have no place in it. */
function textOf({ quoted, number, word }: { quoted?: string; number?: string; word?: string }): string {
  if (quoted === undefined) return number?.trim() ?? word?.replace(around, '') ?? '';
  const words = quoted.replace(signs, ' ').trim();
  return hasLetter.test(words) ? words : (quoted.match(signs)?.[0] ?? '');
}

/** Whether it is a sign (an emoji) and no word. */
export const isSign = (text: string): boolean => text.search(signs) === 0;

const mayGoOn = ({ text, phrase, not }: Term): boolean =>
  !phrase && !not && text.length >= openFrom && /^[\p{L}\p{N}][^\s]*[\p{L}\p{N}]$/u.test(text);

/** Words one behind the other may stand as one where they are found. */
function glue(terms: Term[]): Term[] {
  terms.forEach((term, at) => {
    const next = terms[at + 1];
    if (!next || !isPlainWord(term) || !isPlainWord(next)) return;
    const one = folded(term.text + next.text);
    if (one.length > 24) return;
    term.glued.push(one);
    next.glued.push(one);
  });
  return terms;
}

const isPlainWord = ({ text, phrase, not }: Term): boolean => !phrase && !not && /^\p{L}+$/u.test(text);

/** Whether anything is looked for: without a word that must be there, a search would read everything. */
export const saysSomething = (terms: readonly Term[]): boolean => terms.some((term) => !term.not);

/** Small letters without accents, as the index has them. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Words to be looked for although they may be mistyped: letters only, long enough to be somebody's slip. */
export const maybeMistyped = (term: Term): boolean =>
  isPlainWord(term) && term.text.length > 3 && term.text.length < 25;
