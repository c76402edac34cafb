import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, systemActor } from '../../server/src/kernel/actor.ts';
import { readConfig } from '../../server/src/kernel/config.ts';
import { inTransaction, type Kernel } from '../../server/src/kernel/ctx.ts';
import { migrate } from '../../server/src/kernel/db/migrate.ts';
import { makeKernel } from '../../server/src/kernel/kernel.ts';
import { testLogins, urlAs } from '../../server/src/kernel/testing/template.ts';
import { searchMessages } from '../../server/src/modules/conversations/searching/search-messages.ts';
import { searchRecords } from '../../server/src/modules/conversations/searching/search-records.ts';
import { portsOf } from '../../server/src/plugins/registry.ts';
import { onCoreNs } from './lib/processes.ts';
import { finish, keptDir, percentile, round, say, sized } from './lib/report.ts';
import { openRig } from './lib/rig.ts';
import { narrowAgent, notedBase, quietInbox, talkativeBase, wordOf } from './lib/search/base.ts';
import { type Kind, kinds } from './lib/search/kinds.ts';

/**
 * Searching everything that was said, in a grown house: common and rare words, side by side, beginnings, slips, filters that
 * hardly anything fits; and in what is written down about customers. Real PostgreSQL, the wall of the organisation on, one client; the whole answer, hits marked. Beside
 * the time of the clock stands the time on a core (server and PostgreSQL): on a busy machine only that can be compared.
 */
const messages = sized(1_000_000, 50_000);
const rounds = sized(40, 20);
/** Other ones of each kind that are asked before. */
const warmUps = 3;
/** From the first message to the last: a conversation every ten seconds. */
const spanMs = (messages / 20) * 10_000;

async function timesOf(kernel: Kernel, actor: Actor, { kind, pids }: { kind: Kind; pids: number[] }) {
  const times: number[] = [];
  const onCore: number[] = [];
  let found = 0;
  const ask = (n: number): Promise<{ items: unknown[] }> =>
    inTransaction(kernel, actor, (ctx): Promise<{ items: unknown[] }> => {
      const asked = kind.ask(n, spanMs);
      return kind.records
        ? searchRecords(ctx, { limit: 5, query: asked.query })
        : searchMessages(ctx, { limit: 30, ...asked });
    });
  // What every process learns once (pages, plans) is no property of a kind of query.
  for (let n = -warmUps; n < 0; n += 1) await ask(rounds - n);
  for (let n = 0; n < rounds; n += 1) {
    const [from, worked] = [performance.now(), onCoreNs(pids)];
    const page = await ask(n);
    times.push(performance.now() - from);
    onCore.push((onCoreNs(pids) - worked) / 1e6);
    found += page.items.length;
  }
  return { times, onCore, found };
}

/** The processes that answer: this one, and those of PostgreSQL. */
async function answering(kernel: Kernel, actor: Actor): Promise<number[]> {
  const warm = () =>
    inTransaction(kernel, actor, (ctx) => searchMessages(ctx, { limit: 30, query: wordOf(3) }));
  await warm();
  const { rows } = await rig.superuser.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  return [process.pid, ...rows.map(({ pid }) => pid)];
}

/** `--only KIND` measures one kind. */
function onlyKind(): string | undefined {
  const at = process.argv.indexOf('--only');
  return at < 0 ? undefined : process.argv[at + 1];
}

const rig = await openRig(keptDir());
const dataDir = mkdtempSync(join(tmpdir(), 'meada-search-'));
const config = readConfig({
  DATA_DIR: dataDir,
  LOG_LEVEL: 'error',
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
});
const urls = { appUrl: rig.appUrl, systemUrl: urlAs(rig.superuserUrl, 'system', 'meada_bench') };
await rig.superuser.query(`ALTER DATABASE meada_bench OWNER TO ${testLogins.owner.user}`);
const began = performance.now();
const newer = await migrate(urlAs(rig.superuserUrl, 'owner', 'meada_bench'));
if (newer.length > 0)
  say(`migrated in ${round((performance.now() - began) / 1000, 1)} s: ${newer.join(', ')}`);
const kernel = await makeKernel(config, urls, { ports: portsOf() });
try {
  const orgId = await talkativeBase(rig, kernel, messages);
  const narrow = await narrowAgent(rig, orgId);
  await quietInbox(rig, orgId);
  await notedBase(rig, orgId, messages / 10);
  const pids = await answering(kernel, systemActor(orgId));
  const all: number[] = [];
  const slowest: Record<string, number> = {};
  const busiest: Record<string, number> = {};
  const only = onlyKind();
  for (const [name, kind] of Object.entries(kinds)) {
    if (only && name !== only) continue;
    const actor = kind.narrow ? narrow : systemActor(orgId);
    const { times, onCore, found } = await timesOf(kernel, actor, { kind, pids });
    all.push(...times);
    slowest[name] = round(percentile(times, 0.99));
    busiest[name] = round(percentile(onCore, 0.99));
    say(
      `${name}: p50 ${round(percentile(times, 0.5))}, p99 ${slowest[name]} ms; on a core p50 ${round(percentile(onCore, 0.5))}, p99 ${busiest[name]} ms; ${round(found / rounds)} hits a page`,
    );
  }
  const bare: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const from = performance.now();
    await rig.superuser.query(
      `SELECT message_id FROM message_search WHERE terms @@ plainto_tsquery('simple', $1) LIMIT 30`,
      [wordOf(300 + n)],
    );
    bare.push(performance.now() - from);
  }
  const worst = Math.max(...Object.values(slowest));
  finish({
    bench: 'search',
    ratio: round((slowest.middling ?? 0) / percentile(bare, 0.99)),
    goal: 'p99 of every kind of query ≤ 200 ms at 1 M messages',
    ok: worst <= 200,
    messages,
    p50: round(percentile(all, 0.5)),
    p99: round(percentile(all, 0.99)),
    worst,
    worstOnCore: Math.max(...Object.values(busiest)),
    bareP99: round(percentile(bare, 0.99)),
  });
} finally {
  await kernel.close();
  await rig.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
