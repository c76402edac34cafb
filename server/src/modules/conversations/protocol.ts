/**
 * Protocol numbers: `YYYYMMDD-NNNNNN-C`, the day in the organisation's time zone, a number of that day, and a check
 * digit by ISO/IEC 7064 MOD 11,10, which finds every single wrong digit and every swap of neighbours but rare ones.
 * Digits only, so that it can be read out on the telephone and typed on any keypad.
 */

/** Check digit of a text of digits (ISO/IEC 7064, MOD 11,10). */
export function checkDigit(digits: string): number {
  let product = 10;
  for (const digit of digits) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10;
}

/** The number of the `n`th conversation of a day (`YYYY-MM-DD`). */
export function protocolNumber(day: string, n: number): string {
  const date = day.replaceAll('-', '');
  const count = String(n).padStart(6, '0');
  return `${date}-${count}-${checkDigit(date + count)}`;
}

/**
 * Finds the canonical form of a protocol number in what somebody typed or said (with or without hyphens, dots, spaces),
 * or null when the check digit or the date is wrong.
 */
export function readProtocol(text: string): string | null {
  const digits = text.replace(/[\s.\-/]/g, '');
  if (!/^\d{15,17}$/.test(digits)) return null;
  const body = digits.slice(0, -1);
  if (checkDigit(body) !== Number(digits.at(-1))) return null;
  const month = Number(body.slice(4, 6));
  const day = Number(body.slice(6, 8));
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return `${body.slice(0, 8)}-${body.slice(8)}-${digits.at(-1)}`;
}
