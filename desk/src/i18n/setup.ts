import type { Locale } from '@meada/contract/primitives';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { firstAreas, loadArea } from './files.ts';
import { keepLocale, locales } from './locale.ts';

/**
 * Loads a language's file of one area when it is first needed. Until it is there nobody is answered, however often it must be
 * asked for: who uses it is suspended, and no key is drawn.
 */
const backend = {
  type: 'backend' as const,
  callbackApi: true as const,
  init() {},
  read(locale: string, area: string, done: (error: Error | null, texts: object | null) => void) {
    const texts = loadArea(locale, area);
    if (!texts) return done(new Error(`no texts for ${locale}/${area}`), null);
    void texts.then((all) => done(null, all));
  },
};

/** More than there are areas: one that does not come holds up no other. */
const atOnce = 200;

/** Starts the translations in a language; areas other than `common` are loaded by `useTranslation('area')`. */
export async function startTexts(locale: Locale): Promise<void> {
  keepLocale(locale);
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: locale,
      supportedLngs: locales,
      fallbackLng: false,
      ns: firstAreas,
      maxParallelReads: atOnce,
      defaultNS: 'common',
      fallbackNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** Changes the language of the running desk. */
export async function changeLocale(locale: Locale): Promise<void> {
  keepLocale(locale);
  await i18next.changeLanguage(locale);
}
