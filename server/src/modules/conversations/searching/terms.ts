import { edits } from '../../customers/index.ts';

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
  /** Words in use that may have been meant by a mistyped one. */
  meant: string[];
};

/** Words a search looks at; more of them say nothing more. */
const termsAtMost = 16;
/** Letters after which the last word is taken for the beginning of one. */
const openFrom = 3;

/** A telephone or document number with its marks and spaces: one thing, not words. */
const longNumber = /^[+(]?\d(?:[\s().,/-]*\d){7,}$/u;

const pieces = /(-?)"([^"]*)"?|(\S+)/gu;
const hasLetter = /[\p{L}\p{N}]/u;

/**
 * Reads a query as people type them: words that must all be there, `"in quotes"` side by side, `-without`. A last word
 * without a space behind it may go on. Nothing is a syntax error.
 */
export function readTerms(query: string): Term[] {
  const number = query.trim();
  if (longNumber.test(number)) return [{ text: number, phrase: false, not: false, open: false, meant: [] }];
  const terms: Term[] = [];
  for (const [, minus, quoted, word] of query.matchAll(pieces)) {
    const not = minus === '-' || (word?.startsWith('-') === true && word.length > 1);
    const text = (quoted ?? (not ? word?.slice(1) : word) ?? '').trim();
    if (!hasLetter.test(text)) continue;
    terms.push({ text, phrase: quoted !== undefined && /\s/.test(text), not, open: false, meant: [] });
  }
  const kept = terms.slice(0, termsAtMost);
  const last = kept.at(-1);
  if (last && isOpen(last) && query.endsWith(last.text)) last.open = true;
  return kept;
}

const isOpen = ({ text, phrase, not }: Term): boolean =>
  !phrase && !not && new RegExp(`^[\\p{L}\\p{N}]{${openFrom},}$`, 'u').test(text);

/** Whether anything is looked for: without a word that must be there, a search would read everything. */
export const saysSomething = (terms: readonly Term[]): boolean => terms.some((term) => !term.not);

/** Small letters without accents, as the index has them. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Words to be looked for although they may be mistyped: letters only, long enough to be somebody's slip. */
export const maybeMistyped = ({ text, phrase, not }: Term): boolean =>
  !phrase && !not && /^\p{L}{4,24}$/u.test(text);

/** Slips that are forgiven in a word of so many letters: a short word becomes another one too easily. */
const slipsIn = (word: string): number => (word.length < 8 ? 1 : 2);

/**
 * Of the words in use those a mistyped one may have meant: one slip away (two in words of eight letters and more), the
 * nearest only; none when it is in use itself. A slip is a letter too many, too few, another one, or two exchanged (optimal string alignment).
 */
export function meantBy(mistyped: string, inUse: readonly string[], most = 4): string[] {
  const typed = folded(mistyped);
  const near = inUse
    .map((word) => ({ word, slips: edits(typed, word, 2) }))
    .filter(({ word, slips }) => slips <= Math.min(slipsIn(typed), slipsIn(word)))
    .sort((a, b) => a.slips - b.slips);
  if (near[0]?.slips === 0) return [];
  return near
    .filter(({ slips }) => slips === near[0]?.slips)
    .slice(0, most)
    .map(({ word }) => word);
}
