import type { Locale } from '@meada/contract/primitives';

export const locales: readonly Locale[] = ['pt-BR', 'en', 'es'];
const kept = 'meada.locale';

/** Language to draw in: the one chosen here before, else the browser's nearest, else Portuguese. */
export function preferredLocale(): Locale {
  const chosen = localStorage.getItem(kept);
  const wanted = [chosen, ...navigator.languages].filter((tag) => tag !== null);
  for (const tag of wanted) {
    const match = locales.find((locale) => locale.slice(0, 2) === tag.slice(0, 2).toLowerCase());
    if (match) return match;
  }
  return 'pt-BR';
}

/** Keeps the choice for the next visit, sign-in page included. */
export function keepLocale(locale: Locale): void {
  localStorage.setItem(kept, locale);
  document.documentElement.lang = locale;
}
