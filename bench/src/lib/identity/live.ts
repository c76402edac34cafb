import {
  lookupKeys,
  type Model,
  type PersonRecord,
  scoreCandidates,
} from '../../../../server/src/modules/customers/matching/index.ts';
import { percentile, round } from '../report.ts';

/** Milliseconds for one person who arrives: finding the keys, and scoring fifty candidates with their reasons. */
export type Live = {
  keys: { p50: number; p99: number; perRecord: number };
  fifty: { p50: number; p99: number };
};

const times = 400;
const candidates = 50;

export function live(model: Model, records: readonly PersonRecord[]): Live {
  const keyTimes: number[] = [];
  const scoreTimes: number[] = [];
  let keys = 0;
  for (let turn = -50; turn < times; turn += 1) {
    const at = (((turn + 50) * 7919) % (records.length - candidates - 1)) + 1;
    const record = records[at - 1] as PersonRecord;
    const from = performance.now();
    const found = lookupKeys(record);
    const between = performance.now();
    scoreCandidates(model, record, records.slice(at, at + candidates));
    const to = performance.now();
    // The first ones warm the compiler.
    if (turn < 0) continue;
    keys += found.length;
    keyTimes.push(between - from);
    scoreTimes.push(to - between);
  }
  const told = (list: number[]): { p50: number; p99: number } => ({
    p50: round(percentile(list, 0.5), 3),
    p99: round(percentile(list, 0.99), 3),
  });
  return { keys: { ...told(keyTimes), perRecord: round(keys / times, 1) }, fifty: told(scoreTimes) };
}
