/** How well a linkage is done, by pairs of records. */
export type Judged = {
  precision: number;
  recall: number;
  f1: number;
  right: number;
  found: number;
  all: number;
};

const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

function judged(right: number, found: number, all: number): Judged {
  const [precision, recall] = [share(right, found), share(right, all)];
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1, right, found, all };
}

const pairsIn = (size: number): number => (size * (size - 1)) / 2;

/** Pairs of records that are one person. */
export function truePairs(truth: readonly string[]): number {
  const sizes = new Map<string, number>();
  for (const person of truth) sizes.set(person, (sizes.get(person) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + pairsIn(size), 0);
}

/** Judges pairs against the truth (person by record id). */
export function judgePairs(
  pairs: readonly { a: string; b: string }[],
  truth: ReadonlyMap<string, string>,
): Judged {
  const right = pairs.filter(({ a, b }) => truth.get(a) === truth.get(b)).length;
  return judged(right, pairs.length, truePairs([...truth.values()]));
}

/** Judges clusters: every pair within one counts; and how large the largest is that holds two persons. */
export function judgeClusters(
  clusters: readonly (readonly string[])[],
  truth: ReadonlyMap<string, string>,
): Judged & { largestWrong: number } {
  let [right, found, largestWrong] = [0, 0, 0];
  for (const cluster of clusters) {
    const persons = new Map<string, number>();
    for (const id of cluster) persons.set(truth.get(id) ?? id, (persons.get(truth.get(id) ?? id) ?? 0) + 1);
    found += pairsIn(cluster.length);
    for (const size of persons.values()) right += pairsIn(size);
    if (persons.size > 1) largestWrong = Math.max(largestWrong, cluster.length);
  }
  return { ...judged(right, found, truePairs([...truth.values()])), largestWrong };
}

export const told = (of: Judged): string =>
  `P ${of.precision.toFixed(4)} R ${of.recall.toFixed(4)} F1 ${of.f1.toFixed(4)} (${of.right} of ${of.found} right, ${of.all} true)`;
