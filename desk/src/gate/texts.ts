import type { Locale } from '@meada/contract/primitives';
import { loadArea } from '../i18n/files.ts';
import { keepLocale, preferredLocale } from '../i18n/locale.ts';

type Tree = { [key: string]: string | Tree };
let texts: Tree = {};
let current: Locale = 'pt-BR';

/** Loads the texts of these pages, and only of these: they must be there at once. */
export async function loadTexts(locale: Locale = preferredLocale()): Promise<void> {
  texts = (await loadArea(locale, 'gate')) as Tree;
  current = locale;
  keepLocale(locale);
}

export const locale = (): Locale => current;

/** Text of a key, with `{{name}}` filled in. */
export function t(key: string, values: Record<string, string> = {}): string {
  const found = key
    .split('.')
    .reduce<string | Tree | undefined>(
      (tree, part) => (typeof tree === 'object' ? tree[part] : undefined),
      texts,
    );
  const text = typeof found === 'string' ? found : key;
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
}
