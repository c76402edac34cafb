import { edits } from '../../customers/index.ts';
import { folded } from './terms.ts';

/** How far a mistyped word is from one that is in use, and what to look up for it. Pure; words are without accents. */

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const vowels = 'aeiouy';

/** Keys side by side, as fingers slip. */
function areNeighbours(a: string, b: string): boolean {
  const place = (key: string): [number, number] | undefined => {
    const row = rows.findIndex((keys) => keys.includes(key));
    return row < 0 ? undefined : [row, rows[row]?.indexOf(key) ?? 0];
  };
  const [one, two] = [place(a), place(b)];
  return (
    one !== undefined && two !== undefined && Math.abs(one[0] - two[0]) < 2 && Math.abs(one[1] - two[1]) < 2
  );
}

/** Letters that Portuguese sounds alike, as one; `c` of a word without accents may have been `ç`. */
const sounds: readonly [written: RegExp, sound: string][] = [
  [/ph/g, 'f'],
  [/sh|ch/g, 'x'],
  [/ee/g, 'i'],
  [/lh/g, 'li'],
  [/nh/g, 'ni'],
  [/^h|(?<=[aeiou])h/g, ''],
  [/qu(?=[ei])|[sx](?=c)/g, ''],
  [/gu(?=[ei])/g, 'g'],
  [/g(?=[ei])/g, 'j'],
  [/[cçzkq]/g, 's'],
  [/y/g, 'i'],
  [/w/g, 'v'],
  [/m(?=[pb])|m$/g, 'n'],
  [/l(?![aeiou])/g, 'u'],
  [/(.)\1+/g, '$1'],
];

/** A word as it sounds. */
export const soundOf = (word: string): string =>
  sounds.reduce((text, [written, sound]) => text.replace(written, sound), word);

/** Shortest word in which two slips are forgiven. */
const twoFrom = 8;
/** What a slip costs; what is likelier costs less. */
const cost = {
  sound: 0.75,
  doubled: 0.6,
  swapped: 0.8,
  near: 0.85,
  left: 0.9,
  other: 1.05,
  first: 0.25,
  two: 1.8,
};

/** Where two words part, and how much of each is left from there. */
function differenceOf(a: string, b: string) {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1;
  return { at, typed: a.slice(at), word: b.slice(at) };
}

/** What one slip in this place costs. */
function oneSlip(mistyped: string, other: string): number {
  const { at, typed, word } = differenceOf(mistyped, other);
  const first = at === 0 ? cost.first : 0;
  const [a = '', b = ''] = [typed[0], word[0]];
  if (typed.length !== word.length) {
    const [more, before] = typed.length > word.length ? [a, mistyped[at - 1]] : [b, other[at - 1]];
    return (more === before ? cost.doubled : cost.left) + first;
  }
  if (typed.slice(1, 2) === b && word.slice(1, 2) === a && typed.slice(2) === word.slice(2))
    return cost.swapped + first;
  const near = areNeighbours(a, b) || (vowels.includes(a) && vowels.includes(b));
  return (near ? cost.near : cost.other) + first;
}

/** How unlikely it is that `mistyped` meant `word`: 0 it does, Infinity it does not. */
export function slipCost(mistyped: string, word: string): number {
  const slips = edits(mistyped, word, 2);
  if (slips === 0) return 0;
  const alike = soundOf(mistyped) === soundOf(word) ? cost.sound : Number.POSITIVE_INFINITY;
  if (slips === 1) return Math.min(alike, oneSlip(mistyped, word));
  const long = Math.min(mistyped.length, word.length) >= twoFrom;
  return Math.min(alike, slips === 2 && long ? cost.two : Number.POSITIVE_INFINITY);
}

/** Costs within this of the least are as likely. */
const alike = 0.35;

/**
 * Of the words in use those a mistyped one may have meant, the likeliest first; none when it is in use itself, unless asked
 * for what is `beside` it.
 */
export function meantBy(
  mistyped: string,
  inUse: readonly string[],
  { most = 8, beside = false } = {},
): string[] {
  const typed = folded(mistyped);
  const near = inUse
    .map((word) => ({ word, cost: slipCost(typed, word) }))
    .filter((one) => one.cost < Number.POSITIVE_INFINITY && (!beside || one.cost > 0))
    .sort((a, b) => a.cost - b.cost || (a.word < b.word ? -1 : 1));
  const least = near[0]?.cost ?? 0;
  if (least === 0) return [];
  return near
    .filter((one) => one.cost <= least + alike)
    .slice(0, most)
    .map(({ word }) => word);
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
/** Writings of one sound, each tried for each. */
const writings = [
  'x ch',
  'ss c',
  'ss s',
  's z',
  's c',
  'sc c',
  'sc ss',
  'xc ss',
  'xc c',
  'lh li',
  'nh ni',
  'qu k',
  'c k',
  'g j',
  'm n',
  'l u',
];
/** A longer word has more to be looked up than it is worth. */
const lettersAtMost = 16;

/** Every word one slip away from a mistyped one: they are looked up, so that none is overlooked. */
export function oneSlipAway(mistyped: string): string[] {
  const word = folded(mistyped);
  if (word.length > lettersAtMost) return [];
  const all = new Set<string>();
  for (let at = 0; at <= word.length; at += 1) {
    const [head, tail] = [word.slice(0, at), word.slice(at)];
    for (const letter of letters) {
      all.add(head + letter + tail);
      if (tail) all.add(head + letter + tail.slice(1));
    }
    if (tail) all.add(head + tail.slice(1));
    if (tail.length > 1) all.add(`${head}${tail[1]}${tail[0]}${tail.slice(2)}`);
  }
  for (const pair of writings) {
    const [a = '', b = ''] = pair.split(' ');
    all.add(word.replaceAll(a, b)).add(word.replaceAll(b, a));
  }
  all.delete(word);
  return [...all];
}

/** Two words that were written as one: where it may be cut. */
export const cutsOf = (mistyped: string): [string, string][] => {
  const word = folded(mistyped);
  return Array.from({ length: Math.max(0, word.length - 5) }, (_, at) => [
    word.slice(0, at + 3),
    word.slice(at + 3),
  ]);
};
