import type { Locale } from '@meada/contract/primitives';
import type { ComponentChildren } from 'preact';
import { stylesheet } from './stylesheet.ts';
import { textsOf } from './texts.ts';

type Props = {
  locale: Locale;
  languages: Record<Locale, string>;
  title: string;
  description?: string;
  /** Kept out of search engines, and no address of it is told to where its links lead. */
  secluded?: boolean;
  kind: string;
  children: ComponentChildren;
  /** What comes after everything else: the chat's script tag. */
  last?: ComponentChildren;
};

const names: Record<Locale, string> = { 'pt-BR': 'Português', en: 'English', es: 'Español' };
const locales: Locale[] = ['pt-BR', 'en', 'es'];

/** The document around every page. No script of ours, no inline style: it works under the strictest policy. */
export function Page({ locale, languages, title, description, secluded, kind, children, last }: Props) {
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        {description && <meta name="description" content={description} />}
        {secluded && <meta name="robots" content="noindex" />}
        {secluded && <meta name="referrer" content="no-referrer" />}
        <link rel="stylesheet" href={stylesheet.path} />
        {!secluded &&
          locales.map((one) => <link key={one} rel="alternate" hrefLang={one} href={languages[one]} />)}
      </head>
      <body class={kind}>
        {children}
        {last}
      </body>
    </html>
  );
}

export function Languages({ locale, languages }: Pick<Props, 'locale' | 'languages'>) {
  return (
    <nav class="languages" aria-label={textsOf[locale].language}>
      {locales.map((one) => (
        <a
          key={one}
          href={languages[one]}
          lang={one}
          hrefLang={one}
          aria-current={one === locale ? 'true' : undefined}
        >
          <span aria-hidden="true">{one.slice(0, 2).toUpperCase()}</span>
          <span class="hidden">{names[one]}</span>
        </a>
      ))}
    </nav>
  );
}

/** The shop's sign: a hank turned into a knot. */
export function Sign({ name }: { name: string }) {
  return (
    <span class="sign">
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r="19" class="sign-ground" />
        <path
          d="M9 25c0-9 7-14 12-9s-1 13-6 9 2-14 9-11 7 12 0 15"
          fill="none"
          stroke="#fff"
          stroke-width="3"
          stroke-linecap="round"
        />
      </svg>
      <span>{name}</span>
    </span>
  );
}
