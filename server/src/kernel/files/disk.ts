import { link, mkdir, open, opendir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { dropOlder, type Received, receiveInto } from './incoming.ts';
import { hashIn, pathOf } from './paths.ts';
import type { FileRange, FileStore, StoredObject } from './store.ts';

/** Files in a folder; written beside and renamed, so a killed process leaves no half file under a hash. */
export function diskStore(folder: string): FileStore {
  const incoming = join(folder, '.incoming');
  const at = (orgId: string, hash: Buffer): string => join(folder, pathOf(orgId, hash));
  const keep = async (orgId: string, received: Received): Promise<void> => {
    const path = at(orgId, received.hash);
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // Over what is there already: the same bytes, and a new date that spares them from the sweep.
      await rename(received.path, path);
    } catch (error) {
      await received.drop();
      throw error;
    }
  };
  return {
    receive: (source) => receiveInto(incoming, source),
    keep,
    put: async (orgId, bytes) => {
      const received = await receiveInto(incoming, [bytes]);
      await keep(orgId, received);
      return received.hash;
    },
    get: (orgId, hash) => readFile(at(orgId, hash)).catch(() => null),
    open: (orgId, hash, range) => openFile(at(orgId, hash), range),
    has: async (orgId, hash) => (await stat(at(orgId, hash)).catch(() => null)) !== null,
    remove: (orgId, hash) => unlink(at(orgId, hash)).catch(() => {}),
    list: (orgId) => listFolder(join(folder, orgId)),
    removeOlder: (orgId, hash, before) => removeOlder(at(orgId, hash), before),
    dropReceived: (before) => dropOlder(incoming, before),
  };
}

async function openFile(path: string, range?: FileRange): Promise<Readable | null> {
  // Opened before anything is answered: what is not there is a 404 and no broken answer.
  const file = await open(path).catch(() => null);
  return file?.createReadStream(range ? { start: range.from, end: range.to } : {}) ?? null;
}

async function* listFolder(folder: string): AsyncGenerator<StoredObject> {
  const there = await opendir(folder, { recursive: true }).catch(() => null);
  if (!there) return;
  for await (const entry of there) {
    const hash = entry.isFile() ? hashIn(entry.name) : null;
    const found = hash && (await stat(join(entry.parentPath, entry.name)).catch(() => null));
    if (hash && found) yield { hash, storedAt: found.mtime };
  }
}

/**
 * Takes the file aside first: who stores the same bytes meanwhile either did so before, and its new date is seen, or
 * writes a file of its own.
 */
async function removeOlder(path: string, before: Date): Promise<boolean> {
  const aside = `${path}.old`;
  try {
    await rename(path, aside);
  } catch {
    return false;
  }
  const isOlder = (await stat(aside)).mtime < before;
  if (!isOlder) await link(aside, path).catch(() => {});
  await unlink(aside);
  return isOlder;
}
