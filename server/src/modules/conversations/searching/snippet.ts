import type { SnippetPart } from '@meada/contract/routes/search';
import { digitsOf, numbersOf } from './forms.ts';
import { folded, type Term } from './terms.ts';

/** The stretch of a text that shows why it was found. Pure. */

/** Characters of a snippet, about two lines of a screen. */
const lettersAtMost = 180;
/** Characters before the first hit. */
const ahead = 50;
/** Letters in which a word and its other forms are alike at least (`informação`, `informo`). */
const stemFrom = 3;

const word = /[\p{L}\p{N}]+/gu;

/** Words of the texts that may be hits, to be held against the search itself. */
export function maybeHits(texts: readonly string[], terms: readonly Term[], most = 500): string[] {
  const begins = terms
    .filter((term) => !term.not)
    .flatMap(({ text, meant }) => [text, ...numbersOf(folded(text)), ...digitsOf(text), ...meant])
    .flatMap((text) => text.match(word) ?? [])
    .map((text) => folded(text).slice(0, stemFrom));
  const found = new Set<string>();
  for (const text of texts)
    for (const [one] of text.matchAll(word)) {
      if (found.size >= most) return [...found];
      if (begins.some((begin) => folded(one).startsWith(begin))) found.add(one);
    }
  return [...found];
}

/** The stretch with the most different hits, cut between words. */
export function snippetOf(text: string, hits: ReadonlySet<string>): SnippetPart[] {
  const flat = text.replace(/\s+/gu, ' ').trim();
  const places = [...flat.matchAll(word)].filter(([one]) => hits.has(one));
  const start = bestStart(places.map((match) => ({ at: match.index, text: match[0] })));
  const from = start <= ahead ? 0 : afterSpace(flat, start - ahead);
  const to = flat.length <= from + lettersAtMost ? flat.length : beforeSpace(flat, from + lettersAtMost);
  const parts: SnippetPart[] = [];
  let done = from;
  const push = (end: number, hit: boolean) => {
    if (end > done) parts.push({ text: flat.slice(done, end), hit });
    done = Math.max(done, end);
  };
  for (const { 0: one, index } of places) {
    if (index < from || index + one.length > to) continue;
    push(index, false);
    push(index + one.length, true);
  }
  push(to, false);
  return framed(parts, { cutBefore: from > 0, cutAfter: to < flat.length });
}

/** Where the hits stand closest: the first hit of the stretch that holds the most different ones. */
function bestStart(places: readonly { at: number; text: string }[]): number {
  let best = { at: places[0]?.at ?? 0, count: 0 };
  for (const [index, { at }] of places.entries()) {
    const different = new Set<string>();
    for (const other of places.slice(index, index + 40)) {
      if (other.at + other.text.length > at + lettersAtMost - ahead) break;
      different.add(folded(other.text));
    }
    if (different.size > best.count) best = { at, count: different.size };
  }
  return best.at;
}

const afterSpace = (text: string, at: number): number => {
  const space = text.indexOf(' ', at);
  return space === -1 || space > at + ahead - 5 ? at : space + 1;
};
const beforeSpace = (text: string, at: number): number => {
  const space = text.lastIndexOf(' ', at);
  return space < at - 40 ? at : space;
};

function framed(parts: SnippetPart[], cut: { cutBefore: boolean; cutAfter: boolean }): SnippetPart[] {
  if (cut.cutBefore) parts.unshift({ text: '… ', hit: false });
  if (cut.cutAfter) parts.push({ text: ' …', hit: false });
  return parts;
}
