import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startEmbedded } from './kernel/embedded/index.ts';
import { prepareTemplate, templateName, urlAs } from './kernel/testing/template.ts';

/** What JavaScript has for PostgreSQL's types where the generator would choose otherwise. */
const types = { int8: 'number', bytea: 'Buffer', xid8: 'string', tsvector: 'string', date: 'string' };

/** Writes the row types of a migrated database to a file. */
export function generateRows(ownerUrl: string, file: string): void {
  const root = packageRoot();
  const command = join(root, 'node_modules/kysely-codegen/dist/cli/bin.js');
  const options = ['--dialect', 'postgres', '--url', ownerUrl, '--out-file', file];
  const shape = ['--type-mapping', JSON.stringify(types), '--exclude-pattern', 'public.migrations'];
  execFileSync(process.execPath, [command, ...options, ...shape, '--log-level', 'error'], { cwd: root });
  // The words on the columns are for backups and records; in the types they would be three lines each.
  const text = readFileSync(file, 'utf8').replace(/^ +\/\*\*\n(?: +\* ?.*\n)*? +\*\/\n/gm, '');
  writeFileSync(file, text);
}

function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package-lock.json'))) folder = dirname(folder);
  return folder;
}

export const rowsFile = join(import.meta.dirname, 'rows.gen.ts');
export const readRows = (file: string): string => readFileSync(file, 'utf8').trim();

/** `node server/src/rows.generate.ts`: migrates a throw-away database and writes the types from it. */
if (import.meta.main) {
  const dir = mkdtempSync(join(tmpdir(), 'meada-rows-'));
  const server = await startEmbedded({ dir, durable: false });
  try {
    await prepareTemplate(server.url('postgres', 'postgres'));
    generateRows(urlAs(server.url('postgres', 'postgres'), 'owner', templateName), rowsFile);
  } finally {
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}
