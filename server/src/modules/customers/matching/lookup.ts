import { blockingParts, keysOf } from './blocking.ts';
import { comparisonFor, decide, type Verdict } from './decide.ts';
import { bind, type Model } from './model.ts';
import { prepare } from './prepare.ts';
import { type Reason, reasonsOf } from './reasons.ts';
import type { PersonRecord } from './records.ts';

/** Fewer letters or digits than this make no key: they would find everybody. */
const shortest = 3;

/**
 * Keys under which a store keeps a record, and by which it finds those that may be the same person: two records that
 * share none are not worth comparing. Some twenty short texts, stable between versions of the data; a key that more
 * than a few hundred records have should be left out of a search in favour of the record's other keys.
 */
export function lookupKeys(record: PersonRecord): string[] {
  return keysOf(blockingParts(prepare([record]), 0)).filter((key) => key.length >= shortest + 2);
}

/** `reasons` are left out where the two have too little in common for anybody to ask. */
export type Candidate = Verdict & { id: string; reasons: Reason[] };

const worthReasons = -8;

/** Scores records found by their keys against one record, best first. Nothing is learned; the model is not changed. */
export function scoreCandidates(
  model: Model,
  record: PersonRecord,
  candidates: readonly PersonRecord[],
): Candidate[] {
  const bound = bind(model, prepare([record, ...candidates]));
  const comparison = comparisonFor(bound);
  return candidates
    .map((candidate, at) => {
      const verdict = decide(bound, [0, at + 1], comparison);
      const isWorth = verdict.decision !== 'no' || verdict.bits > worthReasons;
      const reasons = isWorth ? reasonsOf(bound, [0, at + 1], comparison) : [];
      return { ...verdict, id: candidate.id, reasons };
    })
    .sort((x, y) => y.bits - x.bits || (x.id < y.id ? -1 : 1));
}
