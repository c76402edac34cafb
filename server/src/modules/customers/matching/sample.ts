import { type Column, itemsOf } from './columns.ts';
import { type Comparison, compare, newComparison } from './model.ts';
import type { Prepared } from './prepare.ts';

/** Compared pairs, kept side by side: row r's levels are `levels[r * features] …`. */
export type Sample = {
  features: number;
  count: number;
  levels: Uint8Array;
  items: Int32Array;
  others: Int32Array;
  /** Where a row is put to be judged. */
  row: Comparison;
};

/** Puts a row of a sample where it can be judged. */
export function rowOf(sample: Sample, index: number): Comparison {
  const { features, row } = sample;
  for (let at = 0, from = index * features; at < features; at += 1, from += 1) {
    row.levels[at] = sample.levels[from] as number;
    row.items[at] = sample.items[from] as number;
    row.others[at] = sample.others[from] as number;
  }
  return row;
}

/** A small steady generator (mulberry32): learning must not depend on chance. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Compares pairs and keeps what came out. */
export function sampled(prepared: Prepared, pairs: readonly (readonly [number, number])[]): Sample {
  const features = prepared.features.length;
  const [count, cells] = [pairs.length, pairs.length * features];
  const row = newComparison(features);
  const sample: Sample = {
    ...{ features, count, row },
    ...{ levels: new Uint8Array(cells), items: new Int32Array(cells), others: new Int32Array(cells) },
  };
  for (const [index, pair] of pairs.entries()) {
    compare(prepared, pair, row);
    sample.levels.set(row.levels, index * features);
    sample.items.set(row.items, index * features);
    sample.others.set(row.others, index * features);
  }
  return sample;
}

/** Pairs taken at random: what strangers look like. */
export function randomPairs(prepared: Prepared, count: number): [number, number][] {
  const records = prepared.records.length;
  if (records < 2) return [];
  const next = chance(records);
  const pairs: [number, number][] = [];
  if ((records * (records - 1)) / 2 <= count) {
    for (let a = 0; a < records; a += 1) for (let b = a + 1; b < records; b += 1) pairs.push([a, b]);
    return pairs;
  }
  while (pairs.length < count) {
    const [a, b] = [Math.floor(next() * records), Math.floor(next() * records)];
    if (a !== b) pairs.push([a, b]);
  }
  return pairs;
}

/** Pairs of records that share a value of a field, a few for each value and not more than `most`. */
export function sharingPairs(column: Column, records: number, most: number): [number, number][] {
  const holders = new Map<number, number[]>();
  for (let record = 0; record < records; record += 1)
    for (const item of itemsOf(column, record)) {
      const list = holders.get(item);
      if (list) list.push(record);
      else holders.set(item, [record]);
    }
  const groups = [...holders.values()].filter((list) => list.length > 1);
  const next = chance(groups.length);
  const pairs: [number, number][] = [];
  const weight = groups.reduce((sum, list) => sum + list.length * (list.length - 1), 0);
  for (const list of groups) {
    const share = (most * list.length * (list.length - 1)) / weight;
    const wanted = Math.floor(share) + (next() < share % 1 ? 1 : 0);
    for (let taken = 0; taken < wanted; taken += 1) {
      const a = list[Math.floor(next() * list.length)] as number;
      const b = list[Math.floor(next() * list.length)] as number;
      if (a !== b) pairs.push([a, b]);
    }
  }
  return pairs;
}
