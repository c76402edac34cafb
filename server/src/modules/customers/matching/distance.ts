/** Distances between texts. */

const rows = [new Uint8Array(256), new Uint8Array(256), new Uint8Array(256)];

/**
 * Damerau–Levenshtein distance (optimal string alignment: insertion, deletion, substitution, exchange of neighbours),
 * or `most + 1` when it is more than `most`. Texts up to 255 characters.
 */
export function edits(a: string, b: string, most: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most || a.length > 255 || b.length > 255) return most + 1;
  let [older, old, now] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let at = 0; at <= b.length; at += 1) old[at] = at;
  for (let i = 1; i <= a.length; i += 1) {
    now[0] = i;
    let least = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j += 1) {
      const other = b.charCodeAt(j - 1);
      let cost = Math.min(at(old, j) + 1, at(now, j - 1) + 1, at(old, j - 1) + (letter === other ? 0 : 1));
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        cost = Math.min(cost, at(older, j - 2) + 1);
      now[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [older, old, now] = [old, now, older];
  }
  return Math.min(at(old, b.length), most + 1);
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
