import type { Locale } from '@meada/contract/primitives';

/** What the customer's first words on the other channel are; the token stands at the end and may be sent unread. */
type Texts = { message: string; subject: string };

const texts: Record<Locale, Texts> = {
  'pt-BR': {
    message: 'Olá! Quero continuar por aqui o atendimento {protocol}.\n{token}',
    subject: 'Continuar o atendimento {protocol}',
  },
  en: {
    message: 'Hello! I would like to go on here with {protocol}.\n{token}',
    subject: 'Going on with {protocol}',
  },
  es: {
    message: '¡Hola! Quiero continuar por aquí la atención {protocol}.\n{token}',
    subject: 'Continuar la atención {protocol}',
  },
};

export function switchTexts(locale: string, values: { protocol: string; token: string }): Texts {
  const { message, subject } = texts[locale as Locale] ?? texts['pt-BR'];
  const fill = (text: string): string =>
    text.replace('{protocol}', values.protocol).replace('{token}', values.token);
  return { message: fill(message), subject: fill(subject) };
}
