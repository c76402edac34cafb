/** Distances between texts. */

const rows = [new Uint8Array(256), new Uint8Array(256), new Uint8Array(256)];

/**
 * Damerau–Levenshtein distance (optimal string alignment: insertion, deletion, substitution, exchange of neighbours),
 * or `most + 1` when it is more than `most`. Texts up to 255 characters. Only the band that `most` edits can reach is
 * looked at (Ukkonen 1985), and only what stands between the common ends.
 */
export function edits(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most || a.length > 255 || b.length > 255) return most + 1;
  let from = 0;
  let [endA, endB] = [a.length, b.length];
  while (from < endA && from < endB && a.charCodeAt(from) === b.charCodeAt(from)) from += 1;
  while (endA > from && endB > from && a.charCodeAt(endA - 1) === b.charCodeAt(endB - 1)) {
    endA -= 1;
    endB -= 1;
  }
  const [lengthA, lengthB] = [endA - from, endB - from];
  if (lengthA === 0 || lengthB === 0) return Math.max(lengthA, lengthB);
  let [older, old, now] = rows as [Uint8Array, Uint8Array, Uint8Array];
  const widest = Math.min(most, lengthB);
  for (let j = 0; j <= widest; j += 1) old[j] = j;
  for (let i = 1; i <= lengthA; i += 1) {
    const low = Math.max(1, i - most);
    const high = Math.min(lengthB, i + most);
    now[low - 1] = low === 1 ? i : most + 1;
    if (i + most <= lengthB) old[high] = most + 1;
    let least = now[low - 1] as number;
    const letter = a.charCodeAt(from + i - 1);
    const before = i > 1 ? a.charCodeAt(from + i - 2) : -1;
    for (let j = low; j <= high; j += 1) {
      const other = b.charCodeAt(from + j - 1);
      let cost = Math.min(at(old, j) + 1, at(now, j - 1) + 1, at(old, j - 1) + (letter === other ? 0 : 1));
      if (j > 1 && before === other && letter === b.charCodeAt(from + j - 2))
        cost = Math.min(cost, at(older, j - 2) + 1);
      now[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [older, old, now] = [old, now, older];
  }
  return Math.min(at(old, lengthB), most + 1);
}

const at = (row: Uint8Array, index: number): number => row[index] as number;

const taken = new Uint8Array(256);

/** Jaro similarity (0…1). */
function jaro(a: string, b: string): number {
  const reach = Math.max(0, (Math.max(a.length, b.length) >> 1) - 1);
  taken.fill(0, 0, b.length);
  const found: number[] = [];
  for (let i = 0; i < a.length; i += 1) {
    const to = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= to; j += 1) {
      if (taken[j] || a.charCodeAt(i) !== b.charCodeAt(j)) continue;
      taken[j] = 1;
      found.push(a.charCodeAt(i));
      break;
    }
  }
  if (found.length === 0) return 0;
  let exchanged = 0;
  let next = 0;
  for (let j = 0; j < b.length; j += 1) if (taken[j] && b.charCodeAt(j) !== found[next++]) exchanged += 1;
  const same = found.length;
  return (same / a.length + same / b.length + (same - exchanged / 2) / same) / 3;
}

/** Jaro–Winkler similarity (0…1; a common beginning of up to four letters counts more: p = 0.1). */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  if (a === '' || b === '' || a.length > 255 || b.length > 255) return 0;
  const base = jaro(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return base + prefix * 0.1 * (1 - base);
}

/** Which letters and digits a text has, one bit each; signs beyond share the last one. */
export function lettersOf(text: string): number {
  let mask = 0;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    mask |= 1 << (code >= 97 && code <= 122 ? code - 97 : code >= 48 && code <= 57 ? 26 + (code & 3) : 30);
  }
  return mask;
}

function bitsIn(mask: number): number {
  let left = mask;
  let count = 0;
  while (left !== 0) {
    left &= left - 1;
    count += 1;
  }
  return count;
}

/**
 * Whether two texts could be as like as `least` by Jaro–Winkler, told from their letters alone: those that only one has
 * cannot be found in the other. Most pairs of strangers end here.
 */
export function mayBeAlike(
  a: string,
  b: string,
  { letters, least }: { letters: [number, number]; least: number },
): boolean {
  const common = Math.min(
    a.length - bitsIn(letters[0] & ~letters[1]),
    b.length - bitsIn(letters[1] & ~letters[0]),
  );
  if (common <= 0) return false;
  const base = (common / a.length + common / b.length + 1) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return base + prefix * 0.1 * (1 - base) >= least;
}
