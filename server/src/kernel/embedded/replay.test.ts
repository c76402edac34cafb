import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { heldClock } from '../clock.ts';
import { pruneArchive } from './archive.ts';
import { listBases, takeBase } from './bases.ts';
import { type EmbeddedServer, startEmbedded } from './index.ts';
import { waitUntil } from './processes.ts';
import { replayEmbedded } from './replay.ts';

/** The drill: a database at work, its folder gone, another made of base and log. */
const undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const clock = heldClock('2026-03-02T12:00:00Z');

function place() {
  const root = mkdtempSync(join(tmpdir(), 'meada-replay-'));
  undo.push(() => rmSync(root, { recursive: true, force: true }));
  return { dir: join(root, 'postgres'), archive: { wal: join(root, 'wal'), bases: join(root, 'base') } };
}
type Place = ReturnType<typeof place>;

async function started({ dir, archive }: Place): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dir, archiveDir: archive.wal });
  undo.push(() => server.stop());
  return server;
}
async function replayed(of: Place, until: Date | null) {
  const server = await replayEmbedded({ ...of, until });
  undo.push(() => server.stop());
  return server;
}
async function query(server: EmbeddedServer, text: string): Promise<string> {
  const client = new Client({ connectionString: server.url('postgres', 'postgres') });
  await client.connect();
  const result = await client.query({ text, rowMode: 'array' }).finally(() => client.end());
  return (result.rows ?? [])
    .map((row: unknown[]) => row.map((value) => (value instanceof Date ? value.toISOString() : value)).join())
    .join();
}
const base = (server: EmbeddedServer, { dir, archive }: Place) => {
  clock.advance(1000);
  return takeBase({ url: server.url('postgres', 'postgres'), dir, to: archive.bases, clock });
};
/** Closes the segment that is being written and waits until it is in the archive. */
async function archived(server: EmbeddedServer, { archive }: Place): Promise<void> {
  const name = await query(server, 'SELECT pg_walfile_name(pg_switch_wal())');
  const there = () => readdirSync(archive.wal).some((file) => file === name || file === `${name}.gz`);
  expect(await waitUntil(there, 30_000)).toBe(true);
}

test('everything acknowledged up to the last archived segment comes back, and the archive goes on', async () => {
  const of = place();
  const server = await started(of);
  await query(server, 'CREATE TABLE kept (n int PRIMARY KEY, text text)');
  await query(server, `INSERT INTO kept SELECT n, repeat('x', 500) FROM generate_series(1, 20000) n`);
  await query(server, 'CHECKPOINT');
  // Written while the base is copied: the log behind it makes it whole.
  let [going, last] = [true, 20_000];
  const writer = (async () => {
    while (going) {
      await query(
        server,
        `INSERT INTO kept VALUES (${last + 1}, 'y'); UPDATE kept SET text = 'z' WHERE n = ${last - 19_000}`,
      );
      last += 1;
    }
  })();
  await base(server, of);
  going = false;
  await writer;
  await query(
    server,
    `INSERT INTO kept SELECT n, 'after' FROM generate_series(${last + 1}, ${last + 100}) n`,
  );
  await archived(server, of);
  const sum = `SELECT count(*), md5(string_agg(n || text, ',' ORDER BY n)) FROM kept`;
  const before = await query(server, sum);
  await server.stop();
  rmSync(of.dir, { recursive: true });

  const second = await replayed(of, null);
  expect(await query(second, sum)).toBe(before);
  expect(await query(second, 'SELECT pg_is_in_recovery()')).toBe('false');
  expect(existsSync(join(of.dir, 'restoring'))).toBe(false);
  await second.stop();
  // An ordinary start goes on with it, and what it archives can be replayed in its turn.
  const third = await started(of);
  await query(third, `INSERT INTO kept VALUES (0, 'third')`);
  await archived(third, of);
  await third.stop();
  rmSync(of.dir, { recursive: true });
  expect(await query(await replayed(of, null), `SELECT text FROM kept WHERE n = 0`)).toBe('third');
}, 120_000);

test('stops at the instant asked for; what it cannot reach is one sentence', async () => {
  const of = place();
  const server = await started(of);
  await query(server, `CREATE TABLE kept AS SELECT 'good' AS text`);
  const first = await base(server, of);
  await query(server, `INSERT INTO kept VALUES ('also good')`);
  // Later than that commit, earlier than the next.
  const instant = new Date(
    await query(server, `SELECT clock_timestamp() + interval '5 ms' FROM pg_sleep(0.02)`),
  );
  await query(server, `SELECT pg_sleep(0.05)`);
  await query(server, 'DELETE FROM kept');
  await archived(server, of);
  await expect(replayEmbedded({ ...of, until: null })).rejects.toMatchObject({ code: 'DATA_IN_USE' });
  await server.stop();
  await expect(replayEmbedded({ ...of, until: null })).rejects.toMatchObject({ code: 'DATA_EXISTS' });
  rmSync(of.dir, { recursive: true });
  const early = new Date(first.startedAt.getTime() - 1000);
  await expect(replayEmbedded({ ...of, until: early })).rejects.toMatchObject({ code: 'NO_ARCHIVE' });
  const late = new Date(Date.now() + 3_600_000);
  await expect(replayEmbedded({ ...of, until: late })).rejects.toMatchObject({
    code: 'NO_ARCHIVE',
    message: expect.stringContaining('ends before'),
  });
  // What that left is no database to start on, and no obstacle to the next try.
  await expect(startEmbedded({ dir: of.dir })).rejects.toMatchObject({ code: 'START_FAILED' });
  expect(
    await query(await replayed(of, instant), 'SELECT string_agg(text, $$+$$ ORDER BY text) FROM kept'),
  ).toBe('also good+good');
}, 120_000);

test('keeps three bases and the log since the oldest, nothing older than a week, and every history', async () => {
  const of = place();
  const now = new Date('2026-03-10T12:00:00Z');
  const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
  mkdirSync(of.archive.wal, { recursive: true });
  for (const [nth, hours] of [200, 72, 48, 24, 1].entries()) {
    const folder = join(of.archive.bases, `base-2026030${nth}T000000000Z`);
    mkdirSync(folder, { recursive: true });
    const at = ago(hours).toISOString();
    writeFileSync(
      join(folder, 'base.json'),
      JSON.stringify({ format: 1, postgres: 18, startedAt: at, stoppedAt: at }),
    );
    for (const name of [`${'0'.repeat(23)}${nth}.gz`, `0000000${nth}.history.gz`]) {
      writeFileSync(join(of.archive.wal, name), '');
      utimesSync(join(of.archive.wal, name), ago(hours), ago(hours));
    }
  }
  mkdirSync(join(of.archive.bases, 'base-20260309T000000000Z.half'));
  expect(await pruneArchive(of.archive, now)).toBe(2);
  expect((await listBases(of.archive.bases)).map(({ startedAt }) => startedAt)).toEqual([
    ago(48),
    ago(24),
    ago(1),
  ]);
  const left = readdirSync(of.archive.wal);
  expect(left.filter((name) => name.includes('history'))).toHaveLength(5);
  expect(left.filter((name) => !name.includes('history'))).toHaveLength(3);
});
