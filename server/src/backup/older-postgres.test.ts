import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { restoreBackup } from '../kernel/backup/restore.ts';
import { takeBackup } from '../kernel/backup/take.ts';
import { systemClock } from '../kernel/clock.ts';
import { startEmbedded } from '../kernel/embedded/index.ts';
import { diskStore } from '../kernel/files/disk.ts';
import { makeSecrets } from '../kernel/secrets.ts';
import { prepareTemplate, templateName, urlAs } from '../kernel/testing/template.ts';
import { dataRules } from './rules.ts';

/**
 * A folder of an older PostgreSQL: refused, then taken over as docs/guide/backup.md says. The older programs are those of
 * Debian, or of an npm package named by OLD_POSTGRES; the closing line of `npm test` says whether there were any.
 */
const majors = [17, 16, 15];
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const debian = (major: number): string => `/usr/lib/postgresql/${major}`;
const found = majors.find((major) => existsSync(join(debian(major), 'bin', 'initdb')));
const given = process.env.OLD_POSTGRES;

/** Debian's programs in the shape of the npm package. */
function packageOf(root: string): string {
  if (given) return given;
  const folder = join(root, 'older');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: `${found}.0.0` }));
  symlinkSync(debian(found ?? 0), join(folder, 'native'));
  return folder;
}

const secrets = makeSecrets([Buffer.alloc(32, 7).toString('base64')]);
const org = '0198c1a0-0000-7000-8000-000000000001';

async function run(url: string, text: string): Promise<pg.QueryResult['rows']> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return (await client.query(text).finally(() => client.end())).rows;
}

/** An older server cannot be told of tables nobody has analysed: it looks at them sooner. */
async function prepareOlder(url: string): Promise<void> {
  await prepareTemplate(url);
  const asked = "SELECT reloptions FROM pg_class WHERE relname = 'customers'";
  const told = await run(urlAs(url, 'owner', templateName), asked);
  expect(told).toEqual([{ reloptions: ['autovacuum_analyze_threshold=5'] }]);
}

it.runIf(given || found)(
  'data of an older PostgreSQL is refused in one sentence, and comes over by backup and restore',
  async () => {
    const root = mkdtempSync(join(tmpdir(), 'meada-older-'));
    undo.push(() => rmSync(root, { recursive: true, force: true }));
    const dir = join(root, 'old');
    const older = async () => {
      const server = await startEmbedded({ dir, durable: false, packageDir });
      undo.push(() => server.stop());
      return server;
    };
    const packageDir = packageOf(root);
    const first = await older();
    await prepareOlder(first.url('postgres', 'postgres'));
    const ownerOf = (url: string) => urlAs(url, 'owner', templateName);
    await run(
      ownerOf(first.url('postgres', 'postgres')),
      `INSERT INTO organisations (id, slug, name) VALUES ('${org}', 'fio', 'Fio & Lã');
     INSERT INTO customers (org_id, id, canonical_id, name) SELECT '${org}', id, id, 'João ' || n
       FROM (SELECT gen_random_uuid() AS id, n FROM generate_series(1, 500) n) c`,
    );
    await first.stop();
    await expect(startEmbedded({ dir })).rejects.toMatchObject({
      code: 'DATA_OLDER',
      message: expect.stringContaining('take a backup with the former Meada'),
    });

    const again = await older();
    const from = ownerOf(again.url('postgres', 'postgres'));
    const version = await run(from, `SELECT current_setting('server_version_num')::int / 10000 AS major`);
    const options = {
      to: join(root, 'backups'),
      kind: 'asked',
      version: '0',
      rules: dataRules,
      secrets,
    } as const;
    const { folder } = await takeBackup({ ...options, ownerUrl: from, clock: systemClock, files: null });
    const sum = `SELECT count(*)::int AS n, md5(string_agg(t::text, ',' ORDER BY id)) AS sum FROM customers t`;
    const before = await run(from, sum);
    await again.stop();

    const today = await startEmbedded({ dir: join(root, 'new'), durable: false });
    undo.push(() => today.stop());
    await prepareTemplate(today.url('postgres', 'postgres'));
    const to = ownerOf(today.url('postgres', 'postgres'));
    const [{ major }] = await run(to, `SELECT current_setting('server_version_num')::int / 10000 AS major`);
    expect(major).toBeGreaterThan(version[0].major);
    const files = diskStore(join(root, 'files'));
    await restoreBackup({ from: folder, ownerUrl: to, rules: dataRules, files, secrets });
    expect(await run(to, sum)).toEqual(before);
  },
  120_000,
);
