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
  const groups = new Map<number, string[]>();
  for (const [at, record] of sorted.entries()) {
    const root = roots[at] as number;
    const group = groups.get(root);
    if (group) group.push(record.id);
    else groups.set(root, [record.id]);
  }
  return {
    pairs: pairsOf(bound, scored),
    clusters: [...groups.values()].filter((group) => group.length > 1),
    model: modelOf(bound, weights),
    shared: sharedValues(bound.prepared, roots),
    explain: explainer(bound),
    compared: scored.compared,
  };
}

/** By id, so that no order of the input shows in the result. */
function inOrder(records: readonly PersonRecord[]): PersonRecord[] {
  const byId = new Map<string, PersonRecord>();
  for (const record of records) if (!byId.has(record.id)) byId.set(record.id, record);
  return [...byId.values()].sort((x, y) => (x.id < y.id ? -1 : 1));
}

function pairsOf(bound: Bound, scored: Scored): Pair[] {
  const { records } = bound.prepared;
  const comparison = comparisonFor(bound);
  const pairs: Pair[] = [];
  for (let at = 0; at < scored.a.length; at += 1) {
    const [a, b] = [scored.a[at] as number, scored.b[at] as number];
    const { bits, decision } = decide(bound, [a, b], comparison);
    if (decision === 'no') continue;
    const [idA, idB] = [records[a]?.id ?? '', records[b]?.id ?? ''];
    pairs.push({ a: idA, b: idB, bits, probability: probabilityOf(bits), decision });
  }
  return pairs.sort((x, y) => y.bits - x.bits || (x.a < y.a || (x.a === y.a && x.b < y.b) ? -1 : 1));
}

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
