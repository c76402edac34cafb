import type { Readable } from 'node:stream';
import type { Received } from './incoming.ts';

/** First and last byte, both included. */
export type FileRange = { from: number; to: number };
export type StoredObject = { hash: Buffer; storedAt: Date };

/** Keeps bytes by their SHA-256: no name, no extension, nothing that could be executed (LESSONS 21–23). */
export type FileStore = {
  /** Writes what comes into a temporary file of this machine. A source that breaks off leaves nothing. */
  receive(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Received>;
  /** Makes a received file the store's; its temporary file is gone afterwards, kept or not. */
  keep(orgId: string, received: Received): Promise<void>;
  /** Stores bytes durably and answers their hash. For what is in memory already. */
  put(orgId: string, bytes: Uint8Array): Promise<Buffer>;
  /** The bytes in memory, or null when they are not there. */
  get(orgId: string, hash: Buffer): Promise<Uint8Array | null>;
  /** The bytes as they come, or null: read them to their end or destroy the stream. */
  open(orgId: string, hash: Buffer, range?: FileRange): Promise<Readable | null>;
  has(orgId: string, hash: Buffer): Promise<boolean>;
  remove(orgId: string, hash: Buffer): Promise<void>;
  /** Everything of an organisation. */
  list(orgId: string): AsyncIterable<StoredObject>;
  /** Removes an object unless it was stored (again) since `before`; answers whether it did. */
  removeOlder(orgId: string, hash: Buffer, before: Date): Promise<boolean>;
  /** Removes temporary files of killed processes; answers how many. */
  dropReceived(before: Date): Promise<number>;
};

export { hashOf } from './paths.ts';
