import type { Finding } from './compare-text.ts';
import { householdOf, isShared } from './households.ts';
import { elsewhere, missing, priors, same } from './levels.ts';
import type { Feature, Prepared } from './prepare.ts';

/** Weights of one field: by level the share of matches (m) and of strangers (u) that show it. */
export type FieldWeights = {
  m: number[];
  u: number[];
  /** Share of different people of one household that show the level. */
  h: number[];
  /** Chance that another person has the value, for values that several have. */
  shares: Record<string, number>;
  /** The chance for every other value. */
  rare: number;
};

/**
 * What was learned from a firm's own records; plain data, so that it can be kept as JSON.
 * `together[f][c]`: how often strangers who agree in f agree in c too.
 */
export type Model = {
  version: 1;
  /** Records it was learned from. */
  records: number;
  /** log2 of the odds that two records taken at random are one person. */
  odds: number;
  /** log2 of the odds that they are two people of one household. */
  householdOdds: number;
  fields: Record<string, FieldWeights>;
  together: Record<string, Record<string, number>>;
};

/** A model bound to prepared records: everything by number, and as logarithms to the base of 2, which are only added. */
export type Bound = {
  prepared: Prepared;
  odds: number;
  householdOdds: number;
  m: Float64Array[];
  u: Float64Array[];
  h: Float64Array[];
  /** shares[f][item]: chance that somebody else has the value. */
  shares: Float64Array[];
  /** rare[f]: that chance for a value which one person alone has. */
  rare: Float64Array;
  together: Float64Array[];
  /** isShared[f]: whether agreeing in it may mean a common household. */
  isShared: boolean[];
} & Logarithms;

type Logarithms = {
  logM: Float64Array[];
  logU: Float64Array[];
  logH: Float64Array[];
  logShares: Float64Array[];
  logTogether: Float64Array[];
  /** Of the share of matches that agree in a field at all. */
  logAgreement: Float64Array;
};

const logOf = (lists: readonly Float64Array[]): Float64Array[] => lists.map(logs);

function logs(list: Float64Array): Float64Array {
  const taken = new Float64Array(list.length);
  for (let at = 0; at < list.length; at += 1) taken[at] = Math.log2(list[at] as number);
  return taken;
}

/** Takes the logarithms anew after anything has been learned. */
export function weigh(bound: Omit<Weights, 'known'>): void {
  bound.logM = logOf(bound.m);
  bound.logU = logOf(bound.u);
  bound.logH = logOf(bound.h);
  bound.logTogether = logOf(bound.together);
  bound.logAgreement = new Float64Array(bound.m.length);
  for (const [at, m] of bound.m.entries()) {
    let sum = 0;
    for (let level = same; level <= elsewhere; level += 1) sum += m[level] as number;
    bound.logAgreement[at] = Math.log2(sum);
  }
}

/** As `weigh`, for the rarity of values. */
export function weighShares(bound: Pick<Bound, 'shares' | 'logShares'>): void {
  bound.logShares = logOf(bound.shares);
}

/** How many persons the prior share of a value counts for. */
const believedPersons = 200;

/** Chance that another person has a value that `persons` of `all` have (weighted), smoothed towards the prior. */
export function shareOf(persons: number, all: number, prior: number): number {
  const seen = Math.max(0, persons - 1) + (0.5 * all) / (all + believedPersons);
  return Math.min(0.999, (seen + believedPersons * prior) / (all + believedPersons));
}

/** m, u and h as believed before any data. */
export function priorWeights(feature: Feature): { m: number[]; u: number[]; h: number[] } {
  const { m, u } = priors[feature.kind];
  return { m: [0, ...m], u: [0, ...u], h: [0, ...householdOf(feature).levels] };
}

/** A model before anything was learned, for a base of so many records: works from the first customer on. */
export const usualModel = (records: number): Model => ({
  version: 1,
  records,
  odds: Math.log2(0.6 / Math.max(2, records)),
  householdOdds: Math.log2(0.6 / Math.max(2, records)),
  fields: {},
  together: {},
});

