import type { AgentSettings, Queue, Span, Standing, Work } from './types.ts';

/** Longer than anything here lasts; keeps sums of times whole. */
const mostMs = 10 * 366 * 24 * 3_600_000;
const isTime = (value: number): boolean => Number.isFinite(value) && Math.abs(value) <= 8.64e15;
const isLength = (value: number, least = 0): boolean =>
  Number.isFinite(value) && value >= least && value <= mostMs;
const isCount = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= most;

const isLevel = (value: number): boolean => Number.isFinite(value) && value >= 0 && value <= 1000;

const isSpan = (span: Span | null | undefined): boolean => !span || (isTime(span.from) && isTime(span.to));

/** Whether a queue's numbers can be worked with: an offer that stands no time, say, would be made without end. */
export function isQueue(queue: Queue): boolean {
  const { agingMs, headStartMs, targetMs, offerMs, againMs, preferredMs, wrapUpMs, graceMs, steps } = queue;
  const lengths = [agingMs, headStartMs, targetMs, preferredMs, wrapUpMs, ...Object.values(graceMs)];
  const ordered = steps.every((step, at) => step.afterMs >= (steps[at - 1]?.afterMs ?? 0));
  return (
    lengths.every((value) => isLength(value)) &&
    isLength(offerMs, 1) &&
    isLength(againMs, 1) &&
    (queue.pausedMostMs === null || isLength(queue.pausedMostMs, 1)) &&
    (queue.missedMost === null || (isCount(queue.missedMost, 1000) && queue.missedMost > 0)) &&
    isSpan(queue.attended) &&
    isSpan(queue.afterHours?.attended) &&
    ordered &&
    steps.every(
      ({ afterMs, raise = 0, lowerLevels = 0 }) => isLength(afterMs) && isLevel(lowerLevels) && isTime(raise),
    )
  );
}

/** Whether an item's numbers can be worked with. */
export const isWork = (work: Work): boolean =>
  isTime(work.arrivedAt) &&
  isTime(work.priority) &&
  (work.deadline === null || isTime(work.deadline)) &&
  isCount(work.weight, 1000) &&
  work.weight > 0 &&
  work.skills.every(({ level }) => isLevel(level));

export const isStanding = (standing: Standing): boolean =>
  standing.state === 'waiting' || isTime(standing.state === 'offered' ? standing.until : standing.since);

/** Whether an agent's numbers can be worked with. */
export const isAgent = ({ capacity, skills, aptitude, shift }: AgentSettings): boolean =>
  isCount(capacity.real_time, 1000) &&
  isCount(capacity.deferred, 100_000) &&
  Object.values(skills).every(isLevel) &&
  Object.values(aptitude).every(isLevel) &&
  isSpan(shift) &&
  (shift === null || isLength(shift.lastMs));
