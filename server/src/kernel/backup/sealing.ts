import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { Transform } from 'node:stream';
import { BackupError } from './manifest.ts';
import type { FindKey, WorkingKey } from './subject-keys.ts';

const newline = 10;
const tab = 9;
const tagBytes = 16;

/** One table, or the list of files: rows are counted, and table and count are the nonce (keys are of one backup only). */
function nonces(table: number): () => Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(table);
  let row = 0;
  return () => {
    row += 1;
    nonce.writeBigUInt64BE(BigInt(row), 4);
    return nonce;
  };
}

/** Seals bytes under a subject's key, bound to what stands beside them in the open. */
export function seal(key: KeyObject, nonce: Buffer, parts: { open: Buffer; closed: Buffer }): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(parts.open);
  return Buffer.concat([cipher.update(parts.closed), cipher.final(), cipher.getAuthTag()]);
}

/** Throws when the bytes are not what was sealed. */
export function unseal(key: KeyObject, nonce: Buffer, parts: { open: Buffer; sealed: Buffer }): Buffer {
  const end = parts.sealed.length - tagBytes;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes }).setAAD(
    parts.open,
  );
  decipher.setAuthTag(parts.sealed.subarray(end));
  return Buffer.concat([decipher.update(parts.sealed.subarray(0, end)), decipher.final()]);
}

/** Lines go through `change`, each without its line feed; what it answers is written with one. */
function byLine(change: (line: Buffer) => Buffer[]): Transform {
  let rest: Buffer = Buffer.alloc(0);
  const feed = Buffer.from('\n');
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      const out: Buffer[] = [];
      let from = 0;
      try {
        for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, from)) {
          out.push(...change(bytes.subarray(from, at)), feed);
          from = at + 1;
        }
      } catch (error) {
        return done(error as Error);
      }
      rest = bytes.subarray(from);
      done(null, out.length > 0 ? Buffer.concat(out) : undefined);
    },
    flush(done) {
      done(rest.length > 0 ? new BackupError('damaged', 'A table of the backup ends within a row.') : null);
    },
  });
}

/** Where the `n`th tab of a line is. */
function tabAt(line: Buffer, n: number): number {
  let at = -1;
  for (let count = 0; count < n; count += 1) at = line.indexOf(tab, at + 1);
  return at;
}

export type Sealing = { table: number; open: number; keyOf(owner: string): WorkingKey };

/**
 * COPY text of `owner, open columns, personal columns` becomes `open columns, key's id, sealed`: the personal columns of a
 * row are sealed in one, under the key of its owner and bound to the row's open columns.
 */
export function sealRows({ table, open, keyOf }: Sealing): Transform {
  const nonce = nonces(table);
  return byLine((line) => {
    const start = line.indexOf(tab);
    const end = tabAt(line, open + 1);
    const key = keyOf(line.toString('latin1', 0, start));
    const shown = line.subarray(start + 1, end);
    const sealed = seal(key.key, nonce(), { open: shown, closed: line.subarray(end + 1) });
    return [shown, Buffer.from(`\t${key.id}\t${sealed.toString('base64')}`, 'latin1')];
  });
}

export type Unsealing = {
  table: number;
  find: FindKey;
  /** The personal columns of a row whose key is gone, as COPY text. */
  empty(row: number): string;
};

/** The way back; `result` tells how many rows lost their personal columns because their key is gone. */
export function unsealRows({ table, find, empty }: Unsealing): { stream: Transform; result(): number } {
  const nonce = nonces(table);
  let [rows, emptied] = [0, 0];
  const stream = byLine((line) => {
    rows += 1;
    const last = line.lastIndexOf(tab);
    const before = line.lastIndexOf(tab, last - 1);
    if (before < 0) throw new BackupError('damaged', 'A row of the backup has no key.');
    const shown = line.subarray(0, before + 1);
    const once = nonce();
    const key = find(line.toString('latin1', before + 1, last));
    if (!key) {
      emptied += 1;
      return [shown, Buffer.from(empty(rows))];
    }
    return [shown, opened(key, once, { open: line.subarray(0, before), sealed: line.subarray(last + 1) })];
  });
  return { stream, result: () => emptied };
}

function opened(key: KeyObject, nonce: Buffer, parts: { open: Buffer; sealed: Buffer }): Buffer {
  try {
    const sealed = Buffer.from(parts.sealed.toString('latin1'), 'base64');
    return unseal(key, nonce, { open: parts.open, sealed });
  } catch (error) {
    throw new BackupError('damaged', 'A row of the backup is not what was sealed.', error);
  }
}
