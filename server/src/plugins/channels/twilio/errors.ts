import type { Locale, Translated } from '@meada/contract/primitives';

/**
 * What Twilio's codes mean for us (Error and Warning Dictionary). The platform keeps splitting codes into finer ones, so
 * an unknown code of a refused request is permanent, as its 4xx says.
 */
type Meaning = { kind: 'retry' | 'failed'; code: string; text: Translated; afterSeconds?: number };

const words = (pt: string, en: string, es: string): Translated => ({ 'pt-BR': pt, en, es });
const invalid = words(
  'O número não existe ou não recebe SMS.',
  'The number does not exist or takes no text messages.',
  'El número no existe o no recibe SMS.',
);
const sender = words(
  'O número que envia não é desta conta ou não envia SMS para lá.',
  'The sending number is not of this account or cannot send there.',
  'El número que envía no es de esta cuenta o no puede enviar allí.',
);
const busy = words(
  'A Twilio pede calma; o envio continua em instantes.',
  'Twilio asks to slow down; sending goes on in a moment.',
  'Twilio pide calma; el envío continúa en instantes.',
);
const account = words(
  'A Twilio não aceita a conta: confira Account SID e Auth Token.',
  'Twilio does not accept the account: check Account SID and Auth Token.',
  'Twilio no acepta la cuenta: revise Account SID y Auth Token.',
);

const meanings: Record<number, Meaning> = {
  20003: { kind: 'failed', code: 'auth', text: account },
  20404: { kind: 'failed', code: 'auth', text: account },
  20429: { kind: 'retry', code: 'rate', text: busy },
  14107: { kind: 'retry', code: 'rate', text: busy },
  21611: { kind: 'retry', code: 'queue_full', text: busy, afterSeconds: 60 },
  30001: { kind: 'retry', code: 'queue_full', text: busy, afterSeconds: 60 },
  21610: {
    kind: 'failed',
    code: 'opted_out',
    text: words(
      'Este número pediu para não receber SMS. Só ele pode voltar atrás, escrevendo VOLTAR ou START.',
      'This number asked for no more text messages. Only they can take it back, by writing START.',
      'Este número pidió no recibir más SMS. Solo él puede volver, escribiendo START.',
    ),
  },
  21211: { kind: 'failed', code: 'invalid_number', text: invalid },
  21214: { kind: 'failed', code: 'invalid_number', text: invalid },
  21217: { kind: 'failed', code: 'invalid_number', text: invalid },
  21614: { kind: 'failed', code: 'invalid_number', text: invalid },
  21635: { kind: 'failed', code: 'invalid_number', text: invalid },
  21212: { kind: 'failed', code: 'sender', text: sender },
  21408: { kind: 'failed', code: 'sender', text: sender },
  21606: { kind: 'failed', code: 'sender', text: sender },
  21612: { kind: 'failed', code: 'sender', text: sender },
  21659: { kind: 'failed', code: 'sender', text: sender },
};

/** Codes of a delivery that may go better later: telephone off (30003), network refused without a reason (30008). */
const passing = new Set([30001, 30002, 30003, 30008, 30009, 30010]);

/** Whether trying again to the same number makes no sense (30005 unknown, 30006 landline, 30004 blocked, 30007 filtered). */
export const isPermanent = (code: number): boolean => !passing.has(code);

/** What a refused request means, in the reader's language; undefined for a code without a meaning of its own. */
export function meaningOf(
  code: number | undefined,
  locale: Locale,
): { kind: 'retry' | 'failed'; code: string; text: string; afterSeconds?: number } | undefined {
  const meaning = code === undefined ? undefined : meanings[code];
  return meaning && { ...meaning, text: `${meaning.text[locale]} (${code})` };
}

/** Sentences of our own. */
export const sentences = {
  busy,
  account,
  empty: words('Não há nada para enviar.', 'There is nothing to send.', 'No hay nada que enviar.'),
  noSender: words(
    'Preencha o número que envia ou o Messaging Service nas configurações.',
    'Fill in the sending number or the Messaging Service in the settings.',
    'Complete el número que envía o el Messaging Service en la configuración.',
  ),
  unreachable: words(
    'A Twilio não pôde ser alcançada.',
    'Twilio could not be reached.',
    'No se pudo contactar a Twilio.',
  ),
  unknown: words(
    'Não se sabe se saiu: a resposta da Twilio não veio.',
    'It is not known whether it went out: Twilio’s answer did not come.',
    'No se sabe si salió: la respuesta de Twilio no llegó.',
  ),
  partly: words('Só o começo foi enviado.', 'Only the beginning was sent.', 'Solo se envió el comienzo.'),
};
