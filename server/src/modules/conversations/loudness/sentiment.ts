import { entryAt, type Words } from './fold.ts';
import { bad, bridges, good, less, more, negators } from './lists.ts';

/** How a text feels: `weight` against us, 0 and more; the words it was found by. */
export type Feeling = { weight: number; words: string[] };
/** Reads a feeling from the words of a text. The lists do it; a classifier may take their place. */
export type ReadFeeling = (text: Words) => Feeling;

/** Whether what stands at a place is denied: a no before it, with nothing of meaning in between. */
export function isDenied(words: readonly string[], at: number, isPlace = false): boolean {
  for (let before = at - 1; before >= Math.max(0, at - 5); before -= 1) {
    const word = words[before] ?? '|';
    // "No Procon" is Portuguese for "at the Procon"; "no es", "no funciona" and "no need" are a no.
    if (word === 'no' && before === at - 1 && isPlace) return false;
    if (negators.has(word)) return true;
    if (!bridges.has(word)) return false;
  }
  return false;
}

/** Said more or less strongly by the word before or right behind it. */
function stress(words: readonly string[], at: number, length: number): number {
  const around = [words[at - 1] ?? '', words[at + length] ?? ''];
  if (around.some((word) => more.has(word))) return 1.5;
  return around.some((word) => less.has(word)) ? 0.5 : 1;
}

/** Feelings by lists of words, with denial and emphasis. What is good weighs little against what is bad. */
export const feelingByLists: ReadFeeling = ({ words, shown }) => {
  const found = new Map<string, number>();
  let kind = 0;
  for (let at = 0; at < words.length; ) {
    const wrong = entryAt(bad, words, at);
    const right = wrong ? null : entryAt(good, words, at);
    const entry = wrong ?? right;
    if (!entry) {
      at += 1;
      continue;
    }
    const said = shown.slice(at, at + entry.words.length).join(' ');
    const weight = entry.weight * stress(words, at, entry.words.length);
    // A phrase that holds its own no ("nunca mais") is meant as it stands.
    const denied = isDenied(words, at);
    if (wrong && !denied) found.set(said, Math.max(found.get(said) ?? 0, weight));
    else if (right && denied) found.set(said, Math.max(found.get(said) ?? 0, weight));
    else if (right) kind += weight / 2;
    at += entry.words.length;
  }
  const against = [...found.values()].reduce((sum, one) => sum + one, 0);
  return { weight: Math.max(0, Math.round(against - kind)), words: [...found.keys()] };
};
