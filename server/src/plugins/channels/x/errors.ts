import type { SendResult } from '@meada/contract/channels';
import type { Locale, Translated } from '@meada/contract/primitives';
import type { Answer } from './api.ts';

/** What the platform's refusals mean; it gives few codes, so most are told by their words. */
type Refusal = {
  code: string;
  status?: number;
  number?: string;
  words?: RegExp;
  path?: RegExp;
  text: Translated;
};

const refusals: Refusal[] = [
  {
    ...{ code: 'duplicate', number: '187', words: /duplicate content|status is a duplicate/i },
    text: {
      'pt-BR': 'O X não aceita duas vezes o mesmo texto. Mude algumas palavras e envie de novo.',
      en: 'X does not take the same text twice. Change some words and send it again.',
      es: 'X no acepta dos veces el mismo texto. Cambie algunas palabras y envíelo de nuevo.',
    },
  },
  {
    ...{
      code: 'not_summoned',
      status: 403,
      words: /not been mentioned|otherwise engaged|must be mentioned|summon/i,
    },
    text: {
      'pt-BR':
        'O X só deixa responder pela API a conta que o autor marcou. Responda pelo próprio X, use o plano Enterprise ou permita, nas configurações, que a conta da marca responda.',
      en: 'By API, X lets only the account reply that the author mentioned. Answer on X itself, use the Enterprise plan, or allow the brand account to answer in the settings.',
      es: 'Por la API, X solo deja responder a la cuenta que el autor mencionó. Responda en X, use el plan Enterprise o permita en los ajustes que responda la cuenta de la marca.',
    },
  },
  {
    ...{ code: 'reply_restricted', number: '433', words: /restricted who can reply/i },
    text: {
      'pt-BR': 'O autor limitou quem pode responder a essa publicação.',
      en: 'The author limited who can reply to this post.',
      es: 'El autor limitó quién puede responder a esta publicación.',
    },
  },
  {
    ...{ code: 'post_gone', status: 403, words: /deleted or not visible/i },
    text: {
      'pt-BR': 'A publicação foi apagada ou não está mais visível.',
      en: 'The post was deleted or is not visible any more.',
      es: 'La publicación fue eliminada o ya no es visible.',
    },
  },
  {
    ...{ code: 'direct_not_allowed', status: 403, path: /^\/2\/dm_conversations/ },
    text: {
      'pt-BR':
        'O cliente não aceita mensagens diretas desta conta. Responda em público e peça que ele escreva por mensagem direta.',
      en: 'The customer takes no direct messages from this account. Answer in public and ask them to write a direct message.',
      es: 'El cliente no acepta mensajes directos de esta cuenta. Responda en público y pídale que escriba un mensaje directo.',
    },
  },
  {
    ...{ code: 'hide_not_allowed', status: 403, path: /\/hidden$/ },
    text: {
      'pt-BR': 'O X só deixa ocultar respostas em conversas que a própria conta começou.',
      en: 'X lets an account hide replies only in conversations it began itself.',
      es: 'X solo deja ocultar respuestas en conversaciones que la propia cuenta inició.',
    },
  },
  {
    ...{ code: 'no_credits', status: 402 },
    text: {
      'pt-BR': 'Acabaram os créditos da API do X.',
      en: 'The credits of the X API are used up.',
      es: 'Se agotaron los créditos de la API de X.',
    },
  },
  {
    ...{ code: 'token_refused', status: 401 },
    text: {
      'pt-BR': 'O X recusa as chaves desta conta. Confira a conexão da caixa.',
      en: 'X refuses the keys of this account. Check the inbox’s connection.',
      es: 'X rechaza las claves de esta cuenta. Revise la conexión de la bandeja.',
    },
  },
];

/** Sentences for what did not come from the platform. */
export const sentences = {
  unreachable: {
    'pt-BR': 'O X não pôde ser alcançado.',
    en: 'X could not be reached.',
    es: 'No se pudo contactar con X.',
  },
  unknown: {
    'pt-BR': 'O X não respondeu: não se sabe se saiu.',
    en: 'X did not answer: nobody knows whether it went out.',
    es: 'X no respondió: no se sabe si salió.',
  },
  partly: {
    'pt-BR': 'Só as primeiras partes saíram.',
    en: 'Only the first parts went out.',
    es: 'Solo salieron las primeras partes.',
  },
} satisfies Record<string, Translated>;

type Refused = Extract<Answer, { kind: 'refused' }>;

/** The known reason of a refusal; `path` is that of the call. */
export const refusalOf = (answer: Refused, path: string): Refusal | undefined =>
  refusals.find(
    (one) =>
      (one.number !== undefined && one.number === answer.code) ||
      ((one.status === undefined || one.status === answer.status) &&
        (one.words?.test(answer.words) ?? one.path?.test(path) ?? one.status === answer.status)),
  );

/** What an answer that is no yes comes to. */
export function resultOf(
  answer: Exclude<Answer, { kind: 'ok' }>,
  { path, locale }: { path: string; locale: Locale },
): Exclude<SendResult, { state: 'sent' }> {
  if (answer.kind === 'unsent')
    return { state: 'retry', code: 'unreachable', text: `${sentences.unreachable[locale]} ${answer.words}` };
  if (answer.kind === 'lost')
    return { state: 'unknown', code: 'no_answer', text: `${sentences.unknown[locale]} ${answer.words}` };
  if (answer.status === 429)
    return {
      ...{ state: 'retry', code: 'too_many_requests', text: answer.words },
      // The stretches of the platform are 15 minutes (Rate limits).
      afterSeconds: answer.rate.seconds ?? 900,
    };
  const known = refusalOf(answer, path);
  if (known) return { state: 'failed', code: known.code, text: known.text[locale] };
  return { state: 'failed', code: answer.code || `refused_${answer.status}`, text: answer.words };
}
