import type { ImportOptions } from '@meada/contract/routes/imports';

/**
 * A day of birth as YYYY-MM-DD, or null for what is none. Years of two digits are of the last hundred years; a year first
 * is understood whatever the list's order is.
 */
export function readDay(text: string, order: ImportOptions['days'], today: Date): string | null {
  const trimmed = text.trim().replace(/[T ]\d{2}:\d{2}.*$/, '');
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(trimmed);
  if (compact) return dayOf(compact[1], compact[2], compact[3]);
  const parts = /^(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})$/.exec(trimmed);
  if (!parts) return null;
  const [, a = '', b = '', c = ''] = parts;
  if (a.length === 4) return dayOf(a, b, c);
  const [day, month] = order === 'mdy' ? [b, a] : [a, b];
  return dayOf(yearOf(c, today), month, day);
}

function yearOf(text: string, today: Date): string {
  if (text.length !== 2) return text;
  const century = Math.floor(today.getUTCFullYear() / 100) * 100;
  const year = century + Number(text);
  return String(year > today.getUTCFullYear() ? year - 100 : year);
}

function dayOf(year = '', month = '', day = ''): string | null {
  if (year.length !== 4 || Number(year) < 1000) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}
