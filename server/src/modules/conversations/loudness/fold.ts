/** Words of a text, for reading and, in the same places, for showing. */
export type Words = {
  /** As the lists have them: without accents, small; what ends a clause is `|`. */
  words: string[];
  /** As they were written. */
  shown: string[];
};

const token = /[\p{L}\p{N}\p{M}]+(?:[.'’-][\p{L}\p{N}\p{M}]+)*|[.,;:!?\n]/gu;

export function wordsOf(text: string): Words {
  const shown = text.normalize('NFC').toLowerCase().match(token) ?? [];
  return { words: shown.map(fold), shown };
}

const fold = (word: string): string =>
  /^[.,;:!?\n]$/.test(word) ? '|' : word.normalize('NFD').replace(/\p{M}|['’]/gu, '');

/** An entry of a list, ready to be looked for: `*` at the end of a word stands for any ending. */
export type Entry = { words: readonly string[]; weight: number };

/** Entries by the beginning of their first word, so that a text is read once however long the lists are. */
export type Lexicon = {
  byStart: ReadonlyMap<string, readonly Entry[]>;
  /** Lengths of those beginnings, the longest first: mostly one. */
  lengths: readonly number[];
};

const keyLength = 3;
const keyOf = (word: string): string => word.replace('*', '').slice(0, keyLength);

export function lexiconOf(entries: Iterable<readonly [phrase: string, weight: number]>): Lexicon {
  const found = new Map<string, Entry[]>();
  for (const [phrase, weight] of entries) {
    const words = wordsWithStars(phrase);
    const key = keyOf(words[0] ?? '');
    if (words.length > 0) found.set(key, [...(found.get(key) ?? []), { words, weight }]);
  }
  // The longest first: "nunca mais" is not "nunca".
  for (const list of found.values()) list.sort((one, other) => other.words.length - one.words.length);
  const stars = [...found.values()].flat().filter(({ words }) => words[0]?.endsWith('*'));
  const short = stars.map(({ words }) => (words[0] ?? '').length - 1).filter((length) => length < keyLength);
  return { byStart: found, lengths: [...new Set([keyLength, ...short])].sort((one, other) => other - one) };
}

const wordsWithStars = (phrase: string): string[] =>
  phrase.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(/\s+/).filter(Boolean);

const fits = (pattern: string, word: string | undefined): boolean =>
  word !== undefined && (pattern.endsWith('*') ? word.startsWith(pattern.slice(0, -1)) : word === pattern);

/** The longest entry that begins at a place of the text. */
export function entryAt({ byStart, lengths }: Lexicon, words: readonly string[], at: number): Entry | null {
  const word = words[at] ?? '';
  for (const length of lengths) {
    const list = byStart.get(word.slice(0, length));
    const entry = list?.find(({ words: wanted }) => wanted.every((one, n) => fits(one, words[at + n])));
    if (entry) return entry;
  }
  return null;
}
