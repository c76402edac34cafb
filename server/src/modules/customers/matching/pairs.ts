import { type Blocks, blocksOf, eachPair } from './candidates.ts';
import { begin, learnMatches, learnStrangers, learnTogether, setShares } from './learn.ts';
import { type Bound, compare, newComparison, probabilityOf } from './model.ts';
import type { Prepared } from './prepare.ts';
import { randomPairs, type Sample, sampled } from './sample.ts';
import { judge } from './score.ts';

/** Pairs worth keeping, as columns: numbers of records and log2 odds. */
export type Scored = { a: Int32Array; b: Int32Array; bits: Float32Array; compared: number };

/** Pairs below this many bits are not looked at again. */
const floor = -12;
const randomCount = 60_000;
const sampleCount = 50_000;
const sharingCount = 3000;
/** How often rarity is measured anew after persons are known better. */
const refinements = 2;

function growing(): {
  push: (a: number, b: number, bits: number) => void;
  done: (compared: number) => Scored;
} {
  let capacity = 1 << 16;
  let a = new Int32Array(capacity);
  let b = new Int32Array(capacity);
  let bits = new Float32Array(capacity);
  let length = 0;
  const grow = (): void => {
    capacity *= 2;
    const [olderA, olderB, olderBits] = [a, b, bits];
    a = new Int32Array(capacity);
    b = new Int32Array(capacity);
    bits = new Float32Array(capacity);
    a.set(olderA);
    b.set(olderB);
    bits.set(olderBits);
  };
  return {
    push: (first, second, score) => {
      if (length === capacity) grow();
      a[length] = first;
      b[length] = second;
      bits[length] = score;
      length += 1;
    },
    done: (compared) => ({
      a: a.slice(0, length),
      b: b.slice(0, length),
      bits: bits.slice(0, length),
      compared,
    }),
  };
}

/** Every n-th candidate pair, so that learning costs the same however many there are. */
function sampleOf(prepared: Prepared, blocks: Blocks): { sample: Sample; scale: number; candidates: number } {
  let candidates = 0;
  eachPair(blocks, () => {
    candidates += 1;
  });
  const step = Math.max(1, Math.ceil(candidates / sampleCount));
  const chosen: [number, number][] = [];
  let at = 0;
  eachPair(blocks, (a, b) => {
    if (at++ % step === 0) chosen.push([a, b]);
  });
  return { sample: sampled(prepared, chosen), scale: step, candidates };
}

/** Compares every candidate pair and keeps those that are not hopeless. */
export function scoreAll(bound: Bound, blocks: Blocks): Scored {
  const kept = growing();
  const row = newComparison(bound.prepared.features.length);
  const pair: [number, number] = [0, 0];
  let compared = 0;
  eachPair(blocks, (a, b) => {
    compared += 1;
    pair[0] = a;
    pair[1] = b;
    compare(bound.prepared, pair, row);
    const bits = judge(bound, row);
    if (bits > floor) kept.push(a, b, bits);
  });
  return kept.done(compared);
}

/** Scores kept pairs again under what has been learned since. */
function scoreAgain(bound: Bound, scored: Scored): void {
  const row = newComparison(bound.prepared.features.length);
  for (let at = 0; at < scored.a.length; at += 1) {
    compare(bound.prepared, [scored.a[at] as number, scored.b[at] as number], row);
    scored.bits[at] = judge(bound, row);
  }
}

/** Each record's share of a person: one divided by how many records seem to be the same one. */
export function personWeights(scored: Scored, records: number): Float64Array {
  const sizes = new Float64Array(records).fill(1);
  for (let at = 0; at < scored.a.length; at += 1) {
    const match = probabilityOf(scored.bits[at] as number);
    const [a, b] = [scored.a[at] as number, scored.b[at] as number];
    sizes[a] = (sizes[a] as number) + match;
    sizes[b] = (sizes[b] as number) + match;
  }
  return sizes.map((size) => 1 / size);
}

export type Learned = { bound: Bound; scored: Scored; weights: Float64Array };

/** Learns weights from the records themselves, without any label, and scores all candidate pairs. */
export function learnAndScore(prepared: Prepared): Learned {
  const records = prepared.records.length;
  const bound = begin(prepared);
  const blocks = blocksOf(prepared);
  const random = sampled(prepared, randomPairs(prepared, randomCount));
  const { sample, scale } = sampleOf(prepared, blocks);
  learnStrangers(bound, random);
  learnMatches(bound, sample, scale);
  learnStrangers(bound, random);
  learnTogether(bound, sharingCount);
  learnMatches(bound, sample, scale);
  const scored = scoreAll(bound, blocks);
  let weights = personWeights(scored, records);
  for (let round = 0; round < refinements; round += 1) {
    setShares(bound, weights);
    learnStrangers(bound, random);
    learnTogether(bound, sharingCount);
    learnMatches(bound, sample, scale);
    scoreAgain(bound, scored);
    weights = personWeights(scored, records);
  }
  return { bound, scored, weights };
}
