/**
 * Reading foreign JSON: every function takes anything and gives the wanted kind or undefined. Meta's own examples
 * contradict Meta's own schemas (numbers where strings are promised), so nothing is taken for granted.
 */
export type Raw = Record<string, unknown>;

/** A JSON object (no list), or undefined. */
export function record(value: unknown): Raw | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : undefined;
}

/** The objects of a list; nothing when it is no list. */
export function records(value: unknown): Raw[] {
  return Array.isArray(value) ? value.map(record).filter((one) => one !== undefined) : [];
}

/** A non-empty text, or a number as text (ids come as both); at most `max` UTF-16 units. */
export function text(value: unknown, max = 200_000): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return undefined;
  return value.slice(0, max).replaceAll('\u0000', '').toWellFormed() || undefined;
}

/** As `text`, in one trimmed line without control characters. */
export function line(value: unknown, max: number): string | undefined {
  const whole = text(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  const flat = whole?.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  return flat?.slice(0, max).toWellFormed().trim() || undefined;
}

/** A finite number, also one written as text; or undefined. */
export function number(value: unknown): number | undefined {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof parsed === 'number' && Number.isFinite(parsed) ? parsed : undefined;
}

/** Unix time (seconds, or milliseconds as some account webhooks send it) as an instant; `otherwise` when it is none. */
export function instant(value: unknown, otherwise: string): string {
  const written = text(value) ?? '';
  if (/^\d{1,11}$/.test(written)) return new Date(Number(written) * 1000).toISOString();
  if (/^\d{12,14}$/.test(written)) return new Date(Number(written)).toISOString();
  return otherwise;
}

/** The object without its undefined fields, so that equal items are deeply equal. */
export function defined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
