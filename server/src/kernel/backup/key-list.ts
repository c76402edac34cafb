import { createReadStream } from 'node:fs';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { createGunzip, gzip } from 'node:zlib';
import { requireFile, syncFolder } from './archive.ts';
import { BackupError } from './manifest.ts';
import type { KeptKey } from './subject-keys.ts';

/**
 * The keys of subjects lie beside the backups, never inside one: the list is written anew by every backup and after every
 * destroyed key, so an old backup's keys are those that are left today. There is one list for each life of the database
 * (its epoch): a copy of the house that backs up into the same folder does not overwrite the house's own.
 */
const listForm = /^subject-keys-[0-9a-f-]{36}\.gz$/;
const listName = (epoch: string): string => `subject-keys-${epoch}.gz`;
const lineForm = /^([0-9a-f-]{36}|-) ([0-9a-f-]{36}) ([\w-]{12}) (v1\.[\w.-]+|destroyed)$/;
const first = 'meada subject keys 1';
const pack = promisify(gzip);

/** Writes a life's list; it is on the disk when this resolves. */
async function writeList(folder: string, name: string, keys: readonly KeptKey[]): Promise<void> {
  const lines = keys.map(
    ({ org, subject, id, sealed }) => `${org || '-'} ${subject} ${id} ${sealed ?? 'destroyed'}`,
  );
  // The end is told: a list that was cut short must not pass for one of few keys.
  const bytes = await pack([first, ...lines, `end ${keys.length}`, ''].join('\n'), { level: 1 });
  const half = join(folder, `${name}.half-${process.pid}`);
  await rm(half, { force: true });
  await writeFile(half, bytes, { mode: 0o600, flush: true, flag: 'wx' });
  await rename(half, join(folder, name));
  await syncFolder(folder);
}

/** Reads one list. Throws `BackupError` when it is not whole. */
async function readList(path: string): Promise<KeptKey[]> {
  await requireFile(path);
  const unpacked = createReadStream(path).on('error', (error) => lines.destroy(error));
  const lines = createGunzip();
  const all = await text(unpacked.pipe(lines)).catch((error: unknown) => {
    throw broken(path, error);
  });
  const [head, ...rest] = all.split('\n');
  const end = rest.at(-2);
  const body = rest.slice(0, -2);
  if (head !== first || end !== `end ${body.length}`) throw broken(path);
  return body.map((line) => {
    const [, org, subject, id, sealed] = lineForm.exec(line) ?? [];
    if (!org || !subject || !id || !sealed) throw broken(path);
    return { org: org === '-' ? '' : org, subject, id, sealed: sealed === 'destroyed' ? null : sealed };
  });
}

const broken = (path: string, cause?: unknown): BackupError =>
  new BackupError('damaged', `The list of keys ${path} is damaged.`, cause);

const listsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => listForm.test(name)).sort();

/**
 * The keys that open the backups of a folder: what any list there calls destroyed is destroyed, whatever an older list
 * says. Throws `BackupError` `no_keys` without the list of that life.
 */
export async function readKeyLists(folder: string, epoch: string): Promise<KeptKey[]> {
  const names = await listsIn(folder);
  if (!names.includes(listName(epoch))) {
    throw new BackupError(
      'no_keys',
      `The list of keys ${listName(epoch)} is missing in ${folder}: it lies beside the backups and must be copied with them.`,
    );
  }
  const byId = new Map<string, KeptKey>();
  for (const name of names) {
    for (const key of await readList(join(folder, name))) {
      const known = byId.get(key.id);
      byId.set(key.id, known?.sealed === null ? known : key);
    }
  }
  return [...byId.values()];
}

/** Writes the list of this life, and takes out of the lists of others what is destroyed. */
export async function writeKeyLists(folder: string, epoch: string, keys: readonly KeptKey[]): Promise<void> {
  await writeList(folder, listName(epoch), keys);
  const gone = new Set(keys.filter(({ sealed }) => sealed === null).map(({ id }) => id));
  await dropFromKeyLists(folder, gone, listName(epoch));
}

/** Takes keys out of every list of a folder, by their ids; they stay named as destroyed. */
export async function dropFromKeyLists(
  folder: string,
  gone: ReadonlySet<string>,
  except?: string,
): Promise<void> {
  if (gone.size === 0) return;
  for (const name of await listsIn(folder)) {
    if (name === except) continue;
    const keys = await readList(join(folder, name));
    if (!keys.some(({ id, sealed }) => sealed !== null && gone.has(id))) continue;
    const left = keys.map((key) => (gone.has(key.id) ? { ...key, sealed: null } : key));
    await writeList(folder, name, left);
  }
}
