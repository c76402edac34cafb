/** What happens when, in simulated time; an entry can be moved or cancelled by its key. */
export type Calendar<T> = {
  set: (key: string, at: number, what: T) => void;
  cancel: (key: string) => void;
  /** Time of the first entry; Infinity without one. */
  next: () => number;
  /** Takes the first entry out; throws without one. */
  take: () => T;
};

type Entry<T> = { at: number; order: number; key: string; what: T };

/** A heap that forgets cancelled entries when they come up. */
export function makeCalendar<T>(): Calendar<T> {
  const heap: Entry<T>[] = [];
  const current = new Map<string, number>();
  let order = 0;
  const first = (): Entry<T> | undefined => {
    while (heap[0] && current.get(heap[0].key) !== heap[0].order) pop(heap);
    return heap[0];
  };
  return {
    set: (key, at, what) => {
      order += 1;
      current.set(key, order);
      push(heap, { at, order, key, what });
    },
    cancel: (key) => void current.delete(key),
    next: () => first()?.at ?? Number.POSITIVE_INFINITY,
    take: () => {
      const entry = first();
      if (!entry) throw new Error('the calendar is empty');
      pop(heap);
      current.delete(entry.key);
      return entry.what;
    },
  };
}

const before = <T>(a: Entry<T>, b: Entry<T>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function push<T>(heap: Entry<T>[], entry: Entry<T>): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Entry<T>;
    if (before(above, entry)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = entry;
}

function pop<T>(heap: Entry<T>[]): void {
  const last = heap.pop() as Entry<T>;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Entry<T>, heap[child] as Entry<T>)) child += 1;
    if (before(last, heap[child] as Entry<T>)) break;
    heap[at] = heap[child] as Entry<T>;
    at = child;
  }
  heap[at] = last;
}
