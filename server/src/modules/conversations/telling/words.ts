import type { Locale } from '@meada/contract/primitives';

/** What is said of the protocol number, and the word that asks for a demand's history: pure. */

/** Stands for the number until the batch that gives it is written. */
export const numberPlace = '{protocol}';

/** One sentence, and what a customer may do with it (Decreto 11.034/2022, art. 12). */
const whole: Record<Locale, string> = {
  'pt-BR': `Seu atendimento foi registrado com o protocolo ${numberPlace}. Para receber o histórico dele, responda HISTÓRICO.`,
  en: `Your request was registered under reference ${numberPlace}. To get its history, reply HISTORY.`,
  es: `Su atención quedó registrada con la referencia ${numberPlace}. Para recibir su historial, responda HISTORIAL.`,
};
/** In letters every telephone's cheapest alphabet has: a network charges by the part. */
const short: Record<Locale, string> = {
  'pt-BR': `Protocolo do atendimento: ${numberPlace}. Para o historico, responda HISTORICO.`,
  en: `Reference of your request: ${numberPlace}. For its history, reply HISTORY.`,
  es: `Referencia de su atencion: ${numberPlace}. Para el historial, responda HISTORIAL.`,
};
export const noticeWords = (locale: Locale, isShort: boolean): string => (isShort ? short : whole)[locale];

const asks = new Set([
  ...['HISTORICO', 'MEU HISTORICO', 'QUERO O HISTORICO', 'QUERO MEU HISTORICO', 'HISTORICO POR FAVOR'],
  ...['HISTORICO DO ATENDIMENTO', 'QUERO O HISTORICO DO ATENDIMENTO', 'ENVIAR HISTORICO'],
  ...['HISTORY', 'MY HISTORY', 'HISTORIAL', 'MI HISTORIAL', 'QUIERO EL HISTORIAL'],
]);
const lettersAtMost = 60;

/** Whether a customer's whole message asks for the history; compared without accents, punctuation and case. */
export function asksHistory(text: string): boolean {
  if (text.length > lettersAtMost) return false;
  const bare = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toUpperCase();
  return asks.has(bare);
}
