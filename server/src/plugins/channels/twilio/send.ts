import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { Locale } from '@meada/contract/primitives';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { type Answer, accountUrl, call } from './api.ts';
import { meaningOf, sentences } from './errors.ts';
import { format } from './format.ts';
import { accountOf } from './settings.ts';

/** Sends a message, one call per piece; once the first is out nothing is tried again as a whole. */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  const { locale } = message.author;
  const { from, messagingServiceSid } = accountOf(io.settings);
  const texts = format(message);
  if (texts.length === 0) return { state: 'failed', code: 'empty', text: sentences.empty[locale] };
  if (!from && !messagingServiceSid)
    return { state: 'failed', code: 'no_sender', text: sentences.noSender[locale] };
  const ids: string[] = [];
  for (const [part, text] of texts.entries()) {
    const form = formOf(message, io, { text, part });
    const result = resultOf(await call(io, accountUrl(io, '/Messages.json'), form), locale);
    if (result.state !== 'sent') return ids.length === 0 ? result : partly(result, locale);
    ids.push(result.externalId);
  }
  const [externalId = '', ...moreExternalIds] = ids;
  return { state: 'sent', externalId, ...(moreExternalIds.length > 0 && { moreExternalIds }) };
}

function formOf(
  message: OutboundMessage,
  io: ChannelIo,
  { text, part }: { text: string; part: number },
): Record<string, string> {
  const { from, messagingServiceSid } = accountOf(io.settings);
  // Only the first part stands for the whole message: the others must not settle it.
  const named = part === 0 ? `?dispatch=${message.dispatchId}` : '';
  return {
    To: message.to.value,
    ...(messagingServiceSid ? { MessagingServiceSid: messagingServiceSid } : { From: from }),
    Body: text,
    ...(io.webhookUrl &&
      /^https?:\/\//.test(io.webhookUrl) && { StatusCallback: `${io.webhookUrl}${named}` }),
  };
}

function resultOf(answer: Answer, locale: Locale): SendResult {
  if (answer.kind === 'unsent')
    return { state: 'retry', code: 'unreachable', text: `${sentences.unreachable[locale]} ${answer.words}` };
  if (answer.kind === 'barred') return { state: 'failed', code: 'address_refused', text: answer.words };
  if (answer.kind === 'lost')
    return { state: 'unknown', code: 'no_answer', text: `${sentences.unknown[locale]} ${answer.words}` };
  if (answer.kind === 'ok') {
    const { sid } = answer.body;
    if (typeof sid === 'string' && /^\w{10,64}$/.test(sid)) return { state: 'sent', externalId: sid };
    return { state: 'unknown', code: 'no_id', text: sentences.unknown[locale] };
  }
  return refused(answer, locale);
}

function refused(answer: Extract<Answer, { kind: 'refused' }>, locale: Locale): SendResult {
  const meaning = meaningOf(answer.code, locale);
  const pause = answer.retryAfter ?? meaning?.afterSeconds;
  if (answer.status === 429 || meaning?.kind === 'retry') {
    const text = meaning?.text ?? sentences.busy[locale];
    return { state: 'retry', code: meaning?.code ?? 'rate', text, ...(pause && { afterSeconds: pause }) };
  }
  if (meaning) return { state: 'failed', code: meaning.code, text: meaning.text };
  if (answer.status === 401 || answer.status === 403)
    return { state: 'failed', code: 'auth', text: `${sentences.account[locale]} ${answer.words}` };
  return { state: 'failed', code: String(answer.code ?? answer.status), text: answer.words };
}

/** A later part did not go out: the customer has seen the beginning. */
function partly(result: SendResult, locale: Locale): SendResult {
  if (result.state === 'sent') return result;
  const state = result.state === 'unknown' ? 'unknown' : 'failed';
  return { state, code: `partly:${result.code}`, text: `${sentences.partly[locale]} ${result.text}` };
}
