import { close, elsewhere, missing, same, similar } from './levels.ts';
import type { Bound, Comparison } from './model.ts';

/** Most that one field may say for or against. */
const mostFor = 22;
const mostAgainst = -12;

/** log2 odds against strangers: that two records are one person, and that they are two people of one household. */
export type Odds = { person: number; household: number };

const odds: Odds = { person: 0, household: 0 };

/** Sums what every field says; the share of each for a person is left in `comparison.bits`. */
export function oddsOf(bound: Bound, comparison: Comparison): Odds {
  let { odds: person, householdOdds: household } = bound;
  const { levels, bits } = comparison;
  let mayShare = false;
  for (let at = 0; at < levels.length; at += 1) {
    const level = levels[at] as number;
    bits[at] = 0;
    if (level === missing) continue;
    if (level <= close && bound.isShared[at]) mayShare = true;
    const share = shareIn(bound, comparison, at);
    const weight = weightOf(bound, comparison, [at, share]);
    bits[at] = weight;
    person += weight;
    const m = (bound.logM[at] as Float64Array)[level] as number;
    const h = (bound.logH[at] as Float64Array)[level] as number;
    // Two people of a household have a common value in common at least as often as anybody.
    household += weight + (level === same && share > h ? share : h) - m;
  }
  odds.person = person;
  odds.household = mayShare ? household : Number.NEGATIVE_INFINITY;
  return odds;
}

/**
 * log2 odds that the compared records are one person, against everything else: two strangers, or two people of one
 * household, who share address, telephone and surname and are yet two.
 */
export function judge(bound: Bound, comparison: Comparison): number {
  const { person, household } = oddsOf(bound, comparison);
  // Beyond 60 bits the one is nothing beside the other, and 2 to the power of thousands would be no number.
  return person - (household > 60 ? household : Math.log2(1 + 2 ** household));
}

/** log2 of the chance that somebody else has the value in which two records agree. */
function shareIn(bound: Bound, comparison: Comparison, at: number): number {
  const shares = bound.logShares[at] as Float64Array;
  return Math.max(shares[comparison.items[at] as number] ?? 0, shares[comparison.others[at] as number] ?? 0);
}

function weightOf(bound: Bound, comparison: Comparison, [at, share]: readonly [number, number]): number {
  const level = comparison.levels[at] as number;
  const [logM, logU] = [bound.logM[at] as Float64Array, bound.logU[at] as Float64Array];
  const m = logM[level] as number;
  if (level >= similar) return Math.max(mostAgainst, m - (logU[level] as number));
  let chance = share;
  if (level !== same) {
    const rarer = Math.min(3, Math.max(-3, share - (logU[same] as number)));
    chance = (logU[level] as number) + rarer / 2;
  }
  const together = dependence(bound, comparison, at) + m - (bound.logAgreement[at] as number);
  const weight = m - Math.max(chance, together);
  return Math.max(mostAgainst, Math.min(mostFor, weight));
}

/** log2 of how often strangers agree in this field who agree in what was counted already. */
function dependence(bound: Bound, comparison: Comparison, at: number): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let before = 0; before < at; before += 1) {
    const level = comparison.levels[before] as number;
    if (level === missing || level > elsewhere) continue;
    const together = (bound.logTogether[before] as Float64Array)[at] as number;
    if (together > most) most = together;
  }
  return most;
}
