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

const literally = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Our own words before a token, in any language and with any protocol number: what a customer did not write. */
export const switchWordings: readonly RegExp[] = Object.values(texts).map(({ message }) => {
  const [before = '', after = ''] = message.replace('\n{token}', '').split('{protocol}').map(literally);
  return new RegExp(`${before}[\\d-]{6,24}${after}`);
});

export function switchTexts(locale: string, values: { protocol: string; token: string }): Texts {
  const { message, subject } = texts[locale as Locale] ?? texts['pt-BR'];
  const fill = (text: string): string =>
    text.replace('{protocol}', values.protocol).replace('{token}', values.token);
  return { message: fill(message), subject: fill(subject) };
}
