/** Steady chance for generated material: the same seed, the same persons. */
export type Chance = {
  next: () => number;
  /** A whole number below `end`. */
  below: (end: number) => number;
  /** Whether something with that probability happens. */
  hits: (share: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
  /** The first entries of a list are taken more often, as names are (Zipf). */
  common: <T>(list: readonly T[]) => T;
};

/** mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number): number => Math.floor(next() * end);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return {
    next,
    below,
    hits: (share) => next() < share,
    pick,
    // Inverse of the harmonic sum: rank r is taken about 1/r as often as the first.
    common: (list) => list[Math.min(list.length - 1, Math.floor(list.length ** next()) - 1)] as never,
  };
}

const keys = 'abcdefghijklmnopqrstuvwxyz';

/** One slip of the pen: a letter more, less, another, or two exchanged. */
export function slip(chance: Chance, text: string, letters = keys): string {
  if (text.length < 2) return text;
  const at = chance.below(text.length);
  const letter = letters[chance.below(letters.length)] ?? '';
  const kind = chance.below(4);
  if (kind === 0) return text.slice(0, at) + letter + text.slice(at);
  if (kind === 1) return text.slice(0, at) + text.slice(at + 1);
  if (kind === 2) return text.slice(0, at) + letter + text.slice(at + 1);
  const from = Math.min(at, text.length - 2);
  return text.slice(0, from) + text[from + 1] + text[from] + text.slice(from + 2);
}

/** As `slip` for digits; the length stays. */
export function slipOfDigits(chance: Chance, digits: string): string {
  const at = chance.below(digits.length - 1);
  if (chance.hits(0.4)) return digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2);
  return digits.slice(0, at) + String(chance.below(10)) + digits.slice(at + 1);
}

/** Made-up words of syllables, all different. */
export function madeUp(chance: Chance, count: number, endings: readonly string[]): string[] {
  const heads =
    'ash bar bell bur cal car clif cor dal dray ed el fair fen gar gil graf hal har hol ing kel lan mar mel mor nor os pen pres ray ros sal sed stan thorn tre up wal wes win wy yor'.split(
      ' ',
    );
  const words = new Set<string>();
  while (words.size < count) {
    const middle = chance.hits(0.4) ? chance.pick(['a', 'e', 'in', 'ing', 'er', 'o', 'les', 'ber']) : '';
    words.add(`${chance.pick(heads)}${middle}${chance.pick(endings)}`);
  }
  return [...words];
}
