import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../kernel/clock.ts';
import { readConfig } from '../kernel/config.ts';
import { takeBase } from '../kernel/embedded/bases.ts';
import { waitUntil } from '../kernel/embedded/processes.ts';
import { archiveOf, embeddedFolder, openStorage, type Storage } from '../storage.ts';
import { runCommand } from './run.ts';

/** The operator's drill: the data folder is lost, the archive on the other disk is not. */
let root: string;
let env: Record<string, string>;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'meada-until-'));
  env = { DATA_DIR: join(root, 'data'), ARCHIVE_DIR: join(root, 'other disk') };
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function meada(...line: string[]) {
  const out: string[] = [];
  const terminal = { out: (text: string) => void out.push(text), err: () => {}, stdin: async () => '', env };
  const code = await runCommand([...line, '--json'], terminal);
  return { code, json: JSON.parse(out.join('\n')) };
}
async function run(url: string, text: string): Promise<pg.QueryResult['rows']> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(text).finally(() => client.end())).rows;
}
const epochOf = async ({ ownerUrl }: Storage): Promise<string> =>
  (await run(ownerUrl, `SELECT value FROM installation WHERE name = 'epoch'`))[0].value;

it('restore --until brings back the archived state, as a new life: nobody is signed in, live clients fetch anew', async () => {
  const config = readConfig(env);
  const archive = archiveOf(config);
  const storage = await openStorage(config, { say: () => {} });
  const superuser = storage.embedded?.url('postgres', 'postgres') ?? '';
  await takeBase({ url: superuser, dir: embeddedFolder(config), to: archive.bases, clock: systemClock });
  const made = await meada('org', 'create', '--name', 'Fio', '--slug', 'fio');
  expect(made.code).toBe(0);
  await run(
    storage.ownerUrl,
    `INSERT INTO sign_ins (person_id, email, password_hash) VALUES ('${made.json.organisation.id}', 'a@fio.example', 'x');
     INSERT INTO sessions (id, token_hash, person_id, org_id, address, agent, expires_at)
       SELECT gen_random_uuid(), 'x', person_id, person_id, '', '', now() + interval '1 day' FROM sign_ins`,
  );
  const epoch = await epochOf(storage);
  const [{ name }] = await run(superuser, 'SELECT pg_walfile_name(pg_switch_wal()) AS name');
  const archived = () =>
    readdirSync(archive.wal).some((file) => file.startsWith(name) && !file.endsWith('.half'));
  expect(await waitUntil(archived, 30_000)).toBe(true);

  expect((await meada('restore', '--until', 'latest')).json.error.code).toBe('data_in_use');
  await storage.close();
  expect((await meada('restore', '--until', 'latest')).json.error.code).toBe('data_exists');
  expect((await meada('restore', '--until', 'yesterday')).json.error.code).toBe('usage');
  expect((await meada('restore')).json.error.code).toBe('usage');
  rmSync(env.DATA_DIR ?? '', { recursive: true });
  expect((await meada('restore', '--until', 'latest')).json.error.code).toBe('other_key');
  const restored = await meada('restore', '--until', 'latest', '--other-key');
  expect(restored).toMatchObject({ code: 0, json: { until: null } });

  expect(existsSync(join(env.DATA_DIR ?? '', 'postgres', 'cluster'))).toBe(true);
  const second = await openStorage(config, { say: () => {} });
  try {
    expect(await run(second.ownerUrl, 'SELECT slug FROM organisations')).toEqual([{ slug: 'fio' }]);
    expect(await run(second.ownerUrl, 'SELECT email FROM sign_ins')).toEqual([{ email: 'a@fio.example' }]);
    expect(await run(second.ownerUrl, 'SELECT FROM sessions')).toEqual([]);
    expect(await epochOf(second)).not.toBe(epoch);
  } finally {
    await second.close();
  }
}, 120_000);
