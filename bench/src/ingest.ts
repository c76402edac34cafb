import { load } from './lib/load.ts';
import { needPgbench, type Place, pgbench, writeScript } from './lib/pgbench.ts';
import { finish, median, type Ratio, ratioOf, round, say, sized, told } from './lib/report.ts';
import { openRig, type Rig, type Server } from './lib/rig.ts';
import { openShop, type Shop, secret } from './lib/shop.ts';

/**
 * Inbound: a signed webhook over HTTP, durable, then acknowledged, held against pgbench that runs the same statement on
 * the same tables. All on this machine: server, PostgreSQL and generator share its cores.
 */
const seconds = sized(4, 1.2);
const pairs = sized(5, 3);
const orgs = 16;
const senders = 4000;
const batchConnections = 64;

type Arms = Record<
  'serial' | 'serialReference' | 'single' | 'singleReference' | 'unfenced' | 'batched' | 'wide',
  number[]
>;

const portOf = (server: Server): number => Number(new URL(server.url).port);

async function acknowledged(rig: Rig, server: Server, shops: Shop[]): Promise<Arms> {
  const arms: Arms = {
    serial: [],
    serialReference: [],
    single: [],
    singleReference: [],
    unfenced: [],
    batched: [],
    wide: [],
  };
  const script = writeScript();
  const places: Place[] = shops;
  const first = shops[0]?.path ?? '';
  const port = portOf(server);
  const http = async (arm: keyof Arms, paths: string[]): Promise<void> => {
    const cpu = [server.cpu(), rig.databaseCpu()];
    const loaded = await load({ port, paths, secret, seconds, senders });
    const used = [server.cpu() - (cpu[0] ?? 0), rig.databaseCpu() - (cpu[1] ?? 0)].map(
      (us) => us / loaded.sent,
    );
    arms[arm].push(loaded.perSecond);
    say(
      `${arm}: ${round(loaded.perSecond, 0)}/s, p50 ${round(loaded.p50)} p99 ${round(loaded.p99)} ms, CPU µs each: server ` +
        `${round(used[0] ?? 0, 0)}, PostgreSQL ${round(used[1] ?? 0, 0)}; generator ${round(loaded.cpu * 100, 0)} % of a core`,
    );
  };
  const reference = async (arm: keyof Arms, url: string, clients: number): Promise<void> => {
    const rate = await pgbench(script, places, { url, clients, seconds: Math.max(1, Math.round(seconds)) });
    arms[arm].push(rate);
    say(`${arm}: ${round(rate, 0)}/s`);
  };
  await load({ port, paths: Array(batchConnections).fill(first), secret, seconds: 1, senders });
  for (let pair = 0; pair < pairs; pair += 1) {
    await http('serial', [first]);
    await reference('serialReference', rig.appUrl, 1);
    await http(
      'single',
      shops.map((shop) => shop.path),
    );
    await reference('singleReference', rig.appUrl, orgs);
    await http('batched', Array(orgs).fill(first));
    await reference('unfenced', rig.superuserUrl, orgs);
    await http('wide', Array(batchConnections).fill(first));
  }
  return arms;
}

/** Latency in an open loop, from the scheduled time, at 70 % of what is possible. */
async function latency(server: Server, shop: Shop, full: number): Promise<{ p50: number; p99: number }> {
  const rate = full * 0.7;
  const paths = Array(batchConnections).fill(shop.path);
  const run = { port: portOf(server), paths, secret, senders };
  const { p50, p99, max, cpu, perSecond } = await load({ ...run, seconds: sized(15, 4), rate });
  say(
    `at ${round(rate, 0)}/s (answered ${round(perSecond, 0)}/s): p50 ${round(p50)} p99 ${round(p99)} max ${round(max)} ms; generator ${round(cpu * 100, 0)} %`,
  );
  return { p50, p99 };
}

