import type { LoudnessReason } from '@meada/contract/public';
import { type Loudness, loudnessFrom } from './loudness.ts';
import { weights } from './weights.ts';

/** Reasons that follow from what stands around the matter, not from what one message says. */
const standing: ReadonlySet<string> = new Set(['repeat', 'unanswered', 'value']);

/** What stands around a matter when a message of the customer comes. */
export type Around = {
  /** Messages in a row without an answer, this one included. */
  unanswered: number;
  /** Other matters of the same customer within the days of `weights.repeat`. */
  others: number;
};

const sum = (reasons: readonly LoudnessReason[]): number =>
  reasons.reduce((all, { points }) => all + points, 0);

/** How often the customer has written in a row, as it was noted with the last message. */
export const unansweredIn = (reasons: readonly LoudnessReason[]): number =>
  Number(reasons.find(({ code }) => code === 'unanswered')?.detail ?? 0);

function ofAround({ unanswered, others }: Around): LoudnessReason[] {
  const { repeat, unanswered: row } = weights;
  const reasons: LoudnessReason[] = [];
  if (others > 0)
    reasons.push({
      code: 'repeat',
      points: Math.min(repeat.most, others * repeat.each),
      detail: String(others),
    });
  const points = Math.min(row.most, Math.max(0, unanswered - row.from + 1) * row.each);
  // Noted without points as well: the next message counts on.
  if (unanswered > 1) reasons.push({ code: 'unanswered', points, detail: String(unanswered) });
  return reasons;
}

/**
 * The loudness of a matter after one more message of the customer: the loudest message counts, what stands around it is taken
 * anew, what was sold to the customer stays. Pure; runs in the batch that stores the message.
 */
export function louder(before: readonly LoudnessReason[], said: Loudness, around: Around): Loudness {
  const words = before.filter(({ code }) => !standing.has(code));
  const loudest = said.points > Math.max(0, sum(words)) ? said.reasons : words;
  const value = before.filter(({ code }) => code === 'value');
  return loudnessFrom([...loudest, ...ofAround(around), ...value]);
}

/** The same after what was sold to the customer became known, or changed; in the smallest unit of the currency. */
export function withValue(before: readonly LoudnessReason[], sold: number): Loudness {
  const { some, large } = weights.value;
  const rest = before.filter(({ code }) => code !== 'value');
  if (sold <= 0) return loudnessFrom(rest);
  const points = sold >= large.from ? large.points : some;
  return loudnessFrom([...rest, { code: 'value', points, detail: String(sold) }]);
}
