import pg from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { systemActor } from '../../../kernel/actor.ts';
import { postgresBus } from '../../../kernel/bus/postgres.ts';
import { inTransaction, type Kernel } from '../../../kernel/ctx.ts';
import type { Tail } from '../../../kernel/events/tail.ts';
import { joinRoster } from '../../../kernel/live/roster.ts';
import { type Desk, openDesk } from '../../conversations/factories.ts';
import { createOrganisation } from '../../organisations/index.ts';
import { startRouting } from './start-routing.ts';

/** Processes that know of each other only through the database, and seven organisations: the house's own and six. */
let desk: Desk;
let watcher: pg.Client;
const running: { stop(): Promise<void> }[] = [];
const soon = { timeout: 15_000, interval: 50 };

beforeAll(async () => {
  desk = await openDesk();
  watcher = new pg.Client({ connectionString: desk.database.systemUrl });
  await watcher.connect();
  for (let nth = 0; nth < 6; nth += 1) await addOrganisation(nth);
});
afterAll(async () => {
  for (const one of running) await one.stop();
  await watcher.end();
  await desk.close();
});

async function addOrganisation(nth: number): Promise<void> {
  const { id } = await createOrganisation(desk.kernel, { name: `Loja ${nth}` });
  await inTransaction(desk.kernel, systemActor(id), async (ctx) => {
    const row = { org_id: id, id: ctx.ids.uuid(), name: 'Fila', settings: '{}', position: 0 };
    await ctx.db.insertInto('queues').values(row).execute();
    ctx.emit({ name: 'routing.changed', facts: { what: 'queue', queueId: row.id } });
  });
}

async function startProcess(): Promise<{ stop(): Promise<void> }> {
  const bus = await postgresBus(desk.kernel.database.listenUrl, desk.kernel.log);
  const kernel: Kernel = { ...desk.kernel, bus };
  const roster = joinRoster(bus, kernel.ids.uuid());
  const tail: Tail = startRouting(kernel, { roster });
  const process = {
    stop: async () => {
      await tail.stop();
      roster.stop();
      await bus.close();
    },
  };
  running.push(process);
  return process;
}

/** How many organisations each process runs, most first. */
async function spread(): Promise<number[]> {
  const { rows } = await watcher.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.mode = 'ExclusiveLock' AND l.granted AND a.application_name = 'meada locks'
       AND a.datname = current_database() GROUP BY l.pid ORDER BY n DESC`,
  );
  return rows.map(({ n }) => n);
}

it('one process runs all; a second one gets half; who is left runs all again; who comes later is shared, too', async () => {
  const first = await startProcess();
  await vi.waitFor(async () => expect(await spread()).toEqual([7]), soon);
  const second = await startProcess();
  await vi.waitFor(async () => expect(await spread()).toEqual([4, 3]), soon);
  await addOrganisation(6);
  await vi.waitFor(async () => expect(await spread()).toEqual([4, 4]), soon);
  await startProcess();
  await vi.waitFor(async () => expect(await spread()).toEqual([3, 3, 2]), soon);
  for (const one of [first, second]) {
    running.splice(running.indexOf(one), 1);
    await one.stop();
  }
  // Who began last knows those that have a queue.
  await vi.waitFor(async () => expect(await spread()).toEqual([7]), soon);
});
