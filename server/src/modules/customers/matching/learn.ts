import { isEmpty, itemsOf } from './columns.ts';
import { householdOf } from './households.ts';
import { levelCount, missing, priors, same } from './levels.ts';
import {
  agrees,
  type Bound,
  bind,
  type Comparison,
  compare,
  keptShares,
  type Model,
  newComparison,
  priorWeights,
  shareOf,
  usualModel,
} from './model.ts';
import type { Feature, Prepared } from './prepare.ts';
import { type Odds, oddsOf } from './score.ts';

/** Compared pairs, kept: one row of levels, values per pair. */
export type Sample = { features: number; rows: Comparison[] };

/** Strength of what is believed beforehand, in pairs. */
const believedPairs = 30;
const rounds = 12;

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
  const rows = pairs.map((pair) => {
    const row = newComparison(features);
    compare(prepared, pair, row);
    return row;
  });
  return { features, rows };
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

/** How often each value occurs among persons: records weigh less the more others are the same person. */
function sharesOf(feature: Feature, weights: Float64Array): { shares: Float64Array; rare: number } {
  const counts = new Float64Array(feature.column.dictionary.texts.length);
  let all = 0;
  for (let record = 0; record < weights.length; record += 1) {
    const items = itemsOf(feature.column, record);
    if (items.length === 0) continue;
    all += weights[record] as number;
    for (const item of items) counts[item] = (counts[item] as number) + (weights[record] as number);
  }
  const prior = priors[feature.kind].u[0] ?? 0.001;
  return { shares: counts.map((persons) => shareOf(persons, all, prior)), rare: shareOf(1, all, prior) };
}

/** Sets the rarity of values from the records' weights. */
export function setShares(bound: Bound, weights: Float64Array): void {
  for (const [index, feature] of bound.prepared.features.entries()) {
    const { shares, rare } = sharesOf(feature, weights);
    bound.shares[index] = shares;
    bound.rare[index] = rare;
  }
}

/** A bound model that knows only what is believed beforehand. */
export function begin(prepared: Prepared): Bound {
  const records = prepared.records.length;
  const bound = bind(usualModel(records), prepared);
  setShares(bound, new Float64Array(records).fill(1));
  return bound;
}

function tally(features: number): Float64Array[] {
  return Array.from({ length: features }, () => new Float64Array(levelCount));
}

/** Shares by level, with what was believed as so many further pairs; levels a field never shows keep their belief. */
function smoothed(counts: Float64Array, believed: readonly number[], strength: number): Float64Array {
  const all = counts.reduce((sum, value, level) => (level === missing ? sum : sum + value), 0);
  return Float64Array.from(counts, (value, level) =>
    level === missing ? 0 : (value + strength * (believed[level] ?? 0)) / (all + strength),
  );
}

/** u: strangers' levels, from random pairs, each by the chance that it is one of strangers. */
export function learnStrangers(bound: Bound, random: Sample): void {
  const counts = tally(random.features);
  for (const row of random.rows) {
    const stranger = 1 - togetherOf(oddsOf(bound, row));
    for (let at = 0; at < random.features; at += 1) {
      const level = row.levels[at] as number;
      (counts[at] as Float64Array)[level] = ((counts[at] as Float64Array)[level] as number) + stranger;
    }
  }
  for (const [at, feature] of bound.prepared.features.entries())
    bound.u[at] = smoothed(counts[at] as Float64Array, priorWeights(feature).u, believedPairs);
  weigh(bound);
}

/** Weights in bits from m and u; `same` without rarity is the expected share of two strangers. */
function weigh(bound: Bound): void {
  for (let at = 0; at < bound.m.length; at += 1) {
    const u = bound.u[at] as Float64Array;
    bound.bits[at] = Float64Array.from(bound.m[at] as Float64Array, (share, level) =>
      level === missing ? 0 : Math.log2(share / (u[level] as number)),
    );
  }
}

/**
 * m and the odds by expectation and maximisation over candidate pairs (all other pairs count as strangers): Fellegi
 * and Sunter 1969, Winkler 1988. `scale` is how many pairs a sampled one stands for.
 */
