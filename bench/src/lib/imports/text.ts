/** A cell of a CSV file (RFC 4180). */
const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A table as the text of a CSV file. */
export const csvOf = (names: readonly string[], rows: readonly (readonly string[])[]): string =>
  [names, ...rows].map((row) => row.map(cell).join(',')).join('\n');
