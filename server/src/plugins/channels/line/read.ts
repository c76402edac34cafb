/** Reading hostile JSON: every function takes anything and gives the wanted kind or undefined. */
export type Raw = Record<string, unknown>;

export const obj = (value: unknown): Raw | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : undefined;

/** The JSON objects of a list; anything else in it is left out. */
export const objects = (value: unknown): Raw[] =>
  Array.isArray(value) ? value.map(obj).filter((one) => one !== undefined) : [];

/** A non-empty string without NUL and lone surrogates; or undefined. */
export const str = (value: unknown, max = 20_000): string | undefined =>
  typeof value === 'string'
    ? value.slice(0, max).replaceAll('\u0000', '').toWellFormed() || undefined
    : undefined;

/** One trimmed line without control characters; or undefined. */
export const line = (value: unknown, max: number): string | undefined =>
  typeof value === 'string'
    ? value
        .slice(0, max)
        .replace(/\p{Cc}+/gu, ' ')
        .toWellFormed()
        .trim() || undefined
    : undefined;

/** A number of a message, event or retry: letters, digits and hyphens. */
export const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\w-]{1,100}$/.test(value) ? value : undefined;

export const num = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Unix milliseconds as ISO text; throws on what is no date of this century or the next. */
export function instant(value: unknown): string {
  const at = num(value) ?? -1;
  if (at < 946_684_800_000 || at > 7_258_118_400_000) throw new RangeError('timestamp: not Unix time');
  return new Date(at).toISOString();
}
