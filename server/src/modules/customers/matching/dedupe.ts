import { clusterOf } from './cluster.ts';
import { comparisonFor, type Decision, decide } from './decide.ts';
import { modelOf } from './learn.ts';
import { type Bound, type Model, probabilityOf } from './model.ts';
import { learnAndScore, type Scored } from './pairs.ts';
import { prepare } from './prepare.ts';
import { type Reason, reasonsOf } from './reasons.ts';
import type { PersonRecord } from './records.ts';
import { type SharedValue, sharedValues } from './shared.ts';

export type Pair = { a: string; b: string; bits: number; probability: number; decision: Decision };

/** What de-duplication found. */
export type Deduplicated = {
  /** Pairs that are `likely` or `certain`, best first. */
  pairs: Pair[];
  /** Groups of records (ids, sorted) that seem to be one person each; those of one record are left out. */
  clusters: string[][];
  model: Model;
  /** Telephones, addresses of e-mail and documents that several different persons have. */
  shared: SharedValue[];
  /** Why two records are, or are not, taken for one person. */
  explain: (a: string, b: string) => Reason[];
  /** Pairs compared, of all that would be possible. */
  compared: number;
};

/**
 * Finds duplicates among records, learning all weights from these records. The answer does not depend on the order of
 * the records. Ids must differ; of equal ones the first counts.
 */
export function dedupe(records: readonly PersonRecord[]): Deduplicated {
  const sorted = inOrder(records);
  const { bound, scored, weights } = learnAndScore(prepare(sorted));
  const roots = clusterOf(scored, sorted.length);
  const groups = groupsOf(roots);
  return {
    pairs: pairsOf(bound, scored, { roots, groups }),
    clusters: groups.map((group) => group.map((at) => sorted[at]?.id ?? '')),
    model: modelOf(bound, weights),
    shared: sharedValues(bound.prepared, roots),
    explain: explainer(bound),
    compared: scored.compared,
  };
}

/** Records of each cluster, those that stand alone left out. */
function groupsOf(roots: Int32Array): number[][] {
  const groups = new Map<number, number[]>();
  for (const [at, root] of roots.entries()) {
    const group = groups.get(root);
    if (group) group.push(at);
    else groups.set(root, [at]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** By id, so that no order of the input shows in the result. */
function inOrder(records: readonly PersonRecord[]): PersonRecord[] {
  const byId = new Map<string, PersonRecord>();
  for (const record of records) if (!byId.has(record.id)) byId.set(record.id, record);
  return [...byId.values()].sort((x, y) => (x.id < y.id ? -1 : 1));
}

/** Bits from which a pair is suggested although its clusters were not joined. */
const strongBits = 6;

type Grouping = { roots: Int32Array; groups: readonly number[][] };

/**
 * Pairs to suggest: those within a cluster, whether their own score says so or the company they keep, and very strong
 * ones across clusters.
 */
function pairsOf(bound: Bound, scored: Scored, { roots, groups }: Grouping): Pair[] {
  const { records } = bound.prepared;
  const comparison = comparisonFor(bound);
  const pairs: Pair[] = [];
  const consider = (a: number, b: number, fewest: number): void => {
    const { bits, decision } = decide(bound, [a, b], comparison);
    if (decision !== 'certain' && bits < fewest) return;
    const [idA, idB] = [records[a]?.id ?? '', records[b]?.id ?? ''];
    const told = decision === 'certain' ? 'certain' : 'likely';
    pairs.push({ a: idA, b: idB, bits, probability: probabilityOf(bits), decision: told });
  };
  for (const group of groups)
    for (const [at, a] of group.entries()) for (const b of group.slice(at + 1)) consider(a, b, -Infinity);
  for (let at = 0; at < scored.a.length; at += 1) {
    const [a, b] = [scored.a[at] as number, scored.b[at] as number];
    if (roots[a] !== roots[b] && (scored.bits[at] as number) > worthDeciding) consider(a, b, strongBits);
  }
  return pairs.sort((x, y) => y.bits - x.bits || (x.a < y.a || (x.a === y.a && x.b < y.b) ? -1 : 1));
}

/** A pair across clusters with fewer bits than this is not even certain by a document: too much speaks against it. */
const worthDeciding = -12;

function explainer(bound: Bound): (a: string, b: string) => Reason[] {
  const comparison = comparisonFor(bound);
  const places = new Map(bound.prepared.records.map((record, at) => [record.id, at]));
  return (a, b) => {
    const [first, second] = [places.get(a), places.get(b)];
    if (first === undefined || second === undefined || first === second) return [];
    decide(bound, [first, second], comparison);
    return reasonsOf(bound, [first, second], comparison);
  };
}

/** Up to so many records of one person every pair is asked about; of more, each record's strongest ones. */
const askedWhole = 8;
const strongestOf = 2;

/**
 * The pairs to ask a person about: whoever says yes to them all gets the clusters. In a large cluster most pairs say nothing
 * new: the strongest that hold it together are asked, and a few of each record's own. `joined`: the two are in one cluster.
 */
export function worthAsking(found: Deduplicated): (Pair & { joined: boolean })[] {
  const clusterOfId = new Map<string, number>();
  for (const [at, ids] of found.clusters.entries()) for (const id of ids) clusterOfId.set(id, at);
  const asked = new Map<string, number>();
  const parent = new Map<string, string>();
  const rootOf = (id: string): string => {
    let root = id;
    while (parent.has(root)) root = parent.get(root) as string;
    return root;
  };
  return found.pairs.flatMap((pair): (Pair & { joined: boolean })[] => {
    const cluster = clusterOfId.get(pair.a);
    const joined = cluster !== undefined && cluster === clusterOfId.get(pair.b);
    // Pairs across clusters are bridges: following them all would melt what was kept apart.
    if (!joined) return pair.decision === 'certain' ? [{ ...pair, joined }] : [];
    if ((found.clusters[cluster]?.length ?? 0) <= askedWhole) return [{ ...pair, joined }];
    const [one, other] = [rootOf(pair.a), rootOf(pair.b)];
    const isNew = one !== other;
    if (isNew) parent.set(one, other);
    const [ofA, ofB] = [asked.get(pair.a) ?? 0, asked.get(pair.b) ?? 0];
    if (!isNew && (ofA >= strongestOf || ofB >= strongestOf)) return [];
    asked.set(pair.a, ofA + 1);
    asked.set(pair.b, ofB + 1);
    return [{ ...pair, joined }];
  });
}
