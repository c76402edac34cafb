/**
 * The calendar day at an instant in a time zone, `YYYY-MM-DD`. Swedish is written so by every version of the Unicode
 * data; other languages have changed.
 */
export const dayIn = (zone: string, at: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at);
