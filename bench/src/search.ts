import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { searchMessages as route } from '../../contract/src/routes/search.ts';
import { systemActor } from '../../server/src/kernel/actor.ts';
import { readConfig } from '../../server/src/kernel/config.ts';
import { inTransaction, type Kernel } from '../../server/src/kernel/ctx.ts';
import type { Input } from '../../server/src/kernel/http/route.ts';
import { makeKernel } from '../../server/src/kernel/kernel.ts';
import { urlAs } from '../../server/src/kernel/testing/template.ts';
import { searchMessages } from '../../server/src/modules/conversations/searching/search-messages.ts';
import { portsOf } from '../../server/src/plugins/registry.ts';
import { finish, keptDir, percentile, round, say, sized } from './lib/report.ts';
import { openRig } from './lib/rig.ts';
import { talkativeBase, wordOf } from './lib/search/base.ts';

/**
 * Searching everything that was said, in a grown house: common and rare words, side by side, beginnings, slips, filters that
 * hardly anything fits. Real PostgreSQL, the wall of the organisation on, one client; the whole answer, hits marked.
 */
const messages = sized(1_000_000, 50_000);
const rounds = sized(40, 20);
/** From the first message to the last: a conversation every ten seconds. */
const spanMs = (messages / 20) * 10_000;

type Query = Partial<Input<typeof route>['query']> & { query: string };

/** Ranks of words: 1 is the commonest. */
const kinds: Record<string, (n: number) => Query> = {
  rare: (n) => ({ query: wordOf(15_000 + n) }),
  middling: (n) => ({ query: wordOf(300 + n) }),
  common: (n) => ({ query: wordOf(1 + (n % 5)) }),
  'three common': (n) => ({ query: `${wordOf(1 + (n % 5))} ${wordOf(7)} ${wordOf(9)}` }),
  'common and rare': (n) => ({ query: `${wordOf(2)} ${wordOf(9000 + n)}` }),
  'side by side': (n) => ({ query: `"${wordOf(3)} ${wordOf(10 + n)}"` }),
  without: (n) => ({ query: `${wordOf(40 + n)} -${wordOf(1)}` }),
  beginning: (n) => ({ query: wordOf(20 + n).slice(0, 3) }),
  slip: (n) => ({ query: slip(wordOf(4000 + n)) }),
  nothing: (n) => ({ query: `${wordOf(18_000 + n)} ${wordOf(19_000 - n)} ${wordOf(17_000 + n)}` }),
  'common, hardly any fits': (n) => ({ query: wordOf(1 + (n % 5)), files: '1' }),
  'common, long ago': (n) => ({
    query: wordOf(4),
    until: new Date(Date.now() - (0.3 + n / 100) * spanMs).toISOString(),
  }),
};

/** Two letters in the middle exchanged. */
function slip(word: string): string {
  const at = Math.floor(word.length / 2);
  return word.slice(0, at - 1) + word[at] + word[at - 1] + word.slice(at + 1);
}

async function timesOf(kernel: Kernel, orgId: string, kind: (n: number) => Query) {
  const times: number[] = [];
  let found = 0;
  for (let n = 0; n < rounds; n += 1) {
    const from = performance.now();
    const page = await inTransaction(kernel, systemActor(orgId), (ctx) =>
      searchMessages(ctx, { limit: 30, ...kind(n) }),
    );
    times.push(performance.now() - from);
    found += page.items.length;
  }
  return { times, found };
}

const rig = await openRig(keptDir());
const dataDir = mkdtempSync(join(tmpdir(), 'meada-search-'));
const config = readConfig({
  DATA_DIR: dataDir,
  LOG_LEVEL: 'error',
  MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
});
const urls = { appUrl: rig.appUrl, systemUrl: urlAs(rig.superuserUrl, 'system', 'meada_bench') };
const kernel = await makeKernel(config, urls, { ports: portsOf() });
try {
  const orgId = await talkativeBase(rig, kernel, messages);
  const all: number[] = [];
  const slowest: Record<string, number> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const { times, found } = await timesOf(kernel, orgId, kind);
    all.push(...times);
    slowest[name] = round(percentile(times, 0.99));
    say(
      `${name}: p50 ${round(percentile(times, 0.5))}, p99 ${slowest[name]} ms, ${round(found / rounds)} hits a page`,
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
    bareP99: round(percentile(bare, 0.99)),
  });
} finally {
  await kernel.close();
  await rig.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
