import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readManifest } from './manifest.ts';

const wholeName = /^backup-\d{8}T\d{9}Z$/;

/** The whole backups of a folder, oldest first. */
export async function listBackups(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => wholeName.test(name)).sort();
}

/** Removes all but the newest `count` of the backups that were taken before migrations; asked ones stay. */
export async function keepNewest(folder: string, count: number): Promise<void> {
  const own: string[] = [];
  for (const name of await listBackups(folder)) {
    const manifest = await readManifest(join(folder, name)).catch(() => null);
    if (manifest?.kind === 'before-migration') own.push(name);
  }
  for (const name of own.slice(0, -count)) await rm(join(folder, name), { recursive: true, force: true });
}

/** PostgreSQL's names of segments and labels, half written ones, too. Histories of timelines are a few bytes and stay. */
const walName = /^[0-9A-F]{24}(?:\.[0-9A-F]{8}\.backup|\.partial)?(?:\.gz|\.half)?$/;

/** Removes archived WAL segments that were finished before an instant. */
export async function pruneWal(folder: string, before: Date): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (!walName.test(name) || !found?.isFile() || found.mtime >= before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}
