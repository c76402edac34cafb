import { createHash } from 'node:crypto';
import { canonicalJson } from './rules.ts';

/** An entry as it is sealed: everything but the number of its seal. */
export type SealedEntry = {
  id: number;
  /** UTC with microseconds, as the database keeps it. */
  at: string;
  actorKind: string;
  actorId: string | null;
  action: string;
  subjectKind: string | null;
  subjectId: string | null;
  facts: unknown;
};

/** Stands before the first seal. */
export const firstPrevious = Buffer.alloc(32);

/** SHA-256 over the seal before and the canonical JSON of the entries, in order of their numbers. */
export const sealHash = (previous: Buffer, entries: readonly SealedEntry[]): Buffer =>
  createHash('sha256').update(previous).update(canonicalJson(entries)).digest();
