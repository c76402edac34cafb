import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { openTown, type Shop, type Town } from '../testing.ts';

/** Runs over the whole base: on with them whatever dies, each pair found once, and stopped when told. */

let town: Town;
let shop: Shop;
const workers = new Set<ChildProcess>();
beforeAll(async () => {
  town = await openTown({ env: { ROLES: 'web' } });
  shop = await town.shop('Scans');
});
afterEach(() => {
  for (const worker of workers) worker.kill('SIGKILL');
  workers.clear();
});
afterAll(() => town.stop());

const people = 900;
/** Every tenth is the one before it once more: the same telephone, the name with a slip. */
const pairs = people / 10;

const fill = () =>
  shop.run(async (ctx) => {
    await ctx.client.query(
      `WITH made AS (SELECT gen_random_uuid() AS id, i, CASE WHEN i % 10 = 0 THEN i - 1 ELSE i END AS n
         FROM generate_series(1, $2::int) i),
       who AS (INSERT INTO customers (org_id, id, canonical_id, name)
         SELECT $1, id, id, 'Pessoa ' || md5(n::text) || CASE WHEN i % 10 = 0 THEN 's' ELSE '' END FROM made RETURNING id)
       INSERT INTO identities (org_id, id, customer_id, kind, value, canonical, match_key, source)
       SELECT $1, gen_random_uuid(), id, 'phone', v, v, 'tel:' || substr(v, 2), 'person'
       FROM made, LATERAL (SELECT '+55419' || (80000000 + n * 137) AS v) x`,
      [ctx.orgId, people],
    );
  });

async function startWorker(): Promise<ChildProcess> {
  const { name, appUrl, systemUrl } = town.database;
  const child = fork(join(import.meta.dirname, 'testing-worker.ts'), {
    env: { ...process.env, TEST_DATABASE: JSON.stringify({ name, appUrl, systemUrl }) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  workers.add(child);
  await once(child, 'message');
  return child;
}

const scan = async () => (await shop.owner.ok('GET', '/api/duplicates/settings')).scan;
const reaches = (isThere: (run: { state: string; phase: string; done: number }) => boolean) =>
  vi.waitFor(
    async () => {
      const run = await scan();
      expect(isThere(run)).toBe(true);
      return run;
    },
    { timeout: 90_000, interval: 5 },
  );

it('a run goes on after kill −9 in every phase, and finds every pair once', async () => {
  await fill();
  expect(await shop.owner.ok('POST', '/api/duplicates/scan', {})).toMatchObject({
    scan: { state: 'running', phase: 'keys', total: people, done: 0 },
  });
  expect((await shop.owner.call('POST', '/api/duplicates/scan', {})).status).toBe(409);
  for (const isThere of [
    (run: { phase: string; done: number }) => run.phase === 'keys' && run.done > 0,
    (run: { phase: string }) => run.phase !== 'keys',
    (run: { phase: string; done: number }) => run.phase === 'compare' && run.done >= 200,
    (run: { phase: string; done: number }) => run.phase === 'compare' && run.done >= 600,
  ]) {
    const worker = await startWorker();
    await reaches((run) => run.state === 'done' || isThere(run));
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  }
  await startWorker();
  const ended = await reaches((run) => run.state !== 'running');
  expect(ended).toMatchObject({ state: 'done', done: people, found: pairs, merged: 0 });
  const { items, counts } = await shop.owner.ok('GET', '/api/duplicates?limit=200');
  expect(counts.open).toBe(pairs);
  const sides = items.map((item: { comparison: { sides: { id: string }[] } }) =>
    item.comparison.sides
      .map((side) => side.id)
      .sort()
      .join(),
  );
  expect(new Set(sides).size).toBe(pairs);
  const settings = await shop.owner.ok('GET', '/api/duplicates/settings');
  expect(settings.learnedOf).toBe(people);
}, 240_000);

it('a run is stopped when told, and what it found stays', async () => {
  await shop.owner.ok('POST', '/api/duplicates/scan', {});
  expect(await shop.owner.ok('DELETE', '/api/duplicates/scan')).toMatchObject({ scan: { state: 'stopped' } });
  expect((await shop.owner.ok('GET', '/api/duplicates')).counts.open).toBe(pairs);
});
