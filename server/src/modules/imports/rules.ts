import type { ImportState, RowOutcome, RowProblem } from '@meada/contract/routes/imports';

/** Pure rules of imports. */

/** Days after which the rows of a list are forgotten, and with them the way back. */
export const undoDays = 30;

/** Rows done in one transaction. */
export const rowsAtOnce = 300;

/** From which state a step may begin. */
export const mayBegin: Readonly<
  Record<'map' | 'check' | 'start' | 'stop' | 'undo' | 'drop', readonly ImportState[]>
> = {
  map: ['mapping', 'checked', 'failed'],
  check: ['mapping', 'checked', 'failed'],
  start: ['checked', 'stopped'],
  stop: ['checking', 'running'],
  undo: ['done', 'stopped', 'failed'],
  drop: ['mapping', 'checked', 'stopped', 'done', 'failed', 'undone'],
};

export type Tally = {
  counts: Record<string, number>;
  problems: { problem: RowProblem; column: string | null; count: number; refuses: boolean }[];
};
export type Seen = {
  outcome: RowOutcome;
  problems: readonly { problem: RowProblem; column: string | null }[];
};

/** Adds rows to a report. */
export function tally(before: Tally, rows: readonly Seen[]): Tally {
  const counts = { ...before.counts };
  const problems = new Map(before.problems.map((one) => [keyOf(one), { ...one }]));
  for (const row of rows) {
    counts[row.outcome] = (counts[row.outcome] ?? 0) + 1;
    for (const one of row.problems) {
      const refuses = row.outcome === 'refuse';
      const known = problems.get(keyOf({ ...one, refuses }));
      if (known) known.count += 1;
      else problems.set(keyOf({ ...one, refuses }), { ...one, refuses, count: 1 });
    }
  }
  const sorted = [...problems.values()].sort((one, other) => other.count - one.count);
  return { counts, problems: sorted.slice(0, 200) };
}

const keyOf = (one: { problem: string; column: string | null; refuses: boolean }): string =>
  `${one.problem}|${one.column}|${one.refuses}`;
