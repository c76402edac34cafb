import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type pg from 'pg';
import { type FileStore, hashOf } from '../files/store.ts';
import { damaged, pack, requireFile, syncFolder, unpack } from './archive.ts';
import type { Manifest } from './manifest.ts';

type Entry = { orgId: string; hash: string };

const listName = 'files.gz';
const entryLine = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([0-9a-f]{64})$/;

/** Made of an id and a hash alone, never of a name somebody chose (LESSONS 38). */
const folderOf = (folder: string, entry: Entry): string =>
  join(folder, 'files', entry.orgId, entry.hash.slice(0, 2));

/** Puts the objects that the snapshot's rows name beside the tables; one that is gone is counted and left out. */
export async function packFiles(
  client: pg.Client,
  half: string,
  store: Pick<FileStore, 'get'>,
): Promise<NonNullable<Manifest['files']>> {
  const result = await client.query<{ org_id: string; hash: string }>(
    `SELECT DISTINCT org_id, encode(hash, 'hex') AS hash FROM files ORDER BY 1, 2`,
  );
  const lines: string[] = [];
  const folders = new Set<string>();
  let [bytes, missing] = [0, 0];
  for (const row of result.rows) {
    const entry = { orgId: row.org_id, hash: row.hash };
    const object = await store.get(entry.orgId, Buffer.from(entry.hash, 'hex'));
    if (!object || hashOf(object).toString('hex') !== entry.hash) {
      missing += 1;
      continue;
    }
    const folder = folderOf(half, entry);
    if (!folders.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
    folders.add(folder);
    await writeFile(join(folder, entry.hash), object, { mode: 0o600, flush: true });
    lines.push(`${entry.orgId} ${entry.hash}\n`);
    bytes += object.length;
  }
  for (const folder of folders) await syncFolder(folder);
  const { sha256 } = await pack(Readable.from([lines.join('')]), join(half, listName));
  return { count: lines.length, bytes, missing, sha256 };
}

/** The objects of a backup, each of them looked for. Throws `BackupError`. */
export async function readFileList(folder: string, files: NonNullable<Manifest['files']>): Promise<Entry[]> {
  const chunks: Buffer[] = [];
  const path = join(folder, listName);
  const keep = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  // A line is 102 bytes: an id, a space, a hash, a line feed.
  await unpack(path, keep, { sha256: files.sha256, bytes: files.count * 102 });
  const lines = Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1);
  const entries = lines.map((line) => {
    const [, orgId, hash] = entryLine.exec(line) ?? [];
    if (!orgId || !hash) throw damaged(path);
    return { orgId, hash };
  });
  let bytes = 0;
  for (const entry of entries) bytes += await requireFile(join(folderOf(folder, entry), entry.hash));
  if (bytes !== files.bytes) throw damaged(join(folder, 'files'));
  return entries;
}

/** Hands the objects to the file store. Throws `BackupError` when one is not what its name says. */
export async function unpackFiles(folder: string, entries: Entry[], store: FileStore): Promise<void> {
  for (const entry of entries) {
    const path = join(folderOf(folder, entry), entry.hash);
    const object = await readFile(path);
    if (hashOf(object).toString('hex') !== entry.hash) throw damaged(path);
    await store.put(entry.orgId, object);
  }
}
