import type { Locale } from '@meada/contract/primitives';
import type { SacEffect } from '@meada/contract/sac';

/** What the house says of requests of the decree: pure. */

type Said = { protocol: string; link?: string; until?: string; moment?: string; day?: string };
const put = (text: string, said: Said): string =>
  text.replace(/\{(protocol|link|until|moment|day)\}/g, (_, name: keyof Said) => said[name] ?? '');

const history: Record<Locale, string> = {
  'pt-BR':
    'Aqui está o histórico do seu atendimento, protocolo {protocol}: {link}\n\nO link vale até {until}.',
  en: 'Here is the history of your request, reference {protocol}: {link}\n\nThe link works until {until}.',
  es: 'Aquí está el historial de su atención, referencia {protocol}: {link}\n\nEl enlace vale hasta el {until}.',
};
export const historyWords = (locale: Locale, said: Said): string => put(history[locale], said);

/** The receipt of a cancellation: when it was asked and when it takes effect (Decreto 11.034/2022, art. 14). */
const cancellation: Record<Locale, Record<SacEffect, string>> = {
  'pt-BR': {
    immediate:
      'Comprovante: seu pedido de cancelamento foi recebido em {moment}, protocolo {protocol}, e vale a partir de agora.',
    technical:
      'Comprovante: seu pedido de cancelamento foi recebido em {moment}, protocolo {protocol}. Falta apenas o processamento técnico.',
    scheduled:
      'Comprovante: seu pedido de cancelamento foi recebido em {moment}, protocolo {protocol}, e vale a partir de {day}, como combinado.',
  },
  en: {
    immediate:
      'Receipt: your cancellation was received on {moment}, reference {protocol}, and takes effect now.',
    technical:
      'Receipt: your cancellation was received on {moment}, reference {protocol}. Only the technical processing remains.',
    scheduled:
      'Receipt: your cancellation was received on {moment}, reference {protocol}, and takes effect on {day}, as agreed.',
  },
  es: {
    immediate:
      'Comprobante: su pedido de cancelación se recibió el {moment}, referencia {protocol}, y vale desde ahora.',
    technical:
      'Comprobante: su pedido de cancelación se recibió el {moment}, referencia {protocol}. Solo falta el proceso técnico.',
    scheduled:
      'Comprobante: su pedido de cancelación se recibió el {moment}, referencia {protocol}, y vale desde el {day}, según lo acordado.',
  },
};
export const cancellationWords = (locale: Locale, effect: SacEffect, said: Said): string =>
  put(cancellation[locale][effect], said);

/** A day and a moment as people write them, by the firm's clocks. */
export const dayWords = (locale: Locale, zone: string, at: Date): string =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: 'short' }).format(at);
export const momentWords = (locale: Locale, zone: string, at: Date): string =>
  new Intl.DateTimeFormat(locale, { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at);
