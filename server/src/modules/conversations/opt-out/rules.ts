import type { Locale } from '@meada/contract/primitives';

/** Words that end the writing, and those that take it up again: pure. */

/** Compared without accents, punctuation and case; the whole message must be one of them. */
const out = new Set([
  ...['PARAR', 'PARE', 'SAIR', 'CANCELAR', 'CANCELE', 'REMOVER', 'DESCADASTRAR', 'NAO ENVIAR', 'NAO ENVIE'],
  ...['STOP', 'STOPALL', 'STOP ALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'OPT OUT', 'OPTOUT'],
  ...['BAJA', 'DARME DE BAJA', 'SALIR', 'DETENER', 'ALTO', 'NO ENVIAR'],
]);
const back = new Set([
  ...['VOLTAR', 'QUERO RECEBER', 'CADASTRAR'],
  ...['START', 'UNSTOP', 'SUBSCRIBE', 'OPT IN', 'OPTIN'],
  ...['VOLVER', 'ALTA', 'REANUDAR'],
]);
/** The longest of them is far shorter; nothing longer is looked at. */
const lettersAtMost = 40;

/**
 * What a customer's whole message asks for. A word that takes the writing up again counts only for who had ended it:
 * for everybody else it is an ordinary word.
 */
export function askedBy(text: string, isOut: boolean): 'out' | 'in' | null {
  if (text.length > lettersAtMost) return null;
  const bare = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toUpperCase();
  if (out.has(bare)) return 'out';
  return isOut && back.has(bare) ? 'in' : null;
}

/** The one confirmation, in letters every telephone's cheapest alphabet has. */
export const confirmations: Record<'out' | 'in', Record<Locale, string>> = {
  out: {
    'pt-BR': 'Ok, sem mais mensagens nossas. Para receber de novo, responda VOLTAR.',
    en: 'OK, no more messages from us. To get them again, reply START.',
    es: 'Ok, no enviaremos nada. Para recibir de nuevo, responda VOLVER.',
  },
  in: {
    'pt-BR': 'Pronto, nossas mensagens voltam a chegar. Para parar, responda PARAR.',
    en: 'Done, you get our messages again. To stop, reply STOP.',
    es: 'Listo, vuelve a recibir nuestros mensajes. Para terminar, responda BAJA.',
  },
};
