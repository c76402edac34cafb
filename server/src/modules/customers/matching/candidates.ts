import { type BlockingParts, blockingParts, keysOf, rareMark } from './blocking.ts';
import type { Prepared } from './prepare.ts';
import { hashOf } from './text.ts';

/** Largest groups that are compared each with each: the widest that keep to so many pairs is taken. */
const caps = [800, 400, 300, 200, 150, 100, 75, 50, 36, 24] as const;
const pairsPerRecord = 70;
const pairsAtLeast = 1_200_000;
/** How wide the neighbourhood is where a group stays too large however it is divided. */
const reach = 12;
/** Values that a key is combined with at most. */
const deepest = 3;

/** Groups of records to compare, and for each record the groups it stands in. */
export type Blocks = {
  /** Members of group g: `members[starts[g]] … members[starts[g + 1] - 1]`, ascending. */
  starts: Int32Array;
  members: Int32Array;
  of: { from: Int32Array; groups: Int32Array };
};

type Growing = {
  starts: number[];
  members: number[];
  seen: Set<number>;
  dividers: Int32Array[];
  cap: number;
};

/** What too common keys are combined with, as numbers; 0 is "not known". */
function dividersOf(parts: readonly BlockingParts[]): Int32Array[] {
  const reads: ((part: BlockingParts) => string)[] = [
    (part) => part.surname,
    (part) => part.given,
    (part) => part.year,
    (part) => part.date.slice(4),
    (part) => part.postcode.slice(0, 4),
    (part) => part.city.slice(0, 6),
    (part) => part.street,
  ];
  return reads.map((read) =>
    Int32Array.from(parts, (part) => (read(part) === '' ? 0 : hashOf(read(part)) | 1)),
  );
}

/** Records by key: sorted numbers of which the upper part is the key and the lower the record. */
function entriesOf(lists: readonly (readonly number[])[]): Float64Array {
  const entries = new Float64Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const [record, list] of lists.entries()) for (const hash of list) entries[at++] = hash * room + record;
  return entries.sort();
}

/** More records than are ever compared at once; a key of 32 bits and a record fit a double exactly. */
const room = 2 ** 21;

function eachGroup(entries: Float64Array, visit: (from: number, to: number) => void): void {
  for (let from = 0; from < entries.length; ) {
    const hash = Math.floor((entries[from] as number) / room);
    let to = from + 1;
    while (to < entries.length && Math.floor((entries[to] as number) / room) === hash) to += 1;
    if (to - from > 1) visit(from, to);
    from = to;
  }
}

/** The widest cap under which the groups as they are make no more pairs than can be compared in time. */
function capFor(lists: readonly Float64Array[], count: number): number {
  const most = Math.max(pairsAtLeast, pairsPerRecord * count);
  const pairs = new Map<number, number>(caps.map((cap) => [cap, 0]));
  for (const entries of lists)
    eachGroup(entries, (from, to) => {
      const size = to - from;
      for (const cap of caps)
        if (size <= cap) pairs.set(cap, (pairs.get(cap) ?? 0) + (size * (size - 1)) / 2);
    });
  return caps.find((cap) => (pairs.get(cap) ?? 0) <= most) ?? 24;
}

/** Pairs so few (some 300 records) that each record is compared with every other. More would cost seconds and find no more. */
const everythingUpTo = 45_000;

const everything = (count: number): Blocks => ({
  starts: Int32Array.of(0, count),
  members: Int32Array.from({ length: count }, (_, record) => record),
  of: { from: Int32Array.from({ length: count + 1 }, (_, at) => at), groups: new Int32Array(count) },
});

/** Finds the groups. Near-linear: keys are sorted, too common ones are divided, never dropped. */
export function blocksOf(prepared: Prepared): Blocks {
  const count = prepared.records.length;
  if (count * (count - 1) <= 2 * everythingUpTo) return everything(count);
  const parts = prepared.records.map((_, record) => blockingParts(prepared, record));
  const keys = parts.map(keysOf);
  const [usual, rare] = [false, true].map((isRare) =>
    entriesOf(keys.map((list) => list.filter((key) => key.startsWith(rareMark) === isRare).map(hashOf))),
  ) as [Float64Array, Float64Array];
  const cap = capFor([usual, rare], count);
  const growing: Growing = { starts: [0], members: [], seen: new Set(), dividers: dividersOf(parts), cap };
  const group = (entries: Float64Array, from: number, to: number): number[] =>
    Array.from(entries.subarray(from, to), (entry) => entry % room);
  eachGroup(usual, (from, to) => divide(growing, group(usual, from, to), 0));
  eachGroup(rare, (from, to) => {
    if (to - from <= cap) put(growing, group(rare, from, to));
  });
  return finished(growing, count);
}

function put(growing: Growing, group: readonly number[]): void {
  // The same group under another key: nothing new.
  const mark =
    group.reduce((hash, record) => Math.imul(hash ^ record, 0x01000193) >>> 0, 0x811c9dc5) * 64 +
    (group.length % 64);
  if (growing.seen.has(mark)) return;
  growing.seen.add(mark);
  for (const record of group) growing.members.push(record);
  growing.starts.push(growing.members.length);
}

/** Compares a group, or what it falls into under each divider, deeper where that is not enough. */
function divide(growing: Growing, group: readonly number[], depth: number): void {
  if (group.length <= growing.cap) {
    put(growing, group);
    return;
  }
  if (depth >= deepest) {
    for (let at = 0; at < group.length; at += reach) put(growing, group.slice(at, at + 2 * reach));
    return;
  }
  for (const divider of growing.dividers) {
    const parts = new Map<number, number[]>();
    for (const record of group) {
      const value = divider[record] as number;
      if (value === 0) continue;
      const part = parts.get(value);
      if (part) part.push(record);
      else parts.set(value, [record]);
    }
    for (const part of parts.values())
      if (part.length > 1 && part.length < group.length) divide(growing, part, depth + 1);
  }
}

function finished(growing: Growing, count: number): Blocks {
  const starts = Int32Array.from(growing.starts);
  const members = Int32Array.from(growing.members);
  const from = new Int32Array(count + 1);
  for (const record of members) from[record + 1] = (from[record + 1] as number) + 1;
  for (let record = 0; record < count; record += 1)
    from[record + 1] = (from[record + 1] as number) + (from[record] as number);
  const groups = new Int32Array(members.length);
  const next = from.slice();
  for (let group = 0; group + 1 < starts.length; group += 1)
    for (let at = starts[group] as number; at < (starts[group + 1] as number); at += 1) {
      const record = members[at] as number;
      groups[next[record] as number] = group;
      next[record] = (next[record] as number) + 1;
    }
  return { starts, members, of: { from, groups } };
}

/** Calls `visit` once for every pair of records that share a group, the lower number first. */
export function eachPair(blocks: Blocks, visit: (a: number, b: number) => void): void {
  const count = blocks.of.from.length - 1;
  const stamps = new Int32Array(count).fill(-1);
  for (let a = 0; a < count; a += 1)
    for (let at = blocks.of.from[a] as number; at < (blocks.of.from[a + 1] as number); at += 1) {
      const group = blocks.of.groups[at] as number;
      const end = blocks.starts[group + 1] as number;
      for (let member = end - 1; member >= (blocks.starts[group] as number); member -= 1) {
        const b = blocks.members[member] as number;
        if (b <= a) break;
        if (stamps[b] === a) continue;
        stamps[b] = a;
        visit(a, b);
      }
    }
}
