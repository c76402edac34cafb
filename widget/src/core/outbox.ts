import type { Attachment } from '@meada/contract/content';
import type { Keep } from './keep.ts';

/**
 * Messages written and not yet seen in the thread. Each is a storage entry of its own, so that two tabs writing at
 * once cannot lose one another's. The server counts equal `clientId`s once, so sending again is always safe.
 */
export type Unsent = {
  clientId: string;
  /** Milliseconds since 1970 when it was written: the order of sending. */
  at: number;
  text: string;
  files: Attachment[];
  replyTo?: { seq: number; text: string };
  pressed?: { id: string; title: string };
  page?: string;
  /** `accepted`: safe on the server, its copy in the thread not seen yet; `refused`: sending again is of no use. */
  state: 'waiting' | 'accepted' | 'refused';
  /** Error code of a refusal. */
  code?: string;
};

const start = 'out:';
/** An accepted message whose copy never came is forgotten after this (ms). */
const acceptedFor = 24 * 3600_000;

/** Everything unsent, oldest first; entries that are not ours or too old are left out. */
export function readOutbox(keep: Keep, now: number): Unsent[] {
  return keep
    .names(start)
    .map((name) => read(keep.get(name)))
    .filter((entry) => entry !== null)
    .filter((entry) => entry.state !== 'accepted' || now - entry.at < acceptedFor)
    .sort((a, b) => a.at - b.at || (a.clientId < b.clientId ? -1 : 1));
}

function read(json: string | null): Unsent | null {
  try {
    const entry = JSON.parse(json ?? '') as Unsent;
    return typeof entry.clientId === 'string' && typeof entry.text === 'string' && Array.isArray(entry.files)
      ? entry
      : null;
  } catch {
    return null;
  }
}

export const putUnsent = (keep: Keep, entry: Unsent): void =>
  keep.set(start + entry.clientId, JSON.stringify(entry));

export const dropUnsent = (keep: Keep, clientId: string): void => keep.set(start + clientId, null);

/** The next one to send: strictly in the order they were written, a refused one does not hold up the rest. */
export const nextWaiting = (entries: Unsent[]): Unsent | undefined =>
  entries.find((entry) => entry.state === 'waiting');

/** What to do after a failed attempt; `status` 0 = no answer. 401 means: a new token first. */
export function verdictOf(status: number): 'again' | 'renew' | 'refused' {
  if (status === 401) return 'renew';
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500) return 'again';
  return 'refused';
}
