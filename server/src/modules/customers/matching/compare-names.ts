import { type Column, remembered } from './columns.ts';
import { type Finding, judgeName } from './compare-text.ts';
import { close, different, elsewhere, missing, partly, same } from './levels.ts';

/** The words of names by their part, over one dictionary. */
export type NameColumns = { given: Column; surname: Column; others: Column };

type Compare = (a: number, b: number, found: Finding) => void;

/** Whether a record has that word in a column. */
function holds(column: Column, record: number, word: number): boolean {
  for (let at = column.from[record] as number; at < (column.from[record + 1] as number); at += 1)
    if (column.items[at] === word) return true;
  return false;
}

type Words = { a: Column; b: Column; recordA: number; recordB: number };

function bestWord(words: Words, judged: (x: number, y: number) => number, found: Finding): void {
  const { a, b, recordA, recordB } = words;
  for (let i = a.from[recordA] as number; i < (a.from[recordA + 1] as number); i += 1)
    for (let j = b.from[recordB] as number; j < (b.from[recordB + 1] as number); j += 1) {
      const [x, y] = [a.items[i] as number, b.items[j] as number];
      const level = x === y ? same : judged(x, y);
      if (found.level !== missing && level >= found.level) continue;
      found.level = level;
      found.item = x;
      found.other = y;
    }
}

/** A word of `part` that the other record has in `beside`, and is not `but`; -1 if none. */
function wordIn(part: Column, beside: Column, [a, b, but]: readonly [number, number, number]): number {
  for (let at = part.from[a] as number; at < (part.from[a + 1] as number); at += 1) {
    const word = part.items[at] as number;
    if (word !== but && holds(beside, b, word)) return word;
  }
  return -1;
}

/** As `wordIn`, whichever of the two records has it in `part`. */
function wordAcross(part: Column, beside: Column, [a, b, but]: readonly [number, number, number]): number {
  const word = wordIn(part, beside, [a, b, but]);
  return word >= 0 ? word : wordIn(part, beside, [b, a, but]);
}

/**
 * Compares one part (given name or surname); a word that the other has in another part counts as found elsewhere. A
 * single word across given name and surname counts once, for the given name: two make exchanged names.
 */
function comparePart(
  columns: NameColumns,
  part: 'given' | 'surname',
  judged: (x: number, y: number) => number,
): Compare {
  const { given, surname, others } = columns;
  const own = columns[part];
  const exchangedSurname = (a: number, b: number): number => {
    const first = wordAcross(given, surname, [a, b, -1]);
    return first < 0 ? -1 : wordAcross(given, surname, [a, b, first]);
  };
  return (a, b, found) => {
    found.level = missing;
    bestWord({ a: own, b: own, recordA: a, recordB: b }, judged, found);
    if (found.level > missing && found.level <= close) return;
    const exchanged = part === 'given' ? wordAcross(given, surname, [a, b, -1]) : exchangedSurname(a, b);
    const word = exchanged >= 0 ? exchanged : wordAcross(own, others, [a, b, -1]);
    if (word < 0) return;
    found.level = elsewhere;
    found.item = word;
    found.other = word;
  };
}

/** Compares the words that are neither first nor last: all of the fewer shared, some, none. */
function compareOthers(others: Column, judged: (x: number, y: number) => number): Compare {
  return (a, b, found) => {
    found.level = missing;
    const countA = (others.from[a + 1] as number) - (others.from[a] as number);
    const countB = (others.from[b + 1] as number) - (others.from[b] as number);
    if (countA === 0 || countB === 0) return;
    let sharedCount = 0;
    for (let i = others.from[a] as number; i < (others.from[a + 1] as number); i += 1) {
      const word = others.items[i] as number;
      if (!holds(others, b, word)) continue;
      sharedCount += 1;
      found.item = word;
      found.other = word;
    }
    if (sharedCount > 0) {
      found.level = sharedCount >= Math.min(countA, countB) ? same : partly;
      return;
    }
    bestWord({ a: others, b: others, recordA: a, recordB: b }, judged, found);
    if (found.level > partly) found.level = different;
  };
}

/** Comparers of given names, surnames and the words between. */
export function nameComparers(columns: NameColumns): { given: Compare; surname: Compare; others: Compare } {
  const { given, others } = columns;
  const judged = remembered(given.dictionary, judgeName);
  return {
    given: comparePart(columns, 'given', judged),
    surname: comparePart(columns, 'surname', judged),
    others: compareOthers(others, judged),
  };
}
