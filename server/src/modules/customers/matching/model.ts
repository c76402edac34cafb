import type { Finding } from './compare-text.ts';
import { elsewhere, missing, priors, same, similar } from './levels.ts';
import type { Feature, Prepared } from './prepare.ts';

/** Weights of one field: by level the share of matches (m) and of strangers (u) that show it. */
export type FieldWeights = {
  m: number[];
  u: number[];
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
  fields: Record<string, FieldWeights>;
  together: Record<string, Record<string, number>>;
};

/** A model bound to prepared records: everything by number. */
export type Bound = {
  prepared: Prepared;
  odds: number;
  /** weights[f][level] in bits, before the rarity of the value. */
  bits: Float64Array[];
  m: Float64Array[];
  u: Float64Array[];
  /** shares[f][item]: chance that somebody else has the value. */
  shares: Float64Array[];
  /** rare[f]: that chance for a value which one person alone has. */
  rare: Float64Array;
  together: Float64Array[];
};

/** How many persons the prior share of a value counts for. */
const believedPersons = 200;

/** Chance that another person has a value that `persons` of `all` have (weighted), smoothed towards the prior. */
export function shareOf(persons: number, all: number, prior: number): number {
  const seen = Math.max(0, persons - 1) + (0.5 * all) / (all + believedPersons);
  return Math.min(0.999, (seen + believedPersons * prior) / (all + believedPersons));
}

/** m and u as believed before any data. */
export function priorWeights(feature: Feature): { m: number[]; u: number[] } {
  const { m, u } = priors[feature.kind];
  return { m: [0, ...m], u: [0, ...u] };
}

/** A model before anything was learned, for a base of so many records: works from the first customer on. */
export const usualModel = (records: number): Model => ({
  version: 1,
  records,
  odds: Math.log2(0.6 / Math.max(2, records)),
  fields: {},
  together: {},
});

/** Values that more than one person has, at most so many a field are kept in a model. */
export const keptShares = 5000;

/** Binds what was learned to records: unknown values are rare ones. */
export function bind(model: Model, prepared: Prepared): Bound {
  const bound: Bound = {
    prepared,
    odds: model.odds,
    bits: [],
    m: [],
    u: [],
    shares: [],
    rare: new Float64Array(prepared.features.length),
    together: [],
  };
  const names = prepared.features.map((feature) => feature.name);
  for (const [index, feature] of prepared.features.entries()) {
    const known = model.fields[feature.name];
    const { m, u } = known ?? priorWeights(feature);
    const rare = known?.rare ?? shareOf(1, model.records, u[same] ?? 0.001);
    bound.rare[index] = rare;
    const texts = feature.column.dictionary.texts;
    const shares = known ? known.shares : {};
    bound.shares.push(
      Float64Array.from(texts, (text) => (Object.hasOwn(shares, text) ? shares[text] : rare) ?? rare),
    );
    bound.m.push(Float64Array.from(m));
    bound.u.push(Float64Array.from(u));
    bound.bits.push(
      Float64Array.from(m, (share, level) => (level === 0 ? 0 : Math.log2(share / (u[level] ?? 1)))),
    );
    const with_ = model.together[feature.name] ?? {};
    bound.together.push(Float64Array.from(names, (name) => with_[name] ?? 0));
  }
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
  for (const [index, feature] of prepared.features.entries()) {
    feature.compare(a, b, found);
    into.levels[index] = found.level;
    into.items[index] = found.item;
    into.others[index] = found.other;
  }
}

/** Most that one field may say for or against. */
const mostFor = 22;
const mostAgainst = -12;

/** log2 odds that the compared records are one person; the share of each field is left in `comparison.bits`. */
export function judge(bound: Bound, comparison: Comparison): number {
  let total = bound.odds;
  const { levels, bits } = comparison;
  for (let at = 0; at < levels.length; at += 1) {
    const level = levels[at] as number;
    const weight = level === missing ? 0 : weightOf(bound, comparison, at);
    bits[at] = weight;
    total += weight;
  }
  return total;
}

function weightOf(bound: Bound, comparison: Comparison, at: number): number {
  const level = comparison.levels[at] as number;
  const base = (bound.bits[at] as Float64Array)[level] as number;
  if (level >= similar) return Math.max(mostAgainst, base);
  const [m, u] = [bound.m[at] as Float64Array, bound.u[at] as Float64Array];
  const shares = bound.shares[at] as Float64Array;
  const share = Math.max(
    shares[comparison.items[at] as number] ?? 1,
    shares[comparison.others[at] as number] ?? 1,
  );
  let chance = share;
  if (level !== same) {
    const typical = u[same] as number;
    chance = (u[level] as number) * Math.sqrt(Math.min(8, Math.max(1 / 8, share / typical)));
  }
  const bound_ = dependence(bound, comparison, at) * ((m[level] as number) / agreement(m));
  const weight = Math.log2((m[level] as number) / Math.max(chance, bound_));
  return Math.max(mostAgainst, Math.min(mostFor, weight));
}

/** Share of matches that agree in a field. */
const agreement = (m: Float64Array): number =>
  m.slice(same, elsewhere + 1).reduce((sum, share) => sum + share, 0);

/** How often strangers agree in this field who agree in what was counted already. */
function dependence(bound: Bound, comparison: Comparison, at: number): number {
  let most = 0;
  for (let before = 0; before < at; before += 1) {
    const level = comparison.levels[before] as number;
    if (level === missing || level > elsewhere) continue;
    const together = (bound.together[before] as Float64Array)[at] as number;
    if (together > most) most = together;
  }
  return most;
}

/** Whether a level counts as agreeing. */
export const agrees = (level: number): boolean => level > missing && level <= elsewhere;

export const probabilityOf = (bits: number): number => 1 / (1 + 2 ** -bits);
