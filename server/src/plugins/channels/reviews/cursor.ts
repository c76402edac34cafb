import { z } from 'zod';
import type { Review } from './review.ts';

/** What was seen of each review: when it was last changed, when it was answered (Unix milliseconds; 0: not at all). */
export type Known = Map<string, [updated: number, replied: number]>;

export type Cursor = {
  known: Known;
  /** When all reviews were last read. */
  sweptAt: number;
};

/** Reviews remembered, the newest; older ones may change or go unseen. */
export const knownAtMost = 2000;

const Stored = z.object({
  sweptAt: z.number(),
  known: z.array(z.tuple([z.string(), z.number(), z.number()])),
});

/** The cursor as text; what cannot be read begins anew, and the ledger knows what came before. */
export function readCursor(text: string | null): Cursor | null {
  try {
    const { sweptAt, known } = Stored.parse(JSON.parse(text ?? ''));
    return { sweptAt, known: new Map(known.map(([id, updated, replied]) => [id, [updated, replied]])) };
  } catch {
    return null;
  }
}

export function writeCursor({ sweptAt, known }: Cursor): string {
  const newest = [...known].sort(([, a], [, b]) => b[0] - a[0]).slice(0, knownAtMost);
  return JSON.stringify({ sweptAt, known: newest.map(([id, [updated, replied]]) => [id, updated, replied]) });
}

export const updatedOf = (review: Review): number => Date.parse(review.updateTime);
export const repliedOf = (review: Review): number =>
  review.reviewReply?.comment ? Date.parse(review.reviewReply.updateTime) : 0;
