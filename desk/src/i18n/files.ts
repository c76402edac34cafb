import type { Locale } from '@meada/contract/primitives';

const files = import.meta.glob<{ default: object }>('./locales/*/*.json');

/** Texts of one area in one language, loaded when first needed. */
export const loadArea = (locale: string, area: string): Promise<{ default: object }> | undefined =>
  files[`./locales/${locale}/${area}.json`]?.();

/** Areas the first screen is drawn with; they travel as one file. */
export const firstAreas = ['common', 'conversations'];

/** Begins to load what the first screen is drawn with. */
export function warmTexts(locale: Locale): void {
  for (const area of firstAreas) loadArea(locale, area)?.catch(() => {});
}
