import { elsewhere, missing, same, similar } from './levels.ts';
import type { Bound, Comparison } from './model.ts';

/** Most that one field may say for or against. */
const mostFor = 22;
const mostAgainst = -12;

/** log2 odds against strangers: that two records are one person, and that they are two people of one household. */
export type Odds = { person: number; household: number };

const odds: Odds = { person: 0, household: 0 };

/** Sums what every field says; the share of each for a person is left in `comparison.bits`. */
export function oddsOf(bound: Bound, comparison: Comparison): Odds {
  odds.person = bound.odds;
  odds.household = bound.householdOdds;
  const { levels, bits } = comparison;
  for (let at = 0; at < levels.length; at += 1) {
    const level = levels[at] as number;
    bits[at] = 0;
    if (level === missing) continue;
    const share = shareIn(bound, comparison, at);
    const weight = weightOf(bound, comparison, [at, share]);
    bits[at] = weight;
    odds.person += weight;
    const m = (bound.m[at] as Float64Array)[level] as number;
    const h = (bound.h[at] as Float64Array)[level] as number;
    // Two people of a household have a common value in common at least as often as anybody.
    odds.household += weight + Math.log2((level === same ? Math.max(h, share) : h) / m);
  }
  return odds;
}

/**
 * log2 odds that the compared records are one person, against everything else: two strangers, or two people of one
 * household, who share address, telephone and surname and are yet two.
 */
export function judge(bound: Bound, comparison: Comparison): number {
  const { person, household } = oddsOf(bound, comparison);
  return person - Math.log2(1 + 2 ** household);
}

/** Chance that somebody else has the value in which two records agree. */
function shareIn(bound: Bound, comparison: Comparison, at: number): number {
  const shares = bound.shares[at] as Float64Array;
  return Math.max(shares[comparison.items[at] as number] ?? 1, shares[comparison.others[at] as number] ?? 1);
}

function weightOf(bound: Bound, comparison: Comparison, [at, share]: readonly [number, number]): number {
  const level = comparison.levels[at] as number;
  const base = (bound.bits[at] as Float64Array)[level] as number;
  if (level >= similar) return Math.max(mostAgainst, base);
  const [m, u] = [bound.m[at] as Float64Array, bound.u[at] as Float64Array];
  let chance = share;
  if (level !== same) {
    const typical = u[same] as number;
    chance = (u[level] as number) * Math.sqrt(Math.min(8, Math.max(1 / 8, share / typical)));
  }
  const together = dependence(bound, comparison, at);
  if (together > 0) chance = Math.max(chance, (together * (m[level] as number)) / agreement(m));
  const weight = Math.log2((m[level] as number) / chance);
  return Math.max(mostAgainst, Math.min(mostFor, weight));
}

/** Share of matches that agree in a field. */
function agreement(m: Float64Array): number {
  let sum = 0;
  for (let level = same; level <= elsewhere; level += 1) sum += m[level] as number;
  return sum;
}

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
