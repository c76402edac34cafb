import type { FrameData } from '@meada/contract/frames';

export type News = FrameData['hand_over'];

/** What is said to who asked, and to who was asked, of how it ended; null: nothing. */
export function wordsFor({ state, fromId, toId, words }: News, meId: string): string | null {
  if (meId === fromId) {
    if (state === 'declined') return words ? 'declinedWhy' : 'declined';
    if (state === 'timed_out') return toId ? 'timed_out' : 'nobody';
    return state === 'accepted' || state === 'gone' ? state : null;
  }
  if (meId !== toId) return null;
  if (state === 'timed_out') return 'passed';
  return state === 'cancelled' || state === 'overtaken' ? state : null;
}
