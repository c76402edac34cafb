/** Languages whose clock needs no formatter: making the first one costs as much as drawing several rows. */
const plainClock: readonly string[] = ['pt-BR', 'es'];
const two = (value: number): string => String(value).padStart(2, '0');

/** "10:32" where the language says it so, else null. */
export const plainTime = (at: Date, locale: string): string | null =>
  plainClock.includes(locale) ? `${two(at.getHours())}:${two(at.getMinutes())}` : null;