/** Receipts to conversations: how fast what lies in the ledger is read, the first 1,000 left out. */
async function processed(rig: Rig, shop: Shop): Promise<number> {
  await rig.superuser.query('TRUNCATE receipts');
  const count = sized(20_000, 7000);
  const web = await rig.serve({ roles: 'web' });
  const paths = Array(batchConnections).fill(shop.path);
  await load({ port: portOf(web), paths, secret, seconds: 60, senders, count });
  await web.stop();
  const left = (): Promise<number> => leftIn(rig);
  const worker = await rig.serve({ roles: 'worker', profile: process.env.BENCH_PROFILE });
  while ((await left()) > count - 1000) await new Promise((resolve) => setTimeout(resolve, 20));
  // What autovacuum does within its first minute.
  await rig.superuser.query('ANALYZE');
  const cpu = [worker.cpu(), rig.databaseCpu()];
  const from = performance.now();
  const start = await left();
  for (let rest = start; rest > 0; rest = await left())
    await new Promise((resolve) => setTimeout(resolve, 50));
  const took = (performance.now() - from) / 1000;
  const used = [worker.cpu() - (cpu[0] ?? 0), rig.databaseCpu() - (cpu[1] ?? 0)].map((us) => us / start);
  await worker.stop();
  say(
    `processed: ${round(start / took, 0)}/s, CPU µs each: server ${round(used[0] ?? 0, 0)}, PostgreSQL ${round(used[1] ?? 0, 0)}`,
  );
  return start / took;
}

async function leftIn(rig: Rig): Promise<number> {
  const { rows } = await rig.superuser.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM receipts WHERE state = 'new'`,
  );
  return rows[0]?.n ?? 0;
}

function judge(arms: Arms, latencies: { p99: number }[], rate: number): void {
  const ratios: Record<string, Ratio> = {
    serial: ratioOf(arms.serial, arms.serialReference),
    single: ratioOf(arms.single, arms.singleReference),
    batchedBySameConnections: ratioOf(arms.batched, arms.serialReference),
    batchedBy16: ratioOf(arms.batched, arms.singleReference),
    wideBy16: ratioOf(arms.wide, arms.singleReference),
    singleUnfenced: ratioOf(arms.single, arms.unfenced),
  };
  for (const [name, ratio] of Object.entries(ratios)) say(`${name}: ${told(ratio)}`);
  const p99 = Math.max(...latencies.map((one) => one.p99));
  const [serial, single] = [ratios.serial?.ratio ?? 0, ratios.single?.ratio ?? 0];
  const batched = ratios.wideBy16?.ratio ?? 0;
  const rates = Object.fromEntries(
    Object.entries(arms).map(([name, list]) => [name, round(median(list), 0)]),
  );
  finish({
    bench: 'ingest',
    ratio: single,
    goal: 'serial and single ≥ 0.55, batched ≥ 1.5, p99 ≤ 50 ms at 70 %',
    ok: serial >= 0.55 && single >= 0.55 && batched >= 1.5 && p99 <= 50,
    ...Object.fromEntries(Object.entries(ratios).map(([name, ratio]) => [name, ratio.ratio])),
    rates,
    p99: round(p99),
    processedPerSecond: round(rate, 0),
  });
}

needPgbench();
const rig = await openRig();
try {
  const web = await rig.serve({ roles: 'web', profile: process.env.BENCH_PROFILE });
  const shops: Shop[] = [];
  for (let index = 0; index < orgs; index += 1) shops.push(await openShop(web, `shop${index}`));
  const [shop] = shops as [Shop];
  const arms = await acknowledged(rig, web, shops);
  const alone = await latency(web, shop, median(arms.wide));
  await web.stop();
  const rate = await processed(rig, shop);
  const whole = await rig.serve();
  const together = await latency(whole, shop, rate);
  await whole.stop();
  judge(arms, [alone, together], rate);
} finally {
  await rig.stop();
}
