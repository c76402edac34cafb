import { createHash } from 'node:crypto';
import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { Locale, Translated } from '@meada/contract/primitives';
import type { ChannelIo, PlatformSignal } from '../../../modules/inboxes/port.ts';
import { type Answer, callApi } from './api.ts';
import { format } from './format.ts';
import { objectsPerPush } from './manifest.ts';
import { idOf, objects } from './read.ts';

const sentences = {
  empty: {
    'pt-BR': 'Não há nada na mensagem.',
    en: 'There is nothing in the message.',
    es: 'No hay nada en el mensaje.',
  },
  monthly: {
    'pt-BR': 'O limite mensal de mensagens do plano do LINE acabou.',
    en: 'The monthly limit of messages of the LINE plan is used up.',
    es: 'Se agotó el límite mensual de mensajes del plan de LINE.',
  },
  token: {
    'pt-BR': 'O LINE recusa o token da conta.',
    en: 'LINE refuses the account’s token.',
    es: 'LINE rechaza el token de la cuenta.',
  },
} satisfies Record<string, Translated>;

/** The retry key of one request: our dispatch's own number, and for further requests one made of it. */
export function retryKey(dispatchId: string, part: number): string {
  if (part === 0 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(dispatchId)) return dispatchId;
  const hex = createHash('sha256').update(`${dispatchId} ${part}`).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/**
 * Sends a message, five objects a request. The platform takes each retry key once (Retrying an API request): whatever
 * became of an attempt, it is safely made again, and a copy is answered with 409 and what the first one sent.
 */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  const { locale } = message.author;
  const pieces = format(message);
  if (pieces.length === 0) return { state: 'failed', code: 'empty', text: sentences.empty[locale] };
  const ids: string[] = [];
  for (let part = 0; part * objectsPerPush < pieces.length; part += 1) {
    const key = retryKey(message.dispatchId, part);
    const messages = pieces.slice(part * objectsPerPush, (part + 1) * objectsPerPush);
    const answer = await callApi(io, {
      ...{ method: 'POST', path: '/v2/bot/message/push', headers: { 'x-line-retry-key': key } },
      json: {
        to: message.outsideThread?.kind === 'group' ? message.outsideThread.key : message.to.value,
        messages,
      },
    });
    const sent = sentIn(answer);
    if (!sent) return resultOf(answer, locale);
    ids.push(...(sent.length > 0 ? sent : [`retry:${key}`]));
  }
  const [externalId = '', ...moreExternalIds] = ids;
  return { state: 'sent', externalId, ...(moreExternalIds.length > 0 && { moreExternalIds }) };
}

/** The numbers of what was sent, now or by the same request before; undefined when it was not. */
function sentIn(answer: Answer): string[] | undefined {
  const isDouble = answer.kind === 'refused' && answer.status === 409;
  if (answer.kind !== 'ok' && !isDouble) return undefined;
  return objects(answer.body.sentMessages).flatMap((one) => idOf(one.id) ?? []);
}

function resultOf(answer: Answer, locale: Locale): SendResult {
  if (answer.kind === 'ok')
    return { state: 'unknown', code: 'strange_answer', text: 'No message in the answer.' };
  if (answer.kind !== 'refused') return { state: 'retry', code: 'unreachable', text: answer.words };
  if (answer.status === 429 && /monthly limit/i.test(answer.words))
    return { state: 'failed', code: 'monthly_limit', text: sentences.monthly[locale] };
  if (answer.status === 429)
    return {
      state: 'retry',
      code: 'too_many_requests',
      text: answer.words,
      afterSeconds: answer.pause ?? 60,
    };
  if (answer.status === 401) return { state: 'failed', code: 'token_refused', text: sentences.token[locale] };
  return { state: 'failed', code: `refused_${answer.status}`, text: answer.words };
}

/** Shows that somebody writes, for 20 s at most; in groups the platform shows nothing. Best effort. */
export async function signal({ kind, to }: PlatformSignal, io: ChannelIo): Promise<void> {
  if (kind !== 'typing' || !to.startsWith('U')) return;
  const json = { chatId: to, loadingSeconds: 20 };
  await callApi(io, { method: 'POST', path: '/v2/bot/chat/loading/start', json });
}
