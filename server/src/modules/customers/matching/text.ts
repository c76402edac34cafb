/** Texts made comparable. All pure; nothing here knows a field. */

const marks = /\p{M}+/gu;
const strange = /[^\p{L}\p{N}]+/gu;
const plain = /^[a-z0-9 ]*$/;

/** Lower case, no accents, letters and digits only, words apart by one blank. */
export function fold(text: string): string {
  if (plain.test(text)) return text.trim().replace(/ {2,}/g, ' ');
  const known = foldedOf.get(text);
  if (known !== undefined) return known;
  const folded = foldSlowly(text);
  if (foldedOf.size > 20_000) foldedOf.clear();
  foldedOf.set(text, folded);
  return folded;
}

/** Names come again and again; the slow way is taken once. */
const foldedOf = new Map<string, string>();

function foldSlowly(text: string): string {
  return text
    .normalize('NFKD')
    .replace(marks, '')
    .toLowerCase()
    .replace(/['’`´]/g, '')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'o')
    .replace(/æ/g, 'ae')
    .replace(/ł/g, 'l')
    .replace(strange, ' ')
    .trim();
}

/** Words of a folded text. */
export const wordsOf = (folded: string): string[] => (folded === '' ? [] : folded.split(' '));

const sounds: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/th/g, 't'],
  [/sch/g, 'x'],
  [/sh|ch/g, 'x'],
  [/lh/g, 'l'],
  [/nh/g, 'n'],
  [/gn/g, 'n'],
  [/qu(?=[eiy])/g, 'k'],
  [/gu(?=[eiy])/g, 'g'],
  [/c(?=[eiy])/g, 's'],
  [/g(?=[eiy])/g, 'j'],
  [/ck|[cq]/g, 'k'],
  [/[zx]$/g, 's'],
  [/z/g, 's'],
  [/w/g, 'v'],
  [/y/g, 'i'],
  [/h/g, ''],
  [/m(?![aeiou])/g, 'n'],
  [/l(?![aeiou])/g, 'u'],
];

const soundOf = new Map<string, string>();

/**
 * How a word sounds to a Portuguese ear, roughly enough for English names too: Luiz = Luis, Souza = Sousa,
 * Thiago = Tiago, Philipe = Felipe, Wagner = Vagner. Consonants and the first vowel; for blocking only.
 */
export function phonetic(word: string): string {
  const known = soundOf.get(word);
  if (known !== undefined) return known;
  let sound = word.slice(0, 24);
  for (const [pattern, by] of sounds) sound = sound.replace(pattern, by);
  sound = sound.replace(/(.)\1+/g, '$1');
  const code = (sound.slice(0, 1).replace(/[ie]/, 'i') + sound.slice(1).replace(/[aeiou]/g, '')).slice(0, 6);
  if (soundOf.size > 50_000) soundOf.clear();
  soundOf.set(word, code);
  return code;
}

/** A steady 32-bit number of a text (FNV-1a): shuffling and sampling must not depend on the order of the input. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash ^= text.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