/** Values that more than one person has, at most so many a field are kept in a model. */
export const keptShares = 5000;

/** What a model says of certain fields, without the records; `known` are the shares of values by their text. */
type Weights = Omit<Bound, 'prepared' | 'odds' | 'householdOdds' | 'shares' | 'logShares'> & {
  known: ReadonlyMap<string, number>[];
};

/** Weights of models in use, by the fields that records have: customers arrive one by one, the model stays. */
const weightsKept = new WeakMap<Model, Map<string, Weights>>();
/** Firms have few different sets of fields; of more, the kept ones are forgotten. */
const mostKept = 200;

function weightsOf(model: Model, features: readonly Feature[]): Weights {
  const kept = weightsKept.get(model) ?? new Map<string, Weights>();
  weightsKept.set(model, kept);
  const key = features.map((feature) => feature.name).join('\n');
  const known = kept.get(key);
  if (known) return known;
  const made = newWeights(model, features);
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, made);
  return made;
}

function newWeights(model: Model, features: readonly Feature[]): Weights {
  const weights: Weights = {
    ...{ m: [], u: [], h: [], together: [], rare: new Float64Array(features.length) },
    isShared: features.map(isShared),
    known: features.map(({ name }) => new Map(Object.entries(model.fields[name]?.shares ?? {}))),
    ...{ logM: [], logU: [], logH: [], logTogether: [], logAgreement: new Float64Array(0) },
  };
  for (const [index, feature] of features.entries()) {
    const known = model.fields[feature.name];
    const { m, u, h } = known ?? priorWeights(feature);
    weights.rare[index] = known?.rare ?? shareOf(1, model.records, u[same] ?? 0.001);
    weights.m.push(Float64Array.from(m));
    weights.u.push(Float64Array.from(u));
    weights.h.push(Float64Array.from(h));
    const fellows = model.together[feature.name] ?? {};
    weights.together.push(Float64Array.from(features, ({ name }) => fellows[name] ?? 0));
  }
  weigh(weights);
  return weights;
}

/** Binds what was learned to records: unknown values are rare ones. */
export function bind(model: Model, prepared: Prepared): Bound {
  const { known, ...weights } = weightsOf(model, prepared.features);
  const bound: Bound = {
    ...weights,
    ...{ prepared, odds: model.odds, householdOdds: model.householdOdds, shares: [], logShares: [] },
    // Learning puts new lists in the place of these: the kept ones must not change with it.
    ...{ m: [...weights.m], u: [...weights.u], h: [...weights.h], rare: weights.rare.slice() },
  };
  for (const [index, feature] of prepared.features.entries()) {
    const texts = feature.column.dictionary.texts;
    const rare = bound.rare[index] as number;
    const ofItems = new Float64Array(texts.length);
    for (let item = 0; item < texts.length; item += 1)
      ofItems[item] = known[index]?.get(texts[item] as string) ?? rare;
    bound.shares.push(ofItems);
  }
  weighShares(bound);
  return bound;
}

/** How two records compare, field by field; reused between comparisons. */
export type Comparison = { levels: Uint8Array; items: Int32Array; others: Int32Array; bits: Float64Array };

export const newComparison = (features: number): Comparison => ({
  levels: new Uint8Array(features),
  items: new Int32Array(features),
  others: new Int32Array(features),
  bits: new Float64Array(features),
});

const found: Finding = { level: 0, item: -1, other: -1 };

/** Compares two records in every field. */
export function compare(prepared: Prepared, pair: readonly [number, number], into: Comparison): void {
  const [a, b] = pair[0] < pair[1] ? pair : [pair[1], pair[0]];
  const { features } = prepared;
  for (let index = 0; index < features.length; index += 1) {
    (features[index] as Feature).compare(a, b, found);
    into.levels[index] = found.level;
    into.items[index] = found.item;
    into.others[index] = found.other;
  }
}

/** Whether a level counts as agreeing. */
export const agrees = (level: number): boolean => level > missing && level <= elsewhere;

export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits);
