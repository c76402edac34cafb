import type { LearnedReason, PreferredHours, StatedPreference } from '@meada/contract/routes/preferences';
import type { z } from 'zod';

/** What a customer's own messages show of how they want to be reached: pure. */

/** A message of theirs: over which channel, when by the clock of the organisation (hour 0–23, day 0 = Sunday). */
export type Answer = { at: Date; channel: string; hour: number; day: number };
export type Learned = { value: StatedPreference; reason: z.infer<typeof LearnedReason> };

/** A message of so many days ago weighs half of one of today: habits change. */
const halfLifeDays = 45;
/** Fewer answers show nothing. */
const fewest = 4;
/** The share of the weight a channel must have to be preferred, and the hours a stretch must cover. */
const leastShare = { channel: 0.6, hours: 0.7 };
/** A stretch of more hours is no preference. */
const longestStretch = 6;

const dayMs = 86_400_000;

/** Weight of an answer: 0.5 ^ (age ÷ half-life), an exponential decay. */
export const weightOf = (at: Date, now: Date): number =>
  0.5 ** (Math.max(0, now.getTime() - at.getTime()) / dayMs / halfLifeDays);

/** Channel and hours that the answers show, each with the numbers it is believed by; nothing where they show nothing. */
export function learn(answers: readonly Answer[], now: Date): Learned[] {
  if (answers.length < fewest) return [];
  const weighed = answers.map((answer) => ({ ...answer, weight: weightOf(answer.at, now) }));
  return [learnChannel(weighed), learnHours(weighed)].filter((one) => one !== null);
}

type Weighed = Answer & { weight: number };

const total = (list: readonly Weighed[]): number => list.reduce((sum, { weight }) => sum + weight, 0);

const reasonOf = (own: readonly Weighed[], all: readonly Weighed[]): Learned['reason'] => ({
  answers: own.length,
  of: all.length,
  share: Math.round((total(own) / total(all)) * 100) / 100,
  lastAt: new Date(Math.max(...own.map(({ at }) => at.getTime()))).toISOString(),
});

function learnChannel(all: readonly Weighed[]): Learned | null {
  const groups = [...Map.groupBy(all, ({ channel }) => channel)].sort(
    ([, one], [, other]) => total(other) - total(one),
  );
  const [channel, own] = groups[0] ?? [];
  if (!channel || !own || total(own) / total(all) < leastShare.channel) return null;
  return { value: { kind: 'channel', channel }, reason: reasonOf(own, all) };
}

/** The shortest stretch of whole hours (it may run over midnight) that holds enough of the weight. */
function learnHours(all: readonly Weighed[]): Learned | null {
  const whole = total(all);
  for (let length = 1; length <= longestStretch; length += 1) {
    const best = bestStretch(all, length);
    if (total(best.own) / whole < leastShare.hours) continue;
    const hours: PreferredHours = { days: [], from: best.from, to: (best.from + length) % 24 || 24 };
    return { value: { kind: 'hours', hours }, reason: reasonOf(best.own, all) };
  }
  return null;
}

function bestStretch(all: readonly Weighed[], length: number): { from: number; own: Weighed[] } {
  let best = { from: 0, own: [] as Weighed[] };
  for (let from = 0; from < 24; from += 1) {
    const own = all.filter(({ hour }) => (hour - from + 24) % 24 < length);
    if (total(own) > total(best.own)) best = { from, own };
  }
  return best;
}
