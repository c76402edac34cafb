import type { Kept, ReportLine } from '@meada/contract/routes/agreements';

export const promises = ['first_answer', 'next_answer', 'resolution'] as const;
export type PromiseName = (typeof promises)[number];

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

/** A cell of a table for other programs; what a spreadsheet would take for a formula becomes text. */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type Group = { name: string; lines: readonly ReportLine[] };

/** The report as a table: a line for each group, thing and promise. */
export function reportCsv(
  groups: readonly Group[],
  head: readonly string[],
  nameOf: (promise: PromiseName) => string,
): string {
  const rows = groups.flatMap(({ name, lines }) =>
    lines.flatMap((line) =>
      promises.map((promise) => {
        const { kept, missed, open, median } = line[promise];
        return [name, line.name ?? line.key ?? '', nameOf(promise), kept, missed, open, median];
      }),
    ),
  );
  return `\uFEFF${[head, ...rows].map((row) => row.map(csvCell).join(';')).join('\r\n')}\r\n`;
}
