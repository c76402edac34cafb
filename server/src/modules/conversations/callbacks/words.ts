import type { Locale } from '@meada/contract/primitives';

/** A call is offered outside the hours and asked for by a word: what is said and how it is read. Pure. */

/** The word in each language; it begins the message, a number may follow. */
const asks =
  /^\s*(?:ligar|liga|ligue|me\s+liga|me\s+ligue|call(?:\s+me)?|ll[aá]ma(?:r|me)|ll[aá]menme)\b[\s,:;.!-]*(.*)$/isu;
/** A word, and a number with what people write around it. */
const lettersAtMost = 80;

/** Whether somebody asks to be called, and what they wrote behind the word; null: they do not. */
export function callAskedBy(text: string): { rest: string } | null {
  if (text.length > lettersAtMost) return null;
  const found = asks.exec(text.normalize('NFC'));
  if (!found) return null;
  const rest = (found[1] ?? '').trim();
  // "Ligar o aparelho não funciona" is no wish to be called: behind the word stands a number or nothing.
  return rest === '' || /^[\d\s()+./-]{8,}$/.test(rest) ? { rest } : null;
}

/** How a call is offered: to an address that is no telephone the number is asked for, too. */
const offers: Record<Locale, { known(when: string): string; unknown(when: string): string }> = {
  'pt-BR': {
    known: (when) => `Quer que a gente ligue? Responda LIGAR, e ligamos até ${when}.`,
    unknown: (when) =>
      `Quer que a gente ligue? Responda LIGAR e o seu telefone com DDD, e ligamos até ${when}.`,
  },
  en: {
    known: (when) => `Would you like a call? Reply CALL and we’ll call you by ${when}.`,
    unknown: (when) =>
      `Would you like a call? Reply CALL with your phone number and we’ll call you by ${when}.`,
  },
  es: {
    known: (when) => `¿Quiere que le llamemos? Responda LLAMAR y le llamamos a más tardar ${when}.`,
    unknown: (when) =>
      `¿Quiere que le llamemos? Responda LLAMAR y su teléfono con código de área, y le llamamos a más tardar ${when}.`,
  },
};

/** An instant after "até", "by", "a más tardar": the words of a moment without their preposition of place in time. */
const until: Record<Locale, (moment: string) => string> = {
  'pt-BR': (moment) => moment.replace(' às ', ', às ').replace(' à ', ', à ').replace(' ao ', ', ao '),
  en: (moment) => moment.replace(/^on /, '').replace(' at ', ', '),
  es: (moment) => moment.replace(' a las ', ', a las ').replace(' a la ', ', a la '),
};

export const offerWords = (locale: Locale, moment: string, hasPhone: boolean): string =>
  offers[locale][hasPhone ? 'known' : 'unknown'](until[locale](moment));

const agreed: Record<Locale, (phone: string, when: string) => string> = {
  'pt-BR': (phone, when) => `Combinado! Ligamos para ${phone} até ${when}.`,
  en: (phone, when) => `All right! We’ll call ${phone} by ${when}.`,
  es: (phone, when) => `¡De acuerdo! Llamamos al ${phone} a más tardar ${when}.`,
};
export const agreedWords = (locale: Locale, phone: string, moment: string): string =>
  agreed[locale](phone, until[locale](moment));

/** The number is missing or is none. */
export const askNumber: Record<Locale, string> = {
  'pt-BR': 'Para qual número? Responda LIGAR e o telefone com DDD, por exemplo: LIGAR 41 98888-7766.',
  en: 'Which number? Reply CALL and the number with its country code, for example: CALL +1 202 555 0143.',
  es: '¿A qué número? Responda LLAMAR y el teléfono con código de país, por ejemplo: LLAMAR +54 11 5555-0143.',
};
