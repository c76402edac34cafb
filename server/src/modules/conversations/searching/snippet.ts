import type { SnippetPart } from '@meada/contract/routes/search';
import { numbersIn, runsOf } from './digits.ts';
import { gluedOf, writingsOf } from './query.ts';
import { folded, isSign, signs, type Term } from './terms.ts';

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
    .flatMap(writingsOf)
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

/** Beside single words: what is a hit only together with what stands beside it, and signs. */
export type Together = {
  /** Digits of the numbers that are looked for. */
  runs: string[];
  /** Words that may be written apart (`wi-fi`). */
  glued: string[];
  signs: string[];
  /** Words side by side: phrases, parts of an address. */
  rows: string[][];
};

export function togetherOf(terms: readonly Term[]): Together {
  const wanted = terms.filter((term) => !term.not);
  const found = wanted.flatMap(({ text, glued, meant }) => [
    gluedOf(text) ?? folded(text),
    ...glued,
    ...meant,
  ]);
  return {
    runs: [...new Set(wanted.flatMap(({ text }) => runsOf(text)).map((run) => run.replace(/^zc/, '')))],
    glued: found.filter((one) => /^[a-z0-9]{4,}$/.test(one)),
    signs: wanted.flatMap(({ text }) => (isSign(text) ? (text.match(signs) ?? []) : [])),
    rows: wanted.map(({ text }) => folded(text).match(word) ?? []).filter((row) => row.length > 1),
  };
}

const noneTogether: Together = { runs: [], glued: [], signs: [], rows: [] };

type Place = { at: number; text: string };

/** Where hits stand, in their order. */
function placesOf(text: string, hits: ReadonlySet<string>, together: Together): Place[] {
  const words = [...text.matchAll(word)].map((match) => ({ at: match.index, text: match[0] }));
  const stretches = [
    ...numbered(text, together.runs),
    ...compounded(text, together.glued),
    ...rowed(words, together.rows),
  ];
  const found = words.filter(
    (one) =>
      hits.has(one.text) || stretches.some(([from, to]) => one.at <= to && one.at + one.text.length > from),
  );
  if (together.signs.length === 0) return found;
  const shown = [...text.matchAll(signs)].map((match) => ({ at: match.index, text: match[0] }));
  return [...found, ...shown.filter((one) => together.signs.includes(one.text))].sort((a, b) => a.at - b.at);
}

type Stretch = [from: number, to: number];

function numbered(text: string, runs: readonly string[]): Stretch[] {
  if (runs.length === 0) return [];
  return numbersIn(text).flatMap(({ digits, places }) =>
    runs.flatMap((run): Stretch[] => {
      const at = digits.indexOf(run);
      return at < 0 ? [] : [[places[at] ?? 0, places[at + run.length - 1] ?? 0]];
    }),
  );
}

function compounded(text: string, glued: readonly string[]): Stretch[] {
  if (glued.length === 0) return [];
  return [...text.matchAll(compound)]
    .filter((match) => glued.includes(gluedOf(match[0]) ?? ''))
    .map((match) => [match.index, match.index + match[0].length]);
}

function rowed(words: readonly Place[], rows: readonly string[][]): Stretch[] {
  if (rows.length === 0) return [];
  const plain = words.map((one) => folded(one.text));
  return rows.flatMap((row) =>
    words.flatMap((one, at): Stretch[] => {
      const last = words[at + row.length - 1];
      const here = last !== undefined && row.every((part, behind) => plain[at + behind] === part);
      return here ? [[one.at, last.at]] : [];
    }),
  );
}

const compound = /[\p{L}\p{N}]+(?:[-./][\p{L}\p{N}]+)+/gu;

/** The stretch with the most different hits, cut between words. */
export function snippetOf(text: string, hits: ReadonlySet<string>, together = noneTogether): SnippetPart[] {
  const flat = text.replace(/\s+/gu, ' ').trim();
  const places = placesOf(flat, hits, together);
  const start = bestStart(places);
  const from = start <= ahead ? 0 : afterSpace(flat, start - ahead);
  const to = flat.length <= from + lettersAtMost ? flat.length : beforeSpace(flat, from + lettersAtMost);
  const parts: SnippetPart[] = [];
  let done = from;
  const push = (end: number, hit: boolean) => {
    if (end > done) parts.push({ text: flat.slice(done, end), hit });
    done = Math.max(done, end);
  };
  for (const { text: one, at: index } of places) {
    if (index < from || index + one.length > to) continue;
    push(index, false);
    push(index + one.length, true);
  }
  push(to, false);
  return framed(parts, { cutBefore: from > 0, cutAfter: to < flat.length });
}

/** Where the hits stand closest: the first hit of the stretch that holds the most different ones. */
function bestStart(places: readonly Place[]): number {
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
