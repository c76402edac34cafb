import type { RowProblem } from '@meada/contract/routes/imports';
import { sql } from 'kysely';
import type { Ctx } from '../../kernel/ctx.ts';
import {
  decideDrafts,
  erasedAddresses,
  fieldsOf,
  holdersAtMost,
  type Known,
  loadDirectory,
  undoDrafts,
  type Written,
  writeDrafts,
} from '../customers/index.ts';
import { forgetTimeline } from '../timeline/index.ts';
import { foldLabel, type ReadField, type Reading, type ReadRow, readRow } from './draft.ts';
import { rowsAtOnce, type Seen, tally } from './rules.ts';
import { type LockedImport, saveImport } from './store.ts';

/** One transaction's worth of an import's steps: dry, for real, and back. Each answers whether the step is over. */

/**
 * What a dry run knows of the rows before it: kept in the memory of the one process that does it. When that one falls
 * silent another takes over and begins anew.
 */
export const dryRuns = new Map<string, Dry>();
/** By address, and whom the firm knew before, by id. */
type Dry = { directory: Map<string, Known[]>; met: Map<string, Known> };

type Row = { n: number; cells: string[] };

async function nextRows(ctx: Ctx, one: LockedImport): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT n, cells FROM import_rows WHERE org_id = ${ctx.orgId} AND import_id = ${one.id} AND n > ${one.place}
    ORDER BY n LIMIT ${rowsAtOnce}`.execute(ctx.db);
  return rows;
}

async function readingOf(ctx: Ctx, one: LockedImport): Promise<Reading> {
  const fields = await fieldsOf(ctx, 'customer');
  const labels = await ctx.db
    .selectFrom('labels')
    .select(['id', 'name'])
    .where('org_id', '=', ctx.orgId)
    .execute();
  const known = fields
    .filter(({ archivedAt }) => archivedAt === null)
    .map((field): [string, ReadField] => [field.name, field]);
  const fresh = one.mapping.flatMap((target, index): [string, ReadField][] =>
    target === 'new' ? [[`new:${index}`, { name: `new:${index}`, type: 'long_text', choices: [] }]] : [],
  );
  return {
    headers: one.columns.map(({ header }) => header),
    mapping: one.mapping,
    options: one.options,
    fields: new Map([...known, ...fresh]),
    labels: new Map(labels.map(({ id, name }) => [foldLabel(name), id])),
    kinds: ctx.ports.identityKinds,
    today: ctx.clock.now(),
  };
}

/** The rows as the mapping reads them. An old list must not bring back who was erased: such a row is refused. */
async function read(ctx: Ctx, one: LockedImport, rows: readonly Row[]): Promise<ReadRow[]> {
  const reading = await readingOf(ctx, one);
  const all = rows.map(({ n, cells }) => readRow(reading, n, cells));
  const keysOf = ({ draft }: ReadRow): string[] => draft.addresses.map(({ matchKey }) => matchKey);
  const erased = await erasedAddresses(ctx, [...new Set(all.flatMap(keysOf))]);
  return all.map((row) =>
    keysOf(row).some((key) => erased.has(key))
      ? { ...row, refused: true, problems: [...row.problems, { problem: 'erased', column: null }] }
      : row,
  );
}

type Done = Seen & { n: number; customerId: string | null; made: unknown };

/** Who this process is; drawn once, when it first tries a list dry. */
let self: string | undefined;
const silentMs = 20_000;

/** Tries the next rows dry; `elsewhere` while another process does. */
export async function checkBatch(ctx: Ctx, one: LockedImport): Promise<boolean | 'elsewhere'> {
  self ??= ctx.ids.uuid();
  const now = ctx.clock.now();
  const isMine = one.checker === self;
  if (!isMine && one.checked_at && now.getTime() - one.checked_at.getTime() < silentMs) return 'elsewhere';
  await saveImport(ctx, one.id, { checker: self, checked_at: now });
  const key = `${ctx.orgId} ${one.id}`;
  const kept = isMine ? dryRuns.get(key) : undefined;
  const from = kept ? one : { ...one, place: 0, counts: {}, problems: [] };
  const dry = kept ?? { directory: new Map(), met: new Map() };
  dryRuns.set(key, dry);
  const rows = await nextRows(ctx, from);
  const readRows = await read(ctx, one, rows);
  const good = readRows.filter(({ refused }) => !refused).map(({ draft }) => draft);
  join(dry, await loadDirectory(ctx, good, madeHere(ctx, one.id)));
  const { known } = one.options;
  const decided = decideDrafts(good, dry.directory, { known, newId: () => ctx.ids.uuid() });
  const decisions = new Map(decided.map((decision) => [decision.draft.n, decision]));
  const done = readRows.map((row): Done => {
    const decision = decisions.get(row.draft.n);
    if (!decision || decision.kind === 'several') return refusedRow(row, decision ? 'several' : null);
    const isNew = decision.kind === 'create';
    return {
      n: row.draft.n,
      outcome: isNew ? 'create' : known === 'leave' ? 'leave' : 'update',
      problems: isNew ? withMet(row, decision) : row.problems,
      customerId: isNew ? null : decision.customerId,
      made: null,
    };
  });
  return keepDone(ctx, from, { done, over: rows.length < rowsAtOnce, next: 'checked' });
}

/** Adds whom the firm knows; who was met before stays the object that rows have added to. */
function join({ directory, met }: Dry, loaded: ReadonlyMap<string, readonly Known[]>): void {
  for (const [matchKey, holders] of loaded) {
    const own = holders.map((one) => met.get(one.rootId) ?? one);
    for (const one of own) met.set(one.rootId, one);
    const before = directory.get(matchKey) ?? [];
    directory.set(matchKey, [...new Set([...own, ...before])].slice(0, holdersAtMost));
  }
}

/** Brings the next rows in. */
export async function runBatch(ctx: Ctx, one: LockedImport): Promise<boolean> {
  const rows = await nextRows(ctx, one);
  const readRows = await read(ctx, one, rows);
  const good = readRows.filter(({ refused }) => !refused).map(({ draft }) => draft);
  const written = new Map(
    (await writeDrafts(ctx, good, { known: one.options.known, madeHere: madeHere(ctx, one.id) })).map(
      (row) => [row.n, row],
    ),
  );
  const done = readRows.map((row) => doneOf(row, written.get(row.draft.n)));
  return keepDone(ctx, one, { done, over: rows.length < rowsAtOnce, next: 'done' });
}

function doneOf(row: ReadRow, written: Written | undefined): Done {
  if (!written || written.outcome === 'several') return refusedRow(row, written ? 'several' : null);
  const { outcome, customerId, made } = written;
  return { n: row.draft.n, outcome, problems: withMet(row, written), customerId, made };
}

const refusedRow = (row: ReadRow, problem: RowProblem | null): Done => ({
  n: row.draft.n,
  outcome: 'refuse',
  problems: problem ? [...row.problems, { problem, column: null }] : row.problems,
  customerId: null,
  made: null,
});

/** What a row shares with others is said, not decided: it came in as a record of its own. */
function withMet(row: ReadRow, met: { sharedWith?: boolean; repeats?: boolean }): Done['problems'] {
  if (met.repeats) return [...row.problems, { problem: 'repeated', column: null }];
  return met.sharedWith ? [...row.problems, { problem: 'shared_address', column: null }] : row.problems;
}

/** Which customers this list made so far: they are rows of the same list, not people the firm knew. */
const madeHere =
  (ctx: Ctx, importId: string) =>
  async (ids: readonly string[]): Promise<ReadonlySet<string>> => {
    if (ids.length === 0) return new Set();
    const { rows } = await sql<{ id: string }>`
      SELECT DISTINCT customer_id AS id FROM import_rows WHERE org_id = ${ctx.orgId} AND customer_id = ANY(${[...ids]}::uuid[])
        AND import_id = ${importId} AND made ? 'customer'`.execute(ctx.db);
    return new Set(rows.map(({ id }) => id));
  };

async function keepDone(
  ctx: Ctx,
  one: LockedImport,
  step: { done: readonly Done[]; over: boolean; next: 'checked' | 'done' },
): Promise<boolean> {
  const rows = step.done.map((row) => ({
    n: row.n,
    outcome: row.outcome,
    problems: row.problems,
    customer_id: row.customerId,
    made: row.made,
  }));
  await ctx.client.query({
    name: 'import_rows_done',
    text: `UPDATE import_rows t SET outcome = r.outcome, problems = r.problems, customer_id = r.customer_id, made = r.made
      FROM jsonb_to_recordset($3::jsonb) AS r(n integer, outcome text, problems jsonb, customer_id uuid, made jsonb)
      WHERE t.org_id = $1 AND t.import_id = $2 AND t.n = r.n`,
    values: [ctx.orgId, one.id, JSON.stringify(rows)],
  });
  const report = tally({ counts: one.counts, problems: one.problems as never }, step.done);
  await saveImport(ctx, one.id, {
    place: one.place + step.done.length,
    counts: JSON.stringify(report.counts),
    problems: JSON.stringify(report.problems),
    ...(step.over ? { state: step.next, ended_at: ctx.clock.now() } : {}),
  });
  if (step.over) ctx.audit({ action: `import.${step.next}`, subject: { kind: 'import', id: one.id } });
  return step.over;
}

/** Takes the last rows back, from the end: what a later row added to an earlier one goes first. */
export async function undoBatch(ctx: Ctx, one: LockedImport): Promise<boolean> {
  const { rows } = await sql<{ n: number; customerId: string; made: never }>`
    SELECT n, customer_id AS "customerId", made FROM import_rows
    WHERE org_id = ${ctx.orgId} AND import_id = ${one.id} AND made IS NOT NULL
    ORDER BY n DESC LIMIT ${rowsAtOnce}`.execute(ctx.db);
  const kept = await undoDrafts(ctx, rows, forgetTimeline);
  await sql`UPDATE import_rows SET made = NULL, outcome = CASE WHEN n = ANY(${kept}::integer[]) THEN outcome END
    WHERE org_id = ${ctx.orgId} AND import_id = ${one.id} AND n = ANY(${rows.map(({ n }) => n)}::integer[])`.execute(
    ctx.db,
  );
  const over = rows.length < rowsAtOnce;
  await saveImport(ctx, one.id, {
    place: Math.max(0, one.place - rows.length),
    kept: one.kept + kept.length,
    ...(over ? { state: 'undone', place: 0, ended_at: ctx.clock.now() } : {}),
  });
  if (over)
    ctx.audit({
      action: 'import.undone',
      subject: { kind: 'import', id: one.id },
      facts: { kept: one.kept + kept.length },
    });
  return over;
}
