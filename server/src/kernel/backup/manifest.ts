import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What keeps a backup or a restore from being done; the message is one sentence for the operator. */
export class BackupError extends Error {
  readonly code: string;
  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Raised when an older program could not read what is written. */
export const formatVersion = 2;
export const manifestName = 'manifest.json';

const Name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);
const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.number().int().nonnegative();

const Table = z.strictObject({
  name: Name,
  columns: z.array(Name).min(1).max(500),
  /** The last of the columns, which are sealed row by row under keys of subjects. */
  personal: z.array(Name).max(500).optional(),
  rows: Count,
  /** Of the uncompressed text. */
  bytes: Count,
  sha256: Hash,
});
export type BackedUpTable = z.infer<typeof Table>;

const Manifest = z.strictObject({
  format: z.union([z.literal(1), z.literal(formatVersion)]),
  kind: z.enum(['asked', 'before-migration']),
  meada: z.string().max(100),
  postgres: z.string().max(200),
  takenAt: z.iso.datetime(),
  migrations: z.array(z.strictObject({ name: z.string().max(200), hash: Hash })).min(1),
  tables: z.array(Table).max(1000),
  sequences: z.array(z.strictObject({ table: Name, column: Name, value: Count })),
  /** null: the objects of the file store are not in it (a backup before a migration, which does not touch them). */
  files: z
    .strictObject({ count: Count, bytes: Count, missing: Count, sha256: Hash, listBytes: Count.optional() })
    .nullable(),
  /** Tells whether the master key at hand is the one that sealed secrets are under. */
  keys: z.strictObject({ check: z.string().max(100), included: z.boolean() }),
  /** How personal columns and files are sealed: which list of keys opens them, and what the keys were made with. */
  sealing: z.strictObject({ epoch: z.uuid(), salt: z.base64().length(44) }).optional(),
});
export type Manifest = z.infer<typeof Manifest>;

/** Reads and checks a backup's manifest. Throws `BackupError`. */
export async function readManifest(folder: string): Promise<Manifest> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(join(folder, manifestName), 'utf8'));
  } catch (error) {
    throw new BackupError('no_backup', `There is no whole backup in ${folder}.`, error);
  }
  const format = z.object({ format: z.number() }).safeParse(value);
  if (format.success && format.data.format > formatVersion) {
    throw new BackupError('newer', 'The backup was written by a newer Meada; restore it with that version.');
  }
  const parsed = Manifest.safeParse(value);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') || 'its form';
    throw new BackupError('damaged', `The manifest of the backup is damaged (${where}).`, parsed.error);
  }
  return parsed.data;
}
