/**
 * A heap that knows where each entry is: the first in O(1); adding, taking out any one and re-ranking in O(log n).
 * Ranks are compared first, then ids, so that the order never depends on the history.
 */
export type Heap = {
  ids: string[];
  ranks: number[];
  place: Map<string, number>;
};

export const emptyHeap = (): Heap => ({ ids: [], ranks: [], place: new Map() });

export const firstOf = (heap: Heap): string | undefined => heap.ids[0];
export const firstRank = (heap: Heap): number => heap.ranks[0] ?? Number.POSITIVE_INFINITY;

/** Adds an entry, or gives it a new rank. */
export function put(heap: Heap, id: string, rank: number): void {
  const at = heap.place.get(id);
  if (at === undefined) {
    heap.ids.push(id);
    heap.ranks.push(rank);
    heap.place.set(id, heap.ids.length - 1);
    rise(heap, heap.ids.length - 1);
    return;
  }
  heap.ranks[at] = rank;
  sink(heap, rise(heap, at));
}

/** Takes an entry out; false when it was not there. */
export function take(heap: Heap, id: string): boolean {
  const at = heap.place.get(id);
  if (at === undefined) return false;
  heap.place.delete(id);
  const last = [heap.ids.pop() as string, heap.ranks.pop() as number] as const;
  if (at < heap.ids.length) {
    set(heap, at, last);
    sink(heap, rise(heap, at));
  }
  return true;
}

function set(heap: Heap, at: number, [id, rank]: readonly [string, number]): void {
  heap.ids[at] = id;
  heap.ranks[at] = rank;
  heap.place.set(id, at);
}

/** Whether the entry at `a` comes before the one at `b`. */
function before(heap: Heap, a: number, b: number): boolean {
  const [left, right] = [heap.ranks[a] as number, heap.ranks[b] as number];
  return left === right ? (heap.ids[a] as string) < (heap.ids[b] as string) : left < right;
}

function swap(heap: Heap, a: number, b: number): void {
  const kept = [heap.ids[a] as string, heap.ranks[a] as number] as const;
  set(heap, a, [heap.ids[b] as string, heap.ranks[b] as number]);
  set(heap, b, kept);
}

function rise(heap: Heap, from: number): number {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(heap, at, parent)) break;
    swap(heap, at, parent);
    at = parent;
  }
  return at;
}

function sink(heap: Heap, from: number): void {
  let at = from;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.ids.length) return;
    if (child + 1 < heap.ids.length && before(heap, child + 1, child)) child += 1;
    if (!before(heap, child, at)) return;
    swap(heap, at, child);
    at = child;
  }
}
