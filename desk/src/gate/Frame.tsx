/** @jsxImportSource preact */
import type { Locale } from '@meada/contract/primitives';
import type { ComponentChildren } from 'preact';
import mark from '../app/icon.svg';
import { locales } from '../i18n/locale.ts';
import { locale, t } from './texts.ts';

const names: Record<Locale, string> = { 'pt-BR': 'Português', en: 'English', es: 'Español' };
type Props = {
  title: string;
  text?: string;
  children?: ComponentChildren;
  onLocale: (locale: Locale) => void;
};

/** The card every page before sign-in stands on, with the choice of language. */
export function Frame({ title, text, children, onLocale }: Props) {
  return (
    <div class="gate">
      <main class="gate-card">
        <img src={mark} alt="Meada" width={44} height={44} />
        <h1>{title}</h1>
        {text ? <p class="gate-text">{text}</p> : null}
        {children}
      </main>
      <nav class="gate-languages" aria-label={t('language')}>
        {locales.map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            aria-pressed={one === locale()}
            onClick={() => onLocale(one)}
          >
            {names[one]}
          </button>
        ))}
      </nav>
    </div>
  );
}
