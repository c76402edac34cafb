import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type pg from 'pg';
import { type FileStore, hashOf } from '../files/store.ts';
import { damaged, pack, requireFile, syncFolder, unpack } from './archive.ts';
import { type FileKey, fileNonces, sealBytes, sealObject, unsealObject } from './file-keys.ts';
import type { Manifest } from './manifest.ts';
import type { FindKey, WorkingKey } from './subject-keys.ts';

type Entry = { orgId: string; hash: string; keys: FileKey[] };
type Named = Pick<Entry, 'orgId' | 'hash'>;

const listName = 'files.gz';
/** An id, a hash, and for a sealed object its keys. */
const entryLine = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([0-9a-f]{64})((?: [\w-]{12}:[\w-]{80})*)$/;
/** Of a line without keys: what a backup of format 1 says nothing about. */
const plainLineBytes = 102;

/** Made of an id and a hash alone, never of a name somebody chose (LESSONS 38). */
const folderOf = (folder: string, entry: Named): string =>
  join(folder, 'files', entry.orgId, entry.hash.slice(0, 2));
const nameOf = ({ orgId, hash }: Named): string => `${orgId}/${hash}`;

/** How objects are sealed; `owners` is a query of org_id, hash and the subject whose file it is. */
export type FileSealing = { owners: string | null; keyOf(owner: string): WorkingKey };

const objectsText = (owners: string | null): string => `
  SELECT f.org_id, encode(f.hash, 'hex') AS hash,
         coalesce(array_agg(DISTINCT o.subject::text) FILTER (WHERE o.subject IS NOT NULL), ARRAY[f.org_id::text]) AS subjects
  FROM files f LEFT JOIN (${owners ?? 'SELECT NULL::uuid AS org_id, NULL::bytea AS hash, NULL::uuid AS subject'}) o
    ON o.org_id = f.org_id AND o.hash = f.hash
  GROUP BY 1, 2, f.org_id ORDER BY 1, 2`;

/** Puts the objects that the snapshot's rows name beside the tables; one that is gone is counted and left out. */
export async function packFiles(
  client: pg.Client,
  half: string,
  from: { store: Pick<FileStore, 'get'>; sealing: FileSealing | null },
): Promise<NonNullable<Manifest['files']>> {
  const result = await client.query<{ org_id: string; hash: string; subjects: string[] }>(
    objectsText(from.sealing?.owners ?? null),
  );
  const nonce = fileNonces();
  const lines: string[] = [];
  const folders = new Set<string>();
  let [bytes, missing] = [0, 0];
  for (const row of result.rows) {
    const entry = { orgId: row.org_id, hash: row.hash };
    const object = await from.store.get(entry.orgId, Buffer.from(entry.hash, 'hex'));
    if (!object || hashOf(object).toString('hex') !== entry.hash) {
      missing += 1;
      continue;
    }
    const { sealing } = from;
    const owners = (sealing ? row.subjects : []).map((subject) => ({
      key: sealing?.keyOf(`${row.org_id}/${subject}`) as WorkingKey,
      nonce: nonce(),
    }));
    const sealed = sealing ? sealObject(object, nameOf(entry), owners) : { bytes: object, keys: [] };
    const folder = folderOf(half, entry);
    if (!folders.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
    folders.add(folder);
    await writeFile(join(folder, entry.hash), sealed.bytes, { mode: 0o600, flush: true });
    const keys = sealed.keys.map((key) => ` ${key.id}:${key.sealed}`).join('');
    lines.push(`${entry.orgId} ${entry.hash}${keys}\n`);
    bytes += object.length;
  }
  for (const folder of folders) await syncFolder(folder);
  const list = await pack(Readable.from([lines.join('')]), join(half, listName));
  return { count: lines.length, bytes, missing, sha256: list.sha256, listBytes: list.bytes };
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
  await unpack(path, keep, { sha256: files.sha256, bytes: files.listBytes ?? files.count * plainLineBytes });
  const lines = Buffer.concat(chunks).toString('utf8').split('\n').slice(0, -1);
  const entries = lines.map((line) => readEntry(line, path));
  let bytes = 0;
  for (const entry of entries) {
    const size = await requireFile(join(folderOf(folder, entry), entry.hash));
    bytes += size - (entry.keys.length > 0 ? sealBytes : 0);
  }
  if (bytes !== files.bytes) throw damaged(join(folder, 'files'));
  return entries;
}

function readEntry(line: string, path: string): Entry {
  const [, orgId, hash, rest = ''] = entryLine.exec(line) ?? [];
  if (!orgId || !hash) throw damaged(path);
  const keys = rest
    .split(' ')
    .slice(1)
    .map((word) => ({ id: word.slice(0, 12), sealed: word.slice(13) }));
  return { orgId, hash, keys };
}

export type FileTarget = { store: Pick<FileStore, 'put'>; find: FindKey };

/**
 * Hands the objects to the file store; answers how many stay behind because their keys are gone. Throws `BackupError` when
 * one is not what its name says.
 */
export async function unpackFiles(folder: string, entries: Entry[], to: FileTarget): Promise<number> {
  let gone = 0;
  for (const entry of entries) {
    const path = join(folderOf(folder, entry), entry.hash);
    const object = opened(await readFile(path), entry, { path, find: to.find });
    if (object === null) {
      gone += 1;
      continue;
    }
    if (hashOf(object).toString('hex') !== entry.hash) throw damaged(path);
    await to.store.put(entry.orgId, object);
  }
  return gone;
}

function opened(
  bytes: Buffer,
  entry: Entry,
  { path, find }: { path: string; find: FileTarget['find'] },
): Buffer | null {
  if (entry.keys.length === 0) return bytes;
  try {
    return unsealObject(bytes, nameOf(entry), { keys: entry.keys, find });
  } catch (error) {
    throw damaged(path, error);
  }
}