export function learnMatches(bound: Bound, sample: Sample, scale: number): void {
  const { records, features } = bound.prepared;
  const all = (records.length * (records.length - 1)) / 2;
  for (let round = 0; round < rounds; round += 1) {
    const persons = tally(sample.features);
    const households = tally(sample.features);
    const [matches, neighbours] = expect(bound, sample, [persons, households]);
    for (const [at, feature] of features.entries()) {
      const { m, h } = priorWeights(feature);
      bound.m[at] = smoothed(persons[at] as Float64Array, m, believedPairs);
      bound.h[at] = smoothed(households[at] as Float64Array, h, householdOf(feature).firm);
    }
    weigh(bound);
    const expected = Math.max(matches * scale, 0.02 * records.length, 0.5);
    bound.odds = Math.log2(expected / Math.max(1, all - expected));
    bound.householdOdds = Math.log2(Math.max(neighbours * scale, 0.3) / Math.max(1, all));
  }
}

/** Counts levels among persons and households, each pair by its chance of being one; answers how many of each. */
function expect(
  bound: Bound,
  sample: Sample,
  counts: readonly [Float64Array[], Float64Array[]],
): [number, number] {
  const sums: [number, number] = [0, 0];
  for (const row of sample.rows) {
    const { person, household } = oddsOf(bound, row);
    const [one, other] = [2 ** person, 2 ** household];
    const chances = [one / (1 + one + other), other / (1 + one + other)];
    for (const kind of [0, 1] as const) {
      const chanceOf = chances[kind] as number;
      if (!(chanceOf > 1e-4)) continue;
      sums[kind] += chanceOf;
      for (let at = 0; at < sample.features; at += 1) {
        const level = row.levels[at] as number;
        const list = counts[kind][at] as Float64Array;
        list[level] = (list[level] as number) + chanceOf;
      }
    }
  }
  return sums;
}

/** Chance that two records are not strangers. */
function togetherOf({ person, household }: Odds): number {
  const sum = 2 ** person + 2 ** household;
  return sum / (1 + sum);
}

/** Pairs of records that share a value of a field, a few for each value and not more than `most`. */
function sharingPairs(feature: Feature, records: number, most: number): [number, number][] {
  const holders = new Map<number, number[]>();
  for (let record = 0; record < records; record += 1)
    for (const item of itemsOf(feature.column, record)) {
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

/** Strangers a belief about dependence counts for. */
const believedTogether = 30;

/** How often strangers who agree in one field agree in another: city and postcode, house and surname. */
export function learnTogether(bound: Bound, most: number): void {
  const { features, records } = bound.prepared;
  // Judged as if nothing went together: else people once taken for strangers would stay strangers.
  bound.together = features.map(() => new Float64Array(features.length));
  const learned: Float64Array[] = [];
  for (const [index, feature] of features.entries()) {
    const sample = sampled(
      bound.prepared,
      isEmpty(feature.column) ? [] : sharingPairs(feature, records.length, most),
    );
    const agreeing = new Float64Array(features.length);
    const known = new Float64Array(features.length);
    for (const row of sample.rows) {
      const stranger = 1 - togetherOf(oddsOf(bound, row));
      if (stranger < 0.9) continue;
      for (let at = 0; at < features.length; at += 1) {
        const level = row.levels[at] as number;
        if (level === missing) continue;
        known[at] = (known[at] as number) + stranger;
        if (agrees(level)) agreeing[at] = (agreeing[at] as number) + stranger;
      }
    }
    learned[index] = Float64Array.from(features, (_, at) => {
      const usual = (bound.u[at] as Float64Array)[same] as number;
      const share =
        ((agreeing[at] as number) + believedTogether * usual) / ((known[at] as number) + believedTogether);
      return at === index || share < 2 * usual ? 0 : share;
    });
  }
  bound.together = learned;
}

/** What was learned, as plain data: values that one person alone has are left out, they are all equally rare. */
export function modelOf(bound: Bound, weights: Float64Array): Model {
  const { features, records } = bound.prepared;
  const model: Model = {
    version: 1,
    records: records.length,
    odds: bound.odds,
    householdOdds: bound.householdOdds,
    fields: {},
    together: {},
  };
  for (const [index, feature] of features.entries()) {
    const { shares, rare } = sharesOf(feature, weights);
    const kept = [...shares.entries()].filter(([, share]) => share > rare * 1.5);
    kept.sort((x, y) => y[1] - x[1]);
    const texts = feature.column.dictionary.texts;
    model.fields[feature.name] = {
      m: Array.from(bound.m[index] as Float64Array),
      u: Array.from(bound.u[index] as Float64Array),
      h: Array.from(bound.h[index] as Float64Array),
      rare,
      shares: Object.fromEntries(
        kept.slice(0, keptShares).map(([item, share]) => [texts[item] ?? '', share]),
      ),
    };
    model.together[feature.name] = Object.fromEntries(
      features.map((other, at) => [other.name, (bound.together[index] as Float64Array)[at] as number]),
    );
  }
  return model;
}
