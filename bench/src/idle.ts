import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { signIn, startBrowser } from './lib/browser.ts';
import { startChild } from './lib/children.ts';
import { familyOf, pssOf } from './lib/processes.ts';
import { finish, round, say, sized } from './lib/report.ts';
import { openRig, type Rig } from './lib/rig.ts';
import { openShop } from './lib/shop.ts';

/** What it costs to do nothing: statements of open desks, and the memory of an empty installation. */
const sockets = sized(200, 50);
const desks = 2;
const idleMs = sized(30_000, 10_000);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Transactions of all connections in a stretch of idleness. */
async function begunWhileIdle(rig: Rig): Promise<number> {
  const count = async (): Promise<number> => {
    const { rows } = await rig.superuser.query<{ n: number }>(
      'SELECT xact_commit + xact_rollback AS n FROM pg_stat_database WHERE datname = current_database()',
    );
    return Number(rows[0]?.n);
  };
  // A backend that rests reports what it did only after ten seconds (PGSTAT_IDLE_INTERVAL): without this wait the
  // opening itself would be counted.
  await pause(11_000);
  const before = await count();
  await pause(idleMs);
  return (await count()) - before;
}

/** Transactions that open desks and sockets cause by being open: with them, less without. */
async function statements(): Promise<{ without: number; withAgents: number; agents: number }> {
  const rig = await openRig();
  try {
    const server = await rig.serve();
    const shop = await openShop(server, 'shop');
    const without = await begunWhileIdle(rig);
    const cookie = [...shop.owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const client = startChild('sockets');
    const url = `${server.url.replace('http', 'ws')}/api/live`;
    const hello = { t: 'hello', topics: [], cursor: null };
    await client.ask({ do: 'open', url, count: sockets, headers: { cookie }, hello });
    const browser = await startBrowser();
    for (let n = 0; n < desks; n += 1) {
      const page = await (await browser.newContext({ locale: 'pt-BR' })).newPage();
      await signIn(page, server.url, shop);
    }
    // What a page loads in the background after its first paint is not idleness.
    await pause(3000);
    const withAgents = await begunWhileIdle(rig);
    await browser.close();
    client.stop();
    return { without, withAgents, agents: sockets + desks };
  } finally {
    await rig.stop();
  }
}

/** MiB of all processes of `npm start -- --empty`, the launcher and npm left out: they are the terminal's. */
async function memory(): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'meada-bench-idle-'));
  const main = join(import.meta.dirname, '../../server/src/main.ts');
  const env = { ...process.env, DATA_DIR: dir, PORT: '0', NODE_ENV: 'production', DEMO: '0' };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  await new Promise((resolve) => setTimeout(resolve, sized(20_000, 5000)));
  const sizes = familyOf(child.pid ?? 0).map((pid) => pssOf(pid) / 1024);
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  rmSync(dir, { recursive: true, force: true });
  say(`processes: ${sizes.map((size) => round(size, 0)).join(' + ')} MiB`);
  return sizes.reduce((sum, size) => sum + size, 0);
}

const { without, withAgents, agents } = await statements();
const each = (withAgents - without) / agents;
say(
  `${idleMs / 1000} s idle: ${without} transactions without anybody, ${withAgents} with ${agents} desks and sockets`,
);
const mib = await memory();
finish({
  bench: 'idle',
  ratio: null,
  goal: '0 statements an agent, ≤ 400 MiB PSS',
  ok: each < 0.1 && mib <= 400,
  agents,
  without,
  withAgents,
  transactionsPerAgent: round(each),
  pssMiB: round(mib, 0),
});
