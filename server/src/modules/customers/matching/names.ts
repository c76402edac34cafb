import { cut, type PersonName, type PersonRecord } from './records.ts';
import { fold, wordsOf } from './text.ts';

/** The words of somebody's names by the part they play; every list without repetition. */
export type NameParts = { given: string[]; surname: string[]; others: string[]; suffix: string };

/** Words that join names and tell nobody apart. */
const particles = new Set(
  'de da do das dos e d di del della der den van von of the y i la le du af av zu ter ten'.split(' '),
);

/** Words before a name that are no name. */
const titles = new Set(
  'sr sra srta dr dra dona dom mr mrs ms miss mister sir prof profa professor seu senhor senhora'.split(' '),
);

/** What tells a father from his son; the same word under one form. */
const suffixes = new Map(
  Object.entries({
    junior: 'junior',
    jr: 'junior',
    jnr: 'junior',
    filho: 'filho',
    segundo: 'segundo',
    ii: 'segundo',
    iii: 'terceiro',
    terceiro: 'terceiro',
    neto: 'neto',
    sobrinho: 'sobrinho',
    bisneto: 'bisneto',
    senior: 'senior',
    snr: 'senior',
    pai: 'senior',
  }),
);

const names = (text: string | undefined): string[] => {
  const folded = fold(cut(text));
  // "Souza, Maria" is Maria Souza only where a comma parts exactly two; titles after commas stay where they are.
  return wordsOf(folded).filter((word) => !particles.has(word));
};

type Parsed = { given: string[]; surname: string[]; others: string[]; suffix: string };

const empty = (): Parsed => ({ given: [], surname: [], others: [], suffix: '' });

/** Takes the suffix off the end of the words, never the only ones. */
function takeSuffix(words: string[], into: Parsed, fewest: number): string[] {
  const kept = [...words];
  while (kept.length > fewest) {
    const suffix = suffixes.get(kept.at(-1) ?? '');
    if (!suffix) break;
    into.suffix = suffix;
    kept.pop();
  }
  return kept;
}

/** The words of one field of a name: each of them, and all of them written as one ("jac ob" is "jacob"). */
function field(words: readonly string[], at: 'first' | 'last'): { main: string[]; others: string[] } {
  if (words.length <= 1) return { main: [...words], others: [] };
  const main = (at === 'first' ? words[0] : words.at(-1)) ?? '';
  return { main: [main, words.join('')], others: words.filter((word) => word !== main) };
}

function parseName(name: PersonName): Parsed {
  const into = empty();
  const givenWords = names(name.given);
  const surnameWords = takeSuffix(names(name.surname), into, 1);
  const whole = wordsOf(fold(cut(name.full)));
  const untitled = whole.filter(
    (word, at) => !particles.has(word) && !(at < whole.length - 1 && titles.has(word)),
  );
  const fullWords = takeSuffix(untitled, into, 2);
  const given = field(givenWords, 'first');
  const surname = field(surnameWords, 'last');
  into.given = given.main;
  into.surname = surname.main;
  into.others = [...given.others, ...surname.others];
  if (givenWords.length + surnameWords.length === 0) {
    const order = asSaid(cut(name.full), fullWords);
    into.given = order.slice(0, 1);
    into.surname = order.length > 1 ? order.slice(-1) : [];
    into.others = order.slice(1, -1);
  } else {
    const known = new Set([...givenWords, ...surnameWords]);
    into.others.push(...fullWords.filter((word) => !known.has(word)));
  }
  return into;
}

/** "Souza Lima, Maria" is said Maria Souza Lima: one comma, and one or two words after it. */
function asSaid(text: string, words: string[]): string[] {
  const parts = text.split(',');
  if (parts.length !== 2) return words;
  const after = wordsOf(fold(parts[1] ?? '')).filter((word) => !particles.has(word));
  if (after.length === 0 || after.length > 2 || words.length - after.length < 1) return words;
  if (after.some((word) => /\d/.test(word) || suffixes.has(word))) return words;
  return [...after, ...words.slice(0, words.length - after.length)];
}

const unique = (list: string[]): string[] => [...new Set(list)].slice(0, 12);

/** All names of a record taken together. */
export function nameParts(record: PersonRecord): NameParts {
  const all = (record.names ?? []).slice(0, 8).map(parseName);
  const given = unique(all.flatMap((name) => name.given));
  const surname = unique(all.flatMap((name) => name.surname));
  const known = new Set([...given, ...surname]);
  const others = unique(all.flatMap((name) => name.others)).filter((word) => !known.has(word));
  return { given, surname, others, suffix: all.find((name) => name.suffix)?.suffix ?? '' };
}

/** Whether a text holds nothing but words of somebody's name: it says nothing that the name does not say. */
export function isOfName(text: string, { given, surname, others, suffix }: NameParts): boolean {
  const known = new Set([...given, ...surname, ...others, suffix]);
  const words = names(text).filter((word) => !titles.has(word));
  return words.length > 0 && words.every((word) => known.has(suffixes.get(word) ?? word));
}
