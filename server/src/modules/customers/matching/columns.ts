/** Values of all records in one field, as numbers: comparing numbers and caching pairs of them is what makes this fast. */
export type Dictionary = { ids: Map<string, number>; texts: string[] };

export const newDictionary = (): Dictionary => ({ ids: new Map(), texts: [] });

/** The number of a text. */
export function intern(dictionary: Dictionary, text: string): number {
  const known = dictionary.ids.get(text);
  if (known !== undefined) return known;
  const id = dictionary.texts.length;
  dictionary.ids.set(text, id);
  dictionary.texts.push(text);
  return id;
}

/** Record i's values are `items[from[i]] … items[from[i + 1] - 1]`. */
export type Column = { from: Int32Array; items: Int32Array; dictionary: Dictionary };

/** A column of the values that each record has; empty texts are no values. */
export function columnOf(lists: readonly (readonly string[])[], dictionary = newDictionary()): Column {
  const from = new Int32Array(lists.length + 1);
  const items: number[] = [];
  for (const [index, list] of lists.entries()) {
    for (const text of list) if (text !== '') items.push(intern(dictionary, text));
    from[index + 1] = items.length;
  }
  return { from, items: Int32Array.from(items), dictionary };
}

/** Numbers of a record's values. */
export const itemsOf = (column: Column, record: number): Int32Array =>
  column.items.subarray(column.from[record], column.from[record + 1]);

/** Texts of a record's values. */
export function textsOf(column: Column, record: number): string[] {
  const texts: string[] = [];
  for (let at = column.from[record] as number; at < (column.from[record + 1] as number); at += 1)
    texts.push(column.dictionary.texts[column.items[at] as number] as string);
  return texts;
}

/** Whether no record has a value. */
export const isEmpty = (column: Column): boolean => column.items.length === 0;

const slots = 1 << 18;
/** Fewer values than this are compared without remembering: to set the table up would cost more. */
const worthRemembering = 500;

/**
 * Remembers what a pair of numbers came to (0…255). A fixed table that overwrites: memory is bounded, and a miss only
 * costs the comparison.
 */
export function remembered(
  dictionary: Dictionary,
  judge: (a: string, b: string) => number,
): (a: number, b: number) => number {
  const { texts } = dictionary;
  const judged = (low: number, high: number): number => judge(texts[low] as string, texts[high] as string);
  let keys: Float64Array | null = null;
  let results = new Uint8Array(0);
  return (a, b) => {
    const [low, high] = a < b ? [a, b] : [b, a];
    if (!keys) {
      if (texts.length < worthRemembering) return judged(low, high);
      keys = new Float64Array(slots).fill(-1);
      results = new Uint8Array(slots);
    }
    const key = low * 67_108_864 + high;
    const slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) >>> 14;
    if (keys[slot] === key) return results[slot] as number;
    const result = judged(low, high);
    keys[slot] = key;
    results[slot] = result;
    return result;
  };
}
