import { blocksOf, eachPair } from '../../../../server/src/modules/customers/matching/candidates.ts';
import { prepare } from '../../../../server/src/modules/customers/matching/prepare.ts';
import { truePairs } from './judge.ts';
import type { TestSet } from './sets.ts';

/** Share of the true pairs that come to be compared at all, and how many pairs that takes. */
export function blockingOf(set: TestSet): { pairs: number; recall: number } {
  const persons = set.records.map((record) => set.truth.get(record.id) ?? record.id);
  let [pairs, right] = [0, 0];
  eachPair(blocksOf(prepare(set.records)), (a, b) => {
    pairs += 1;
    if (persons[a] === persons[b]) right += 1;
  });
  return { pairs, recall: right / Math.max(1, truePairs(persons)) };
}
