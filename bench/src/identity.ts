import { brazil } from './lib/identity/brazil.ts';
import { armsOver } from './lib/identity/duckdb.ts';
import type { Judged } from './lib/identity/judge.ts';
import { live } from './lib/identity/live.ts';
import { measure, type Outcome } from './lib/identity/outcome.ts';
import { generated, setOf, type TestSet, tablesIn } from './lib/identity/sets.ts';
import type { Table } from './lib/identity/tables.ts';
import { dataDir } from './lib/mail/data.ts';
import { finish, quick, type Ratio, ratioOf, round, say, sized, told } from './lib/report.ts';

/**
 * One customer: how well and how fast duplicates are found, on generated sets with truth and on every CSV of `--data`;
 * nothing is tuned to a set. A DuckDB arm scores the same candidate pairs in the same run.
 */
const brief = (of: Judged): Record<string, number> => ({
  precision: round(of.precision, 4),
  recall: round(of.recall, 4),
  f1: round(of.f1, 4),
});

/** One line of JSON for each set. */
function report(outcome: Outcome): void {
  say(
    JSON.stringify({
      set: outcome.name,
      records: outcome.records,
      seconds: round(outcome.seconds),
      memoryMiB: outcome.memory,
      automatic: brief(outcome.automatic),
      suggested: brief(outcome.suggested),
      byScore: brief(outcome.byScore),
      afterMerge: { ...brief(outcome.merged), largestWrong: outcome.merged.largestWrong },
    }),
  );
}

/** A table with a document is measured without it, too. */
function setsOf(table: Table): TestSet[] {
  const whole = setOf(table);
  if (!whole) {
    say(`\n${table.name}: no column cluster and no ids like rec-1-org, so nothing to judge by; left out`);
    return [];
  }
  const foreign = whole.meanings.includes('document') ? setOf(table, ['document']) : null;
  return foreign ? [foreign, whole] : [whole];
}

/** Scores the same pairs by both arms in turn: ours ÷ DuckDB in pairs a second. */
async function besideDuckdb(
  model: Outcome['model'],
): Promise<Ratio & { ours: number; duckdb: number; pairs: number }> {
  const set = setOf(brazil(sized(100_000, 10_000), 2030));
  const arms = await armsOver(set?.records ?? [], model);
  const speeds: { ours: number[]; duckdb: number[] } = { ours: [], duckdb: [] };
  let pairs = 0;
  for (let turn = 0; turn < sized(5, 3); turn += 1) {
    const [ours, duckdb] = [await arms.ours(), await arms.duckdb()];
    if (ours.pairs !== duckdb.pairs)
      throw new Error(`${ours.pairs} pairs of ours, ${duckdb.pairs} of DuckDB`);
    pairs = ours.pairs;
    speeds.ours.push(ours.pairs / ours.seconds);
    speeds.duckdb.push(duckdb.pairs / duckdb.seconds);
    say(`turn ${turn + 1}: ${round(ours.seconds, 1)} s, DuckDB ${round(duckdb.seconds, 1)} s`);
  }
  arms.close();
  const fastest = (list: number[]): number => Math.round(Math.max(...list));
  return {
    ...ratioOf(speeds.ours, speeds.duckdb),
    pairs,
    ours: fastest(speeds.ours),
    duckdb: fastest(speeds.duckdb),
  };
}

const outcomes: Outcome[] = [];
for (const table of [...tablesIn(dataDir()), ...generated(quick)])
  for (const set of setsOf(table)) {
    const outcome = measure(set);
    report(outcome);
    outcomes.push(outcome);
  }

const brazilian = outcomes.find((outcome) => outcome.name.startsWith('brazil')) as Outcome;
const sample = setOf(brazil(3000, 2031))?.records ?? [];
const lookup = live(brazilian.model, sample);
say(
  `\nlive: keys p99 ${lookup.keys.p99} ms, ${lookup.keys.perRecord} a record; fifty candidates p99 ${lookup.fifty.p99} ms`,
);
const arms = await besideDuckdb(brazilian.model);
say(`pairs a second ÷ DuckDB ${told(arms)}: ${arms.ours} and ${arms.duckdb}, ${arms.pairs} pairs`);

const large = outcomes.filter((outcome) => outcome.records >= 40_000);
const automatic = Math.min(...outcomes.map((outcome) => outcome.automatic.precision));
const worst = Math.max(...outcomes.map((outcome) => outcome.merged.largestWrong));
finish({
  bench: 'identity',
  ratio: arms.ratio,
  goal: '≥ 0.5 × DuckDB; automatic precision ≥ .999; Brazil recall ≥ .95; largest wrong cluster ≤ 50; 50 k ≤ 60 s; 50 candidates ≤ 1 ms',
  ok:
    arms.ratio >= 0.5 &&
    automatic >= 0.999 &&
    brazilian.suggested.recall >= 0.95 &&
    worst <= 50 &&
    large.every((outcome) => outcome.seconds <= 60 && outcome.memory <= 1024) &&
    lookup.fifty.p50 <= 1,
  sets: Object.fromEntries(
    outcomes.map((outcome) => [
      outcome.name,
      {
        seconds: round(outcome.seconds),
        automatic: round(outcome.automatic.precision, 4),
        suggestedF1: round(outcome.suggested.f1, 4),
        mergedF1: round(outcome.merged.f1, 4),
        largestWrong: outcome.merged.largestWrong,
      },
    ]),
  ),
  live: lookup,
  duckdb: arms,
});
