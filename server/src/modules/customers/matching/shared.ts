import { itemsOf } from './columns.ts';
import type { Prepared } from './prepare.ts';

/** A value that several different persons have: a family's telephone, a firm's address of e-mail. */
export type SharedValue = { field: string; value: string; persons: number };

const fieldsThatMayBeShared = new Set(['phone', 'email', 'document']);

/** Values of contact fields that stand in several clusters whose given names have nothing in common. */
export function sharedValues(prepared: Prepared, roots: Int32Array): SharedValue[] {
  const shared: SharedValue[] = [];
  for (const feature of prepared.features) {
    if (!fieldsThatMayBeShared.has(feature.name)) continue;
    const holders = new Map<number, Map<number, Set<number>>>();
    for (let record = 0; record < prepared.records.length; record += 1)
      for (const item of itemsOf(feature.column, record)) {
        const clusters = holders.get(item) ?? new Map<number, Set<number>>();
        const root = roots[record] as number;
        const words = clusters.get(root) ?? new Set<number>();
        for (const word of itemsOf(prepared.names.given, record)) words.add(word);
        clusters.set(root, words);
        holders.set(item, clusters);
      }
    for (const [item, clusters] of holders) {
      const persons = apart([...clusters.values()].filter((words) => words.size > 0));
      if (persons > 1)
        shared.push({ field: feature.name, value: feature.column.dictionary.texts[item] ?? '', persons });
    }
  }
  return shared.sort((x, y) => y.persons - x.persons || (x.value < y.value ? -1 : 1));
}

/** How many sets of given names have no word in common with those counted before. */
function apart(sets: readonly Set<number>[]): number {
  const seen = new Set<number>();
  let count = 0;
  for (const words of sets) {
    if (![...words].some((word) => seen.has(word))) count += 1;
    for (const word of words) seen.add(word);
  }
  return count;
}
