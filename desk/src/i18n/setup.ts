import type { Locale } from '@meada/contract/primitives';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { firstAreas, loadArea } from './files.ts';
import { keepLocale, locales } from './locale.ts';

/** Loads a language's file of one area when it is first needed. */
const backend = {
  type: 'backend' as const,
  init() {},
  read(locale: string, area: string, done: (error: Error | null, texts: object | null) => void) {
    const texts = loadArea(locale, area);
    if (!texts) return done(new Error(`no texts for ${locale}/${area}`), null);
    texts.then(
      (file) => done(null, file.default),
      (error: Error) => done(error, null),
    );
  },
};

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
