import { isEmpty, itemsOf } from './columns.ts';
import { householdOf } from './households.ts';
import { different, levelCount, missing, priors, same } from './levels.ts';
import {
  agrees,
  type Bound,
  bind,
  keptShares,
  type Model,
  priorWeights,
  shareOf,
  usualModel,
  weigh,
  weighShares,
} from './model.ts';
import type { Feature, Prepared } from './prepare.ts';
import { rowOf, type Sample, sampled, sharingPairs } from './sample.ts';
import { type Odds, oddsOf } from './score.ts';

/** Strength of what is believed beforehand, in pairs. */
const believedPairs = 30;
const rounds = 12;

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
  weighShares(bound);
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
  for (let index = 0; index < random.count; index += 1) {
    const row = rowOf(random, index);
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

/**
 * m and the odds by expectation and maximisation over candidate pairs (all other pairs count as strangers): Fellegi
 * and Sunter 1969, Winkler 1988. `scale` is how many pairs a sampled one stands for.
 */
export function learnMatches(bound: Bound, sample: Sample, scale: number): void {
  const { records, features } = bound.prepared;
  const all = (records.length * (records.length - 1)) / 2;
  const careful = Math.log2((carefulMatches * records.length) / Math.max(1, all));
  let rows = Int32Array.from({ length: sample.count }, (_, index) => index);
  for (let round = 0; round < rounds; round += 1) {
    const before = bound.odds;
    bound.odds = Math.min(before, careful);
    const expected = expect(bound, sample, rows);
    rows = expected.rows;
    for (const [at, feature] of features.entries()) {
      const { m, h } = priorWeights(feature);
      bound.m[at] = bounded(smoothed(expected.persons[at] as Float64Array, m, believedPairs), feature);
      bound.h[at] = smoothed(expected.households[at] as Float64Array, h, householdOf(feature).firm);
    }
    weigh(bound);
    const matches = Math.max(expected.matches * scale, 0.02 * records.length, 0.5);
    bound.odds = Math.log2(matches / Math.max(1, all - matches));
    bound.householdOdds = Math.log2(Math.max(expected.neighbours * scale, 0.3) / Math.max(1, all));
    if (round > 2 && Math.abs(bound.odds - before) < 0.002) return;
  }
}

/**
 * While learning, no more matches than this for each record are believed in beforehand: only what the fields themselves
 * prove counts as a match. Else, where there is little but names, each doubtful pair would make the next one likelier.
 */
const carefulMatches = 2;

/** What makes a person: if matches seemed to differ in it more often than this, they would be no persons. */
const personal = new Set(['given', 'surname', 'birth', 'document', 'gender']);
const mostDifferent = 0.2;

/** Keeps learning from taking families, or people who have nothing but a name in common, for persons. */
function bounded(m: Float64Array, feature: Feature): Float64Array {
  const unlike = m[different] as number;
  if (!personal.has(feature.role) || unlike <= mostDifferent) return m;
  const scale = (1 - mostDifferent) / (1 - unlike);
  return m.map((share, level) => (level === different ? mostDifferent : share * scale));
}

type Expected = {
  persons: Float64Array[];
  households: Float64Array[];
  matches: number;
  neighbours: number;
  /** Rows that may be anything but strangers. */
  rows: Int32Array<ArrayBuffer>;
};

/** Counts levels among persons and households, each pair by its chance of being one. */
function expect(bound: Bound, sample: Sample, rows: Int32Array): Expected {
  const [persons, households] = [tally(sample.features), tally(sample.features)];
  let [matches, neighbours] = [0, 0];
  const kept: number[] = [];
  for (const index of rows) {
    const row = rowOf(sample, index);
    const { person, household } = oddsOf(bound, row);
    const [one, other] = [2 ** person, 2 ** household];
    const whole = 1 + one + other;
    if (one + other > 1e-6) kept.push(index);
    if (one + other < 1e-4) continue;
    matches += one / whole;
    neighbours += other / whole;
    for (let at = 0; at < sample.features; at += 1) {
      const level = row.levels[at] as number;
      const [ofPersons, ofHouseholds] = [persons[at] as Float64Array, households[at] as Float64Array];
      ofPersons[level] = (ofPersons[level] as number) + one / whole;
      ofHouseholds[level] = (ofHouseholds[level] as number) + other / whole;
    }
  }
  return { persons, households, matches, neighbours, rows: Int32Array.from(kept) };
}

/** Chance that two records are not strangers. */
function togetherOf({ person, household }: Odds): number {
  const sum = 2 ** person + 2 ** household;
  return sum / (1 + sum);
}

/** Strangers a belief about dependence counts for. */
const believedTogether = 30;

/** How often strangers who agree in one field agree in another: city and postcode, house and surname. */
export function learnTogether(bound: Bound, most: number): void {
  const { features, records } = bound.prepared;
  // Judged as if nothing went together: else people once taken for strangers would stay strangers.
  bound.together = features.map(() => new Float64Array(features.length));
  weigh(bound);
  const learned: Float64Array[] = [];
  for (const [index, feature] of features.entries()) {
    const sample = sampled(
      bound.prepared,
      isEmpty(feature.column) ? [] : sharingPairs(feature.column, records.length, most),
    );
    const agreeing = new Float64Array(features.length);
    const known = new Float64Array(features.length);
    for (let index = 0; index < sample.count; index += 1) {
      const row = rowOf(sample, index);
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
  weigh(bound);
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
