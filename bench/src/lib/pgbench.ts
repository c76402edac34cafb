import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { receiveReceipts } from '../../../server/src/modules/inboxes/ledger.ts';
import { giveUp } from './report.ts';

export type Pgbench = { url: string; clients: number; seconds: number };

/** Ends with a sentence when there is no pgbench. */
export function needPgbench(): void {
  if (spawnSync('pgbench', ['--version']).error)
    giveUp(
      'pgbench is not on the PATH; install it (Debian: apt-get install postgresql-client postgresql-contrib).',
    );
}

/**
 * The reference arm: the server's own statement for one receipt (fence and INSERT, a transaction by itself), prepared,
 * each client in an organisation of its own.
 */
const values: Record<string, string> = {
  $1: ':org',
  $2: 'now()',
  $3: 'ARRAY[uuidv7()]',
  $4: 'ARRAY[:inbox]',
  $5: 'ARRAY[sha256(uuid_send(gen_random_uuid()))]',
  $6: `ARRAY['message:' || uuidv7()]`,
  $7: ':bodies',
  $8: ':headers',
  $9: ':facts',
};

export type Place = { orgId: string; inboxId: string };

export function writeScript(): string {
  const receive = receiveReceipts
    .replace(/\$\d/g, (name) => values[name] ?? name)
    .replace(':org::uuid', '((:orgs)::uuid[])[:client_id + 1]')
    .replace('ARRAY[:inbox]', 'ARRAY[((:inboxes)::uuid[])[:client_id + 1]]');
  const file = join(tmpdir(), `meada-pgbench-${process.pid}.sql`);
  writeFileSync(file, `${receive};\n`);
  return file;
}

/** Transactions a second. */
export async function pgbench(
  script: string,
  places: readonly Place[],
  { url, clients, seconds }: Pgbench,
): Promise<number> {
  const kept = { v: 1, item: { kind: 'message', text: 'x'.repeat(380) } };
  const variables = {
    orgs: `{${places.map((place) => place.orgId).join(',')}}`,
    inboxes: `{${places.map((place) => place.inboxId).join(',')}}`,
    bodies: `{"\\\\x${Buffer.from(JSON.stringify(kept)).toString('hex')}"}`,
    headers: '{"{\\"content-type\\": \\"application/json\\"}"}',
    facts: `{"{\\"inbox\\": \\"${places[0]?.inboxId}\\", \\"by\\": \\"signature\\"}"}`,
  };
  const defined = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const size = ['-c', String(clients), '-j', '1', '-T', String(seconds)];
  const child = spawn('pgbench', ['-n', '-M', 'prepared', ...size, '-f', script, ...defined, url]);
  let out = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  let errors = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  await new Promise((resolve) => child.once('close', resolve));
  const tps = /tps = ([\d.]+)/.exec(out)?.[1];
  if (!tps || !/number of failed transactions: 0/.test(out))
    throw new Error(`pgbench failed: ${errors.slice(0, 800)}${out}`);
  return Number(tps);
}
