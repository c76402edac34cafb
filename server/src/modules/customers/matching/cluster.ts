import type { Scored } from './pairs.ts';

/** How clusters are joined; the defaults are the house's, others are for measuring. */
export type Linkage = {
  /** Mean bits over all pairs between two clusters from which they are joined. */
  join: number;
  /** Bits of a pair that was never compared, because the two have no key in common. */
  absent: number;
  /** Bits beyond which a pair counts no more: one sure pair must not outvote ten doubtful ones. */
  most: number;
  least: number;
  /** Clusters larger than this need `wary` bits more to grow. */
  large: number;
  wary: number;
};

export const usualLinkage: Linkage = { join: -1, absent: -3, most: 12, least: -10, large: 30, wary: 6 };

type Link = { sum: number; count: number };

/** A heap of links by mean bits, highest first; equal ones by number, so that the order of input does not matter. */
type Heap = { means: number[]; a: number[]; b: number[] };

const before = (heap: Heap, x: number, y: number): boolean => {
  const [meanX, meanY] = [heap.means[x] as number, heap.means[y] as number];
  if (meanX !== meanY) return meanX > meanY;
  const [aX, aY] = [heap.a[x] as number, heap.a[y] as number];
  return aX !== aY ? aX < aY : (heap.b[x] as number) < (heap.b[y] as number);
};

function swap(heap: Heap, x: number, y: number): void {
  for (const list of [heap.means, heap.a, heap.b]) {
    const kept = list[x] as number;
    list[x] = list[y] as number;
    list[y] = kept;
  }
}

function push(heap: Heap, [mean, a, b]: readonly [number, number, number]): void {
  heap.means.push(mean);
  heap.a.push(a);
  heap.b.push(b);
  let at = heap.means.length - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(heap, at, parent)) break;
    swap(heap, at, parent);
    at = parent;
  }
}

function pop(heap: Heap): [number, number, number] | null {
  const length = heap.means.length;
  if (length === 0) return null;
  const top: [number, number, number] = [heap.means[0] as number, heap.a[0] as number, heap.b[0] as number];
  swap(heap, 0, length - 1);
  heap.means.pop();
  heap.a.pop();
  heap.b.pop();
  let at = 0;
  for (;;) {
    let best = at;
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < length - 1 && before(heap, child, best)) best = child;
    if (best === at) return top;
    swap(heap, at, best);
    at = best;
  }
}

type State = { sizes: Int32Array; into: Int32Array; links: (Map<number, Link> | null)[]; rule: Linkage };

function meanOf(state: State, [a, b]: readonly [number, number], link: Link): number {
  const pairs = (state.sizes[a] as number) * (state.sizes[b] as number);
  const mean = (link.sum + (pairs - link.count) * state.rule.absent) / pairs;
  const size = (state.sizes[a] as number) + (state.sizes[b] as number);
  return size > state.rule.large ? mean - state.rule.wary : mean;
}

function start(scored: Scored, records: number, rule: Linkage): State {
  const links = Array.from({ length: records }, (): Map<number, Link> => new Map());
  for (let at = 0; at < scored.a.length; at += 1) {
    const [a, b] = [scored.a[at] as number, scored.b[at] as number];
    const bits = Math.min(rule.most, Math.max(rule.least, scored.bits[at] as number));
    links[a]?.set(b, { sum: bits, count: 1 });
    links[b]?.set(a, { sum: bits, count: 1 });
  }
  return {
    sizes: new Int32Array(records).fill(1),
    into: Int32Array.from({ length: records }, (_, at) => at),
    links,
    rule,
  };
}

/** Joins b into a and brings the links of both together. */
function join(state: State, heap: Heap, [a, b]: readonly [number, number]): void {
  const [ofA, ofB] = [state.links[a] as Map<number, Link>, state.links[b] as Map<number, Link>];
  state.sizes[a] = (state.sizes[a] as number) + (state.sizes[b] as number);
  state.into[b] = a;
  state.links[b] = null;
  ofA.delete(b);
  ofB.delete(a);
  for (const [other, link] of ofB) {
    const known = ofA.get(other);
    const sum = known ? { sum: known.sum + link.sum, count: known.count + link.count } : link;
    ofA.set(other, sum);
    const back = state.links[other];
    back?.delete(b);
    back?.set(a, sum);
  }
  for (const [other, link] of ofA) {
    const mean = meanOf(state, [a, other], link);
    if (mean > state.rule.join) push(heap, [mean, Math.min(a, other), Math.max(a, other)]);
  }
}

/**
 * Clusters by average linkage (UPGMA, Sokal and Michener 1958) over the sparse graph of scored pairs: two clusters are
 * joined while the mean over *all* pairs between them speaks for it. A wrong bridge between two groups is one pair among
 * many and does not melt them, as following every pair would. Answers each record's cluster as the number of one member.
 */
export function clusterOf(scored: Scored, records: number, rule: Linkage = usualLinkage): Int32Array {
  const state = start(scored, records, rule);
  const heap: Heap = { means: [], a: [], b: [] };
  for (let a = 0; a < records; a += 1)
    for (const [b, link] of state.links[a] ?? [])
      if (a < b && link.sum > rule.join) push(heap, [link.sum, a, b]);
  for (let top = pop(heap); top; top = pop(heap)) {
    const [mean, a, b] = top;
    const link = state.links[a]?.get(b);
    // Sizes or links have changed since: what holds now was pushed again.
    if (!link || !state.links[b] || meanOf(state, [a, b], link) !== mean) continue;
    if ((state.links[a]?.size ?? 0) >= (state.links[b]?.size ?? 0)) join(state, heap, [a, b]);
    else join(state, heap, [b, a]);
  }
  return rootsOf(state.into);
}

function rootsOf(into: Int32Array): Int32Array {
  return into.map((_, record) => {
    let root = record;
    while (into[root] !== root) root = into[root] as number;
    return root;
  });
}
