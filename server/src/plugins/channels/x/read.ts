/** Reading hostile JSON: every function takes anything and gives the wanted kind or undefined. */
export type Raw = Record<string, unknown>;

/** A JSON object (no array), or undefined. */
export const obj = (value: unknown): Raw | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : undefined;

/** The JSON objects of a list; anything else in it is left out. */
export const objects = (value: unknown): Raw[] =>
  Array.isArray(value) ? value.map(obj).filter((one) => one !== undefined) : [];

/** A non-empty string without NUL and lone surrogates, cut to `max` UTF-16 units; or undefined. */
export function str(value: unknown, max = 100_000): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.slice(0, max).replaceAll('\u0000', '').toWellFormed() || undefined;
}

/** One trimmed line without control characters, at most `max` UTF-16 units; or undefined. */
export function line(value: unknown, max: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const flat = value.slice(0, max * 2).replace(/\p{Cc}+/gu, ' ');
  return flat.trim().slice(0, max).toWellFormed().trim() || undefined;
}

/** The platform's numbers are wider than JavaScript's: only their text is ever used (X IDs). */
export const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : undefined;

/** A non-negative safe integer, or undefined. */
export const count = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;

/** A date as ISO text: ISO 8601 (v2), `Wed Oct 10 20:19:24 +0000 2018` or milliseconds (webhooks); else undefined. */
export function instant(value: unknown): string | undefined {
  const given = typeof value === 'string' ? value.slice(0, 64) : '';
  const at = new Date(/^\d{12,14}$/.test(given) ? Number(given) : given);
  const year = at.getUTCFullYear();
  return year > 2000 && year < 2200 ? at.toISOString() : undefined;
}

/** `&amp;`, `&lt;` and `&gt;` as the platform writes them in texts; nothing else is escaped there. */
export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
