import type {
  DispatchResult,
  InboundAttachment,
  OutboundMessage,
  SendResult,
} from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { piecesOf, plainTextOf } from '../plain-text.ts';
import { type Answer, callApi, textOf } from './api.ts';
import { answerId } from './complaint.ts';
import { defaultPaths, manifest } from './manifest.ts';

/** The words as the site takes them; more than one piece does not fit into its form. */
export const format = (content: Content): string[] =>
  piecesOf(plainTextOf(content), manifest.limits.textLength);

/**
 * Answers a complaint. By default the answer waits until a person has put it on the site (or the site shows it); by the
 * API only when the owner has chosen so. An attempt of unknown outcome is not made again.
 */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<DispatchResult> {
  const [text, ...more] = format(message.content);
  if (!text && message.attachments.length === 0)
    return { state: 'failed', code: 'empty', text: 'There are no words in the message.' };
  if (more.length > 0)
    return { state: 'failed', code: 'too_long', text: 'The site takes at most 3,000 characters.' };
  const protocol = message.to.value;
  const externalId = answerId(protocol, text ?? '');
  if (io.settings.answers !== 'api') return { state: 'by_hand', externalId };
  const answer = await callApi(io, {
    method: 'POST',
    path: pathOf(io, 'answerPath', { protocolo: protocol }),
    body: { texto: text ?? '', anexos: await filesOf(message) },
  });
  return answer.kind === 'ok' ? { state: 'sent', externalId } : problemOf(answer);
}

type Name = keyof typeof defaultPaths;

function pathOf(io: ChannelIo, name: Name, values: Record<string, string>): string {
  const template = textOf(io.settings, name) || defaultPaths[name];
  return template
    .replace(/^\/+/, '')
    .replace(/\{(\w+)\}/g, (whole, key: string) =>
      values[key] === undefined ? whole : encodeURIComponent(values[key]),
    );
}

const filesOf = (message: OutboundMessage): Promise<object[]> =>
  Promise.all(
    message.attachments.map(async (file) => ({
      nome: file.name,
      tipo: file.type,
      conteudo: Buffer.from(await file.read()).toString('base64'),
    })),
  );

function problemOf(answer: Exclude<Answer, { kind: 'ok' }>): SendResult {
  const { text } = answer;
  if (answer.kind !== 'refused')
    return answer.kind === 'unsent'
      ? { state: 'retry', code: 'unreachable', text }
      : { state: 'unknown', code: 'no_answer', text };
  const { status, retryAfter } = answer;
  if (status === 429)
    return { state: 'retry', code: 'too_many_requests', text, afterSeconds: retryAfter ?? 60 };
  if (status >= 500) return { state: 'unknown', code: `answer_${status}`, text };
  return { state: 'failed', code: `refused_${status}`, text };
}

/** Fetches an attachment of a step. */
export async function fetchMedia(
  attachment: InboundAttachment,
  io: ChannelIo,
): Promise<{ bytes: Uint8Array; type: string; name?: string }> {
  const [protocolo = '', codigo = ''] = (attachment.ref ?? '').split(' ');
  const path = pathOf(io, 'filePath', { protocolo, codigo });
  const answer = await callApi(io, { method: 'GET', path });
  if (answer.kind !== 'ok') throw new Error(`attachment: ${answer.text}`);
  return { bytes: answer.bytes, type: attachment.type, name: attachment.name };
}
