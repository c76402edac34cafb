import { setTimeout as pause } from 'node:timers/promises';
import { until } from './child.ts';
import { gaps, type House, readThreads } from './house.ts';

export type IncomingOptions = {
  users: number;
  /** Kills, spread over the load: every third hits the database, the others the server. */
  kills: number;
  /** Messages between two kills; each is sent three times. */
  perKill: number;
  /** Requests under way at once. */
  lanes?: number;
  seed?: number;
};

export type IncomingReport = {
  acknowledged: number;
  requests: number;
  cut: number;
  kills: number;
  lost: string[];
  doubled: string[];
  gaps: string[];
  conversations: number;
  seconds: number;
};

/** A small generator of numbers (mulberry32): a run can be made again by its seed. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Item = { id: string; user: string };

/** Every message three times, in an order of chance within a stretch: copies meet each other and their elders. */
function stream(options: IncomingOptions, random: () => number): Item[] {
  const count = options.perKill * (options.kills + 1);
  const copies = Array.from({ length: count * 3 }, (_, n) => {
    const at = Math.floor(n / 3);
    return { item: { id: `m${at}`, user: `u${at % options.users}` }, place: at + random() * 60 };
  });
  return copies.sort((one, other) => one.place - other.place).map(({ item }) => item);
}

const said = ({ id, user }: Item) => ({
  kind: 'message',
  externalId: id,
  at: new Date().toISOString(),
  from: { id: user, name: user },
  text: id,
});

/**
 * Signed webhooks under kill -9. The ledger of the sender is the judge: what was acknowledged must be in exactly one
 * place. Like a platform it sends again whatever was not answered 200.
 */
export async function runIncoming(house: House, options: IncomingOptions): Promise<IncomingReport> {
  const started = performance.now();
  const tasks = stream(options, randomOf(options.seed ?? 1));
  const total = tasks.length;
  const acknowledged = new Set<string>();
  const count = { taken: 0, requests: 0, cut: 0 };
  const deliver = async (item: Item): Promise<void> => {
    for (;;) {
      count.requests += 1;
      const status = await house.system.push(house.hook, [said(item)]).then(
        async (response) => {
          await response.arrayBuffer();
          return response.status;
        },
        () => null,
      );
      if (status === 200) break;
      if (status !== null && status < 500) throw new Error(`a right webhook was answered ${status}`);
      count.cut += 1;
      await pause(20);
    }
    acknowledged.add(item.id);
    count.taken += 1;
  };
  const lane = async (): Promise<void> => {
    for (let item = tasks.shift(); item; item = tasks.shift()) await deliver(item);
  };
  const load = Promise.all(Array.from({ length: options.lanes ?? 64 }, lane));
  // An error of the load must not wait for the kills to end.
  load.catch(() => {});
  for (let kill = 1; kill <= options.kills; kill += 1) {
    const share = (total * kill) / (options.kills + 1);
    await Promise.race([load, until(async () => reached(count.taken >= share), 600_000)]);
    await (kill % 3 === 0 ? house.child.killDatabase() : house.child.killServer());
  }
  await load;
  const judged = await judge(house, acknowledged);
  return {
    acknowledged: acknowledged.size,
    requests: count.requests,
    cut: count.cut,
    kills: options.kills,
    ...judged,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  };
}

function reached(yes: boolean): void {
  if (!yes) throw new Error('the load did not come this far in time');
}

/** Waits until the ledger is read out, then looks for every acknowledged message in every conversation. */
async function judge(house: House, acknowledged: ReadonlySet<string>) {
  await until(async () => {
    const rows = await house.child.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM receipts WHERE state <> 'done'`,
    );
    reached(rows[0]?.waiting === 0);
  }, 120_000);
  const threads = await readThreads(house, 'api');
  const seen = new Map<string, number>();
  for (const { text } of threads.flatMap((thread) => thread.messages))
    seen.set(text, (seen.get(text) ?? 0) + 1);
  return {
    lost: [...acknowledged].filter((id) => !seen.has(id)),
    doubled: [...seen].filter(([, times]) => times > 1).map(([id]) => id),
    gaps: gaps(threads),
    conversations: threads.length,
  };
}
