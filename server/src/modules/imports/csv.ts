/** Tables for spreadsheets: pure. */

/**
 * A cell as a spreadsheet reads it without computing anything: what begins like a formula gets an apostrophe in front
 * (OWASP, CSV injection), quotes are doubled (RFC 4180).
 */
export function csvCell(value: string | number | boolean | null | undefined): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe =
    /^[=+\-@\t\r]/.test(text) && typeof value === 'string' && !/^[+-]?[\d\s().,-]+$/.test(text)
      ? `'${text}`
      : text;
  return /[";\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line with the separator that Excel takes in Brazil. */
export const csvLine = (cells: readonly (string | number | boolean | null | undefined)[]): string =>
  `${cells.map(csvCell).join(';')}\r\n`;

/** Excel takes a file for UTF-8 by this mark only. */
export const byteOrderMark = '\ufeff';
