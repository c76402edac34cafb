import { totalmem } from 'node:os';
import { sql } from 'kysely';
import { systemActor } from '../../../kernel/actor.ts';
import { type Ctx, inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import { sharedAmong } from '../shared.ts';
import { decidePair } from './decide.ts';
import { findMatches, groupsOf, keepMatches, type Match } from './find.ts';
import { refreshKeys } from './keys.ts';
import { type FoundPair, type Learned, learnFrom } from './learning.ts';
import { reasonsOf } from './matcher.ts';
import { loadRecords } from './records.ts';
import { loadSettings } from './settings.ts';

/** Records that are compared with the memory of one MiB, when a sixth of the machine's is for that. */
const recordsPerMiB = 12;

/**
 * Bases up to this size are compared as a whole: every record with every other that has anything in common with it, and who
 * is one person is decided for groups and not for pairs alone. Larger ones, and on a small machine (2 GiB: 24,000) sooner,
 * are compared record by record.
 */
export const wholeAtMost = Math.min(100_000, Math.floor((totalmem() / 2 ** 20) * recordsPerMiB));

/** Which run it is for, and since when. */
export type WholeRun = { orgId: string; scanId: string; startedAt: Date };

/**
 * Learns from a whole base, compares it, and writes down what is found. A process that dies in between does it again:
 * what stands is met and not doubled. What earlier runs took for alike and this one does not is withdrawn, unless a
 * person has said something to it.
 */
export async function compareWhole(kernel: Kernel, run: WholeRun): Promise<void> {
  await learnFrom(kernel, run.orgId, {
    whole: true,
    use: async (learned) => {
      const kept: string[] = [];
      for (let pairs = await learned.next(); pairs.length > 0; pairs = await learned.next())
        kept.push(...(await keepSteadily(kernel, run, { pairs, learned })));
      await inOrg(kernel, run, (ctx) => withdraw(ctx, run, kept));
    },
  });
}

const inOrg = <T>(kernel: Kernel, { orgId }: WholeRun, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTransaction(kernel, systemActor(orgId), work);

type Part = { pairs: readonly FoundPair[]; learned: Learned };

const triesAtMost = 3;

/** A list that is taken back meanwhile takes records away between reading and writing: what is left is read again. */
async function keepSteadily(kernel: Kernel, run: WholeRun, part: Part): Promise<string[]> {
  for (let tries = 1; ; tries += 1)
    try {
      return await inOrg(kernel, run, (ctx) => keepPairs(ctx, run, part));
    } catch (error) {
      if (tries === triesAtMost) throw error;
      kernel.log.info('pairs of a run are written again', { error, scanId: run.scanId, tries });
    }
}

/** Decides on pairs with what is known of their addresses, too, and writes them down; answers the suggestions that stand. */
async function keepPairs(ctx: Ctx, run: WholeRun, { pairs, learned }: Part): Promise<string[]> {
  const settings = await loadSettings(ctx);
  const wanted = { likely: settings.likely, model: learned.model };
  const groups = groupsOf(
    await loadRecords(
      ctx,
      pairs.flatMap(({ a, b }) => [a, b]),
      'canonical_id',
    ),
  );
  const sides = pairs.flatMap((pair) => {
    const [a, b] = [groups.get(pair.a), groups.get(pair.b)];
    return a && b ? [{ pair, a, b }] : [];
  });
  const shared = await sharedAmong(
    ctx,
    sides.flatMap(({ a, b }) => a.matchKeys.filter((key) => b.matchKeys.includes(key))),
  );
  const matches = sides.flatMap(({ pair, a, b }): Match[] => {
    // Who is in one group by the company they keep may be a doubtful pair on its own.
    const chance = pair.joined ? Math.max(pair.probability, wanted.likely) : pair.probability;
    const belief = { chance, reasons: reasonsOf(pair.reasons) };
    const finding = decidePair({ a, b, belief, shared }, wanted.likely);
    return finding ? [{ ...finding, customerId: a.root, otherId: b.root }] : [];
  });
  const kept = await keepMatches(ctx, matches);
  const fresh = kept.filter((one) => one.fresh).length;
  await sql`UPDATE duplicate_scans SET found = found + ${fresh}, moved_at = ${ctx.clock.now()}
    WHERE org_id = ${ctx.orgId} AND id = ${run.scanId}`.execute(ctx.db);
  return kept.map((one) => one.id);
}

/** Suggestions of likeness alone that no longer hold go; they are made by us and nobody has answered them. */
async function withdraw(ctx: Ctx, run: WholeRun, kept: readonly string[]): Promise<void> {
  await sql`DELETE FROM merge_suggestions s WHERE s.org_id = ${ctx.orgId} AND s.reason = 'looks_alike' AND NOT s.certain
    AND s.settled_at IS NULL AND s.later_until IS NULL AND s.created_at < ${run.startedAt}
    AND NOT s.reasons @> '[{"code": "related_address"}]' AND s.id <> ALL(${kept}::uuid[])`.execute(ctx.db);
}

/**
 * Compares records by the very addresses they share, for what these prove whatever the names look like; the rest of a whole
 * run was decided before. Keys are made anew; who changed meanwhile goes on waiting.
 */
export async function compareAddresses(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Awaited<ReturnType<typeof keepMatches>>> {
  await refreshKeys(ctx, ids);
  const { rows } = await sql<{ root: string }>`
    SELECT DISTINCT canonical_id AS root FROM customers
    WHERE org_id = ${ctx.orgId} AND id = ANY(${ids}::uuid[])`.execute(ctx.db);
  const settings = await loadSettings(ctx);
  const roots = rows.map((row) => row.root);
  const wanted = { ...settings, facts: true };
  const kept = await keepMatches(ctx, await findMatches(ctx, roots, wanted));
  await sql`UPDATE match_states SET compared_at = ${ctx.clock.now()}
    WHERE org_id = ${ctx.orgId} AND customer_id = ANY(${ids}::uuid[])`.execute(ctx.db);
  return kept;
}
