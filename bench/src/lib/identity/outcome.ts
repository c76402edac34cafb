import { dedupe, type Model } from '../../../../server/src/modules/customers/matching/index.ts';
import { say } from '../report.ts';
import { blockingOf } from './blocking.ts';
import { type Judged, judgeClusters, judgePairs, told } from './judge.ts';
import type { TestSet } from './sets.ts';

export type Outcome = {
  name: string;
  records: number;
  seconds: number;
  memory: number;
  automatic: Judged;
  suggested: Judged;
  byScore: Judged;
  merged: Judged & { largestWrong: number };
  model: Model;
};

/** Highest memory of this process so far, MiB. */
const peak = (): number => Math.round(process.resourceUsage().maxRSS / 1024);

/** De-duplicates a set and says how well that went. */
export function measure(set: TestSet): Outcome {
  const from = performance.now();
  const found = dedupe(set.records);
  const seconds = (performance.now() - from) / 1000;
  const memory = peak();
  const certain = found.pairs.filter((pair) => pair.decision === 'certain');
  const scored = found.pairs.filter((pair) => pair.bits >= 0);
  const outcome: Outcome = {
    ...{ name: set.name, records: set.records.length, seconds, memory, model: found.model },
    automatic: judgePairs(certain, set.truth),
    byScore: judgePairs(scored, set.truth),
    suggested: judgePairs(found.pairs, set.truth),
    merged: judgeClusters(found.clusters, set.truth),
  };
  const blocking = blockingOf(set);
  say(
    `\n${set.name}: ${outcome.records} records in ${seconds.toFixed(1)} s, the process at most ${memory} MiB`,
  );
  say(`  columns     ${set.meanings.join(' ')}`);
  say(`  blocking    ${blocking.pairs} pairs, recall ${blocking.recall.toFixed(4)}`);
  say(`  automatic   ${told(outcome.automatic)}`);
  say(
    `  suggested   ${told(outcome.suggested)}; of these with even odds of their own ${told(outcome.byScore)}`,
  );
  say(`  after merge ${told(outcome.merged)}, largest wrong cluster ${outcome.merged.largestWrong}`);
  return outcome;
}
