import type { ImportOptions } from '@meada/contract/routes/imports';

/** A day as three groups of digits. */
export const dayPattern = /^(\d{1,4})[/.\- ](\d{1,2})[/.\- ](\d{1,4})\b/;

/** Beginnings of the months' names in English, Portuguese and Spanish, in order. */
const months: readonly RegExp[] = [
  /^(jan|ene)/,
  /^(feb|fev)/,
  /^mar/,
  /^(apr|abr)/,
  /^(may|mai|mayo)/,
  /^jun/,
  /^jul/,
  /^(aug|ago)/,
  /^(sep|set)/,
  /^(oct|out)/,
  /^nov/,
  /^(dec|dez|dic)/,
];

export const hasMonthName = (text: string): boolean => /\p{L}{3}/u.test(text) && wordsOf(text).some(isMonth);

/**
 * A day of birth as YYYY-MM-DD, or null for what is none. Years of two digits are of the last hundred years; a year first,
 * or a month by its name ("Apr 12 1953", "12 de abril de 1953"), is understood whatever the list's order is.
 */
export function readDay(text: string, order: ImportOptions['days'], today: Date): string | null {
  const trimmed = text
    .trim()
    .slice(0, 60)
    .replace(/[T ]\d{1,2}:\d{2}.*$/, '');
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(trimmed);
  if (compact) return dayOf(compact[1], compact[2], compact[3]);
  if (/\p{L}/u.test(trimmed)) return readNamed(trimmed, today);
  const parts = /^(\d{1,4})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,4})$/.exec(trimmed);
  if (!parts) return null;
  const [, a = '', b = '', c = ''] = parts;
  if (a.length === 4) return dayOf(a, b, c);
  // Where one of the two can be no month, the other is: lists put together by hand write both ways.
  const isMonthFirst = Number(b) > 12 ? Number(a) <= 12 : order === 'mdy' && Number(a) <= 12;
  const [day, month] = isMonthFirst ? [b, a] : [a, b];
  return dayOf(yearOf(c, today), month, day);
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/\p{L}+|\d+/gu) ?? [];
const isMonth = (word: string): boolean => word.length >= 3 && months.some((name) => name.test(word));
/** What may stand beside a day, its month and its year. */
const fillers = new Set(['de', 'del', 'of', 'the', 'st', 'nd', 'rd', 'th', 'o', 'a']);

function readNamed(text: string, today: Date): string | null {
  const words = wordsOf(text).filter((word) => !fillers.has(word) && !weekday.test(word));
  const names = words.filter(isMonth);
  const numbers = words.filter((word) => /^\d+$/.test(word));
  const [first = '', second = ''] = numbers;
  if (names.length !== 1 || numbers.length !== 2 || words.length !== 3) return null;
  const [year, day] = first.length === 4 ? [first, second] : [yearOf(second, today), first];
  const month = months.findIndex((name) => name.test(names[0] ?? '')) + 1;
  return day.length <= 2 ? dayOf(year, String(month), day) : null;
}
/** Monday in three languages, and so on; "mar" alone is a month. */
const weekday =
  /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*$|^(segunda|terca|quarta|quinta|sexta|sabado|domingo|feira)$|^(lunes|martes|miercoles|jueves|viernes)$/;

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
