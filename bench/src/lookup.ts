import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemActor } from '../../server/src/kernel/actor.ts';
import { readConfig } from '../../server/src/kernel/config.ts';
import { type Ctx, inTransaction, type Kernel } from '../../server/src/kernel/ctx.ts';
import { makeKernel } from '../../server/src/kernel/kernel.ts';
import { urlAs } from '../../server/src/kernel/testing/template.ts';
import { holdersOfAddresses, nearOf } from '../../server/src/modules/customers/duplicates/candidates.ts';
import { findMatches } from '../../server/src/modules/customers/duplicates/find.ts';
import { matchKeysOf } from '../../server/src/modules/customers/duplicates/keys.ts';
import { loadRecords, type OwnRecord } from '../../server/src/modules/customers/duplicates/records.ts';
import { portsOf } from '../../server/src/plugins/registry.ts';
import { grownBase, idOf } from './lib/lookup/base.ts';
import { finish, keptDir, percentile, round, say, sized } from './lib/report.ts';
import { openRig } from './lib/rig.ts';

/**
 * Looking up whether somebody who arrives is known, in a grown base: by the very address, and by everything that is alike
 * (keys, candidates, their records, the matcher). Real PostgreSQL, the wall of the organisation on, one client.
 */
const customers = sized(1_000_000, 50_000);
const lookups = sized(3000, 1000);

/** The planner's cost of the look-up of candidates, as the app runs it. */
const costOf = (kernel: Kernel, orgId: string, record: OwnRecord): Promise<number> =>
  inTransaction(kernel, systemActor(orgId), async (ctx) => {
    let text = '';
    // The statement itself is taken down, so that what is explained is what runs.
    const client = {
      query: async (statement: { text: string }) => {
        text = statement.text;
        return { rows: [] };
      },
    } as unknown as Ctx['client'];
    await nearOf({ client, orgId: ctx.orgId }, [record], { addresses: false, keys: true });
    const { rows } = await ctx.client.query(`EXPLAIN (FORMAT JSON) ${text}`, [
      ctx.orgId,
      matchKeysOf(record),
    ]);
    return rows[0]['QUERY PLAN'][0].Plan['Total Cost'];
  });

type Arm = (ctx: Ctx, n: number) => Promise<unknown>;
async function timesOf(kernel: Kernel, orgId: string, arm: Arm): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < lookups; at += 1) {
    const n = 1 + ((at * 7919 + 99) % customers);
    const from = performance.now();
    await inTransaction(kernel, systemActor(orgId), (ctx) => arm(ctx, n));
    if (at >= lookups / 10) times.push(performance.now() - from);
  }
  return times;
}

const rig = await openRig(keptDir());
const dataDir = mkdtempSync(join(tmpdir(), 'meada-lookup-'));
const config = readConfig({
  DATA_DIR: dataDir,
  LOG_LEVEL: 'error',
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
});
const urls = { appUrl: rig.appUrl, systemUrl: urlAs(rig.superuserUrl, 'system', 'meada_bench') };
const kernel = await makeKernel(config, urls, { ports: portsOf() });
try {
  const orgId = await grownBase(rig, kernel, customers);
  const wanted = { model: null, likely: 0.8 };
  const records = new Map<number, OwnRecord>();
  await timesOf(kernel, orgId, async (ctx, n) => {
    const [record] = await loadRecords(ctx, [idOf(n)], 'id');
    if (record) records.set(n, record);
  });
  const bare = await timesOf(kernel, orgId, (ctx) => ctx.client.query({ name: 'bare', text: 'SELECT 1' }));
  const exact = await timesOf(kernel, orgId, (ctx, n) =>
    holdersOfAddresses(ctx, records.get(n)?.matchKeys ?? []),
  );
  let found = 0;
  const fuzzy = await timesOf(kernel, orgId, async (ctx, n) => {
    found += (await findMatches(ctx, [idOf(n)], wanted)).length;
  });
  const first = records.values().next().value;
  const cost = first ? await costOf(kernel, orgId, first) : 0;
  const p99 = {
    bare: percentile(bare, 0.99),
    exact: percentile(exact, 0.99),
    fuzzy: percentile(fuzzy, 0.99),
  };
  say(
    `p50: bare ${round(percentile(bare, 0.5))}, exact ${round(percentile(exact, 0.5))}, fuzzy ${round(percentile(fuzzy, 0.5))} ms`,
  );
  finish({
    bench: 'lookup',
    ratio: round(p99.exact / p99.bare),
    goal: 'p99: exact ≤ 1 ms, fuzzy ≤ 5 ms',
    ok: p99.exact <= 1 && p99.fuzzy <= 5,
    customers,
    exactP99: round(p99.exact),
    fuzzyP99: round(p99.fuzzy),
    fuzzyP50: round(percentile(fuzzy, 0.5)),
    bareP99: round(p99.bare),
    planCost: round(cost),
    foundInLookups: found,
  });
} finally {
  await kernel.close();
  await rig.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
