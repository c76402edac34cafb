/**
 * A birth date as eight digits `YYYYMMDD`, `YYYY0000` when only the year is known, or null. Reads ISO, eight digits,
 * and day first (Brazil, most of the world) with month first only where the day cannot be a month.
 */
export function dateDigits(text: string): string | null {
  const trimmed = text.trim().slice(0, 30);
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(trimmed);
  if (iso) return digits(iso[1], iso[2], iso[3]);
  const solid = /^(\d{4})(\d{2})(\d{2})$/.exec(trimmed);
  // Eight digits stay as they are, even where no calendar has that day: a typing error is still comparable.
  if (solid) return trimmed;
  const local = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(trimmed);
  if (local) return ofLocal(Number(local[1]), Number(local[2]), local[3] ?? '');
  return /^\d{4}$/.test(trimmed) ? `${trimmed}0000` : null;
}

const digits = (year = '', month = '', day = ''): string =>
  `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`;

function ofLocal(first: number, second: number, year: string): string {
  const full = year.length === 4 ? year : `${Number(year) > 30 ? '19' : '20'}${year}`;
  const [day, month] = second > 12 && first <= 12 ? [second, first] : [first, second];
  return digits(full, String(month), String(day));
}

/** How near two dates are; higher is farther. */
export const dateLevels = ['same', 'oneEdit', 'near', 'yearOnly', 'loose', 'different'] as const;
export type DateLevel = (typeof dateLevels)[number];

const slips = (a: string, b: string): number => {
  let count = 0;
  for (let at = 0; at < 8; at += 1) if (a[at] !== b[at]) count += 1;
  return count;
};

/** Days since year 0, near enough for differences. */
const dayCount = (date: string): number =>
  Number(date.slice(0, 4)) * 365.25 + (Number(date.slice(4, 6)) - 1) * 30.44 + Number(date.slice(6, 8));

/** Whether only the year is meant: registers write the first of January, or nothing. */
const isYear = (date: string): boolean => date.endsWith('0000') || date.endsWith('0101');

/** How two dates of `dateDigits` differ. */
export function compareDates(a: string, b: string): DateLevel {
  if (a === b) return a.endsWith('0000') ? 'yearOnly' : 'same';
  const sameYear = a.slice(0, 4) === b.slice(0, 4);
  if (sameYear && (isYear(a) || isYear(b))) return 'yearOnly';
  const wrong = slips(a, b);
  if (wrong === 1 || isExchanged(a, b)) return 'oneEdit';
  const days = Math.abs(dayCount(a) - dayCount(b));
  const parts =
    Number(sameYear) + Number(a.slice(4, 6) === b.slice(4, 6)) + Number(a.slice(6) === b.slice(6));
  if (days <= 62 || (parts >= 2 && !isYear(a) && !isYear(b))) return 'near';
  if (sameYear || days <= 370 || wrong === 2) return 'loose';
  return 'different';
}

/** Day and month exchanged, or two neighbouring digits. */
function isExchanged(a: string, b: string): boolean {
  if (a.slice(0, 4) === b.slice(0, 4) && a.slice(4, 6) === b.slice(6) && a.slice(6) === b.slice(4, 6))
    return true;
  for (let at = 0; at < 7; at += 1)
    if (
      a[at] === b[at + 1] &&
      a[at + 1] === b[at] &&
      a.slice(0, at) === b.slice(0, at) &&
      a.slice(at + 2) === b.slice(at + 2)
    )
      return true;
  return false;
}
