import type { Locale } from '@meada/contract/primitives';
import { untilThere } from '../api/pause.ts';
import { fetchNewPage } from '../app/outdated.ts';

/**
 * Where the texts of each area lie in each language. They are fetched as data and not imported: what a browser once failed to
 * import it may refuse to ask for again (Chromium, Firefox before 155), and the person would read keys until a reload.
 */
const addresses = import.meta.glob<string>('./locales/*/*.json', {
  query: '?url',
  import: 'default',
  eager: true,
});
const coming = new Map<string, Promise<object>>();

async function fetchTexts(address: string): Promise<object> {
  const answer = await fetch(address);
  if (answer.status === 404) fetchNewPage();
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/**
 * Texts of one area in one language, fetched when first needed and asked for until they are there; undefined where there is
 * no such area.
 */
export function loadArea(locale: string, area: string): Promise<object> | undefined {
  const address = addresses[`./locales/${locale}/${area}.json`];
  if (!address) return undefined;
  const texts = coming.get(address) ?? untilThere(() => fetchTexts(address));
  coming.set(address, texts);
  return texts;
}

/** Addresses of all texts of a language, to be kept for times without a network. */
export const addressesIn = (locale: string): string[] =>
  Object.entries(addresses).flatMap(([path, address]) =>
    path.startsWith(`./locales/${locale}/`) ? [address] : [],
  );

/** Areas the first screen is drawn with. */
export const firstAreas = ['common', 'conversations'];

/** Begins to load what the first screen is drawn with. */
export function warmTexts(locale: Locale): void {
  for (const area of firstAreas) void loadArea(locale, area);
}
