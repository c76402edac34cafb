import type { QueueDay } from '@meada/contract/routes/wallboard';
import { lengthOf } from '../work/tick.ts';

/** "82%"; a dash while there is nothing to tell. */
export const percentOf = (share: number | null, locale: string): string =>
  share === null
    ? '–'
    : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(share);

/** Seconds of an honest answer: more exact than this nobody knows. */
const coarse = (ms: number): number =>
  ms < 60_000 ? Math.ceil(ms / 10_000) * 10_000 : Math.ceil(ms / 60_000) * 60_000;

/** "20 s – 3 min"; a dash while too little was seen. */
export function intervalOf(estimate: QueueDay['estimate']): string {
  if (!estimate) return '–';
  const [low, high] = [coarse(estimate.lowMs), coarse(estimate.highMs)];
  if (low === high) return lengthOf(high);
  return `${lengthOf(low)} – ${lengthOf(high)}`;
}
