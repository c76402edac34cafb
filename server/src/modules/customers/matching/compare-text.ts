import { type Column, remembered } from './columns.ts';
import { edits, jaroWinkler, lettersOf, mayBeAlike } from './distance.ts';
import { close, different, elsewhere, missing, nickname, partly, same, similar } from './levels.ts';
import { areNicknames } from './nicknames.ts';
import { phonetic, wordsOf } from './text.ts';

/** Judges two different values of one dictionary. */
export type Judge = (a: string, b: string) => number;

/** Edits that may be a slip of the pen in a text of that length. */
const slipsIn = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : length < 16 ? 2 : 3);

/** Two words of names. A single letter stands for every name that begins with it. */
export function judgeName(a: string, b: string): number {
  if (a.length === 1 || b.length === 1) return a[0] === b[0] ? partly : different;
  const allowed = Math.min(a.length, b.length) < 4 ? 0 : 1;
  const distance = edits(a, b, 2);
  // Paulo and Paula, Gabriel and Gabriela are brother and sister, not a slip of the pen.
  if (distance === 1 && areOfTwoSexes(a, b)) return similar;
  if (distance <= allowed) return close;
  if (areNicknames(a, b)) return nickname;
  const likeness = jaroWinkler(a, b);
  if ((distance === 2 && Math.min(a.length, b.length) >= 6) || likeness >= 0.92) return close;
  if (likeness >= 0.84 || (a.length > 3 && b.length > 3 && phonetic(a) === phonetic(b))) return similar;
  if (Math.min(a.length, b.length) >= 3 && (a.startsWith(b) || b.startsWith(a))) return similar;
  return different;
}

function areOfTwoSexes(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (long === `${short}a` && short.length > 3) return true;
  return (
    a.length === b.length &&
    a.slice(0, -1) === b.slice(0, -1) &&
    [a, b].some((x) => x.endsWith('a')) &&
    [a, b].some((x) => /[oe]$/.test(x))
  );
}

/** A line taken apart once: the same lines are compared with thousands of others. */
type Line = { solid: string; words: string[]; letters: number };
const lines = new Map<string, Line>();
const linesKept = 50_000;

function lineFor(text: string): Line {
  const known = lines.get(text);
  if (known) return known;
  const solid = text.replaceAll(' ', '');
  const line = { solid, words: wordsOf(text), letters: lettersOf(solid) };
  if (lines.size >= linesKept) lines.clear();
  lines.set(text, line);
  return line;
}

function wordsInCommon(a: Line, b: Line): number {
  let count = 0;
  for (const word of a.words) if (word.length > 2 && b.words.includes(word)) count += 1;
  return count;
}

/** Two lines of text: an address, an occupation, a column nobody knows. */
export function judgeLine(a: string, b: string): number {
  const [one, other] = [lineFor(a), lineFor(b)];
  if (one.solid === other.solid) return close;
  const allowed = slipsIn(Math.min(one.solid.length, other.solid.length));
  if (allowed > 0 && edits(one.solid, other.solid, allowed) <= allowed) return close;
  if (one.words.length > 1 || other.words.length > 1) {
    const shared = wordsInCommon(one, other);
    const fewer = Math.min(one.words.length, other.words.length);
    if (shared > 0 && shared === fewer) return partly;
    if (shared > 0 && shared * 2 >= fewer)
      return jaroWinkler(one.solid, other.solid) >= 0.88 ? close : similar;
  }
  const letters: [number, number] = [one.letters, other.letters];
  if (!mayBeAlike(one.solid, other.solid, { letters, least: alike })) return different;
  return jaroWinkler(one.solid, other.solid) >= alike ? similar : different;
}

/** Jaro–Winkler likeness from which two lines are similar. */
const alike = 0.9;

/** Two numbers of a house. */
export function judgeNumber(a: string, b: string): number {
  if (a.length >= 3 && b.length >= 3 && edits(a, b, 1) <= 1) return close;
  if (a.replace(/\D/g, '') === b.replace(/\D/g, '')) return close;
  return a.startsWith(b) || b.startsWith(a) || (a.length === b.length && edits(a, b, 1) <= 1)
    ? partly
    : different;
}

/** Two postcodes: a slip, or the same area. */
export function judgePostcode(a: string, b: string): number {
  if (edits(a, b, 1) <= 1) return close;
  if (a.length === b.length && edits(a, b, 2) <= 2 && [...a].sort().join('') === [...b].sort().join(''))
    return close;
  const inner = Math.max(2, Math.min(a.length, b.length) - 3);
  return a.slice(0, inner) === b.slice(0, inner) ? partly : different;
}

/** Two documents or telephones: one slip, or the same end without the area. */
export function judgeDigits(a: string, b: string): number {
  if (a.length >= 7 && edits(a, b, 1) <= 1) return close;
  if (a.length >= 10 && b.length >= 8 && a.slice(-8) === b.slice(-8)) return partly;
  return a.length === b.length && a.length >= 7 && edits(a, b, 2) <= 2 ? similar : different;
}

/** What a comparison found: how far, and which value both have (its number, or -1). */
export type Finding = { level: number; item: number; other: number };

/** The best that any value of one record makes with any of the other. */
export function bestOf(column: Column, judge: Judge): (a: number, b: number, found: Finding) => void {
  const judged = remembered(column.dictionary, judge);
  const { from, items } = column;
  return (a, b, found) => {
    found.level = missing;
    const [endA, endB] = [from[a + 1] as number, from[b + 1] as number];
    for (let i = from[a] as number; i < endA; i += 1)
      for (let j = from[b] as number; j < endB; j += 1) {
        const [x, y] = [items[i] as number, items[j] as number];
        const level = x === y ? same : judged(x, y);
        if (found.level !== missing && level >= found.level) continue;
        found.level = level;
        found.item = x;
        found.other = y;
        if (level === same) return;
      }
  };
}

/** As `bestOf`; what stands in the other column of the other record is found there: exchanged lines of an address. */
export function crossing(
  column: Column,
  beside: Column,
  judge: Judge,
): (a: number, b: number, found: Finding) => void {
  const best = bestOf(column, judge);
  return (a, b, found) => {
    best(a, b, found);
    if (found.level > missing && found.level <= elsewhere) return;
    const item = shared([column, a], [beside, b]);
    const other = item >= 0 ? item : shared([column, b], [beside, a]);
    if (other < 0) return;
    found.level = elsewhere;
    found.item = other;
    found.other = other;
  };
}

/** A value of one record's column that the other record has in another column of the same dictionary; -1 if none. */
function shared([column, a]: readonly [Column, number], [beside, b]: readonly [Column, number]): number {
  for (let i = column.from[a] as number; i < (column.from[a + 1] as number); i += 1)
    for (let j = beside.from[b] as number; j < (beside.from[b + 1] as number); j += 1)
      if (column.items[i] === beside.items[j]) return column.items[i] as number;
  return -1;
}
