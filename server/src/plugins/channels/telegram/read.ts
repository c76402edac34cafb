/**
 * Reading hostile JSON: every function takes anything and gives the wanted kind or undefined, so that a parser never
 * trips over a platform that changed its mind.
 */
export type Raw = Record<string, unknown>;

/** A JSON object (no array), or undefined. */
export function obj(value: unknown): Raw | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : undefined;
}

/** A list of JSON objects; anything else in it is left out. */
export function objects(value: unknown): Raw[] {
  return Array.isArray(value) ? value.map(obj).filter((one) => one !== undefined) : [];
}

/** A non-empty string without NUL and lone surrogates, cut to `max` UTF-16 units; or undefined. */
export function str(value: unknown, max = 200_000): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.slice(0, max).replaceAll('\u0000', '').toWellFormed() || undefined;
}

/** One trimmed line without control characters, at most `max` UTF-16 units; or undefined. */
export function line(value: unknown, max: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  const flat = value.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  return flat.slice(0, max).toWellFormed().trim() || undefined;
}

/** A safe integer, or undefined. Bot API identifiers have at most 52 significant bits. */
export function int(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

/** A non-negative safe integer, or undefined. */
export function count(value: unknown): number | undefined {
  const number = int(value);
  return number !== undefined && number >= 0 ? number : undefined;
}

/** A finite number, or undefined. */
export function num(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Unix seconds as an ISO instant; throws RangeError for what is no date between 1970 and 2200. */
export function instant(seconds: unknown): string {
  const at = int(seconds);
  if (at === undefined || at < 0 || at > 7_258_118_400) throw new RangeError('date: not Unix time');
  return new Date(at * 1000).toISOString();
}
