import type { Kept } from '@meada/contract/routes/agreements';

export const promises = ['first_answer', 'next_answer', 'resolution'] as const;

/** Minutes in words: "45 min", "2 h", "1 h 30 min". */
export function minutesWords(minutes: number, locale: string): string {
  const unit = (value: number, name: 'minute' | 'hour') =>
    new Intl.NumberFormat(locale, {
      ...{ style: 'unit', unit: name, unitDisplay: 'short', maximumFractionDigits: name === 'hour' ? 0 : 1 },
    }).format(value);
  if (minutes < 60) return unit(minutes, 'minute');
  const rest = Math.round(minutes % 60);
  const hours = unit(Math.floor(minutes / 60), 'hour');
  return rest === 0 ? hours : `${hours} ${unit(rest, 'minute')}`;
}

/** The share that was kept; null where nothing was due. */
export const shareOf = ({ kept, missed }: Pick<Kept, 'kept' | 'missed'>): number | null =>
  kept + missed === 0 ? null : kept / (kept + missed);
