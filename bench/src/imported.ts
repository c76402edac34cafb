import { hard, historical } from './lib/identity/historical.ts';
import { told } from './lib/identity/judge.ts';
import { register } from './lib/identity/register.ts';
import { personsOf, tablesIn } from './lib/identity/sets.ts';
import type { Table } from './lib/identity/tables.ts';
import { importAndDedupe } from './lib/imports/dedupe.ts';
import { dataDir } from './lib/mail/data.ts';
import { finish, quick, round, say } from './lib/report.ts';

/**
 * The same question as `identity`, asked of the whole product: a CSV file is brought in over HTTP with the mapping that is
 * guessed, the base is compared in the background, and what stands in the queue is judged.
 */
const generated = (): Table[] =>
  quick
    ? [register(2000, 2028)]
    : [register(5000, 2028), historical(5000, 2032, hard), historical(50_000, 2029)];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;

const sets: Record<string, unknown> = {};
let worst = 1;
for (const table of [...tablesIn(dataDir()), ...generated()]) {
  if (only !== undefined && !table.name.startsWith(only)) continue;
  const persons = personsOf(table);
  if (!persons) continue;
  const { mapping, seconds, suggestions, ...judged } = await importAndDedupe(
    table,
    (n) => persons[n - 1] ?? '',
  );
  say(
    `\n${table.name}: ${table.rows.length} rows in ${round(seconds.import)} s, compared in ${round(seconds.scan)} s`,
  );
  say(`  columns     ${mapping.join(' ')}`);
  say(`  suggested   ${suggestions}: ${told(judged.suggested)}`);
  say(`  certain     ${told(judged.automatic)}`);
  say(`  after merge ${told(judged.merged)}, largest wrong cluster ${judged.merged.largestWrong}`);
  worst = Math.min(worst, judged.merged.f1);
  sets[table.name] = {
    importSeconds: round(seconds.import),
    scanSeconds: round(seconds.scan),
    suggestions,
    suggestedF1: round(judged.suggested.f1, 4),
    mergedF1: round(judged.merged.f1, 4),
    largestWrong: judged.merged.largestWrong,
  };
}
finish({
  bench: 'imported',
  ratio: null,
  goal: 'F1 after merging ≥ .75 on every set',
  ok: worst >= 0.75,
  sets,
});
