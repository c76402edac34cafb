import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import type { GraphAnswer } from '../../graph/call.ts';
import type { Draft } from './draft.ts';
import { refusalOf, sentences } from './errors.ts';
import { format, requestOf } from './format.ts';
import { graph } from './graph.ts';
import { upload } from './media.ts';
import { record, records, text } from './read.ts';
import { accountOf } from './settings.ts';

/**
 * Sends a message: first all files are uploaded (nothing of that is seen by the customer, so any trouble may be tried
 * again), then one call per part. After the first part went out nothing is ever retried as a whole.
 */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  const drafts = format(message);
  if (drafts.length === 0)
    return { state: 'failed', code: 'empty', text: sentences.empty[message.author.locale] };
  const ready: Draft[] = [];
  for (const draft of drafts) {
    const uploaded = await withMedia(draft, message, io);
    if ('state' in uploaded) return uploaded;
    ready.push(uploaded);
  }
  const ids: string[] = [];
  for (const [part, draft] of ready.entries()) {
    const result = await sendPart(requestOf(draft, message, part), message, io);
    if (result.state !== 'sent') return ids.length === 0 ? result : partly(result, message);
    ids.push(result.externalId);
  }
  const [externalId = '', ...moreExternalIds] = ids;
  return moreExternalIds.length > 0
    ? { state: 'sent', externalId, moreExternalIds }
    : { state: 'sent', externalId };
}

/** The draft with the media id of its attachment, or why that could not be had. */
async function withMedia(draft: Draft, message: OutboundMessage, io: ChannelIo): Promise<Draft | SendResult> {
  for (const one of draft.media ?? []) {
    const id = await mediaId(message.attachments[one.attachment], message, io);
    if (typeof id === 'object') return id;
    one.into.id = id;
  }
  if (draft.attachment === undefined) return draft;
  const id = await mediaId(message.attachments[draft.attachment], message, io);
  return typeof id === 'object' ? id : { ...draft, body: { id, ...draft.body } };
}

/** The platform's id of an uploaded attachment, or why that could not be had. */
async function mediaId(
  attachment: OutboundMessage['attachments'][number] | undefined,
  message: OutboundMessage,
  io: ChannelIo,
): Promise<string | SendResult> {
  const { locale } = message.author;
  if (!attachment) return { state: 'failed', code: 'no_file', text: sentences.noFile[locale] };
  const answer = await upload(attachment, io);
  const id = answer.kind === 'ok' ? text(answer.body.id, 512) : undefined;
  if (id) return id;
  if (answer.kind === 'refused') return refusalOf(answer, locale);
  const words = answer.kind === 'ok' ? 'upload without an id' : answer.words;
  return { state: 'retry', code: 'upload', text: `${sentences.unreachable[locale]} ${words}` };
}

async function sendPart(request: unknown, message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  const path = `${encodeURIComponent(accountOf(io.settings).phoneNumberId)}/messages`;
  return resultOf(await graph(io, { method: 'POST', path, json: request }), message);
}

function resultOf(answer: GraphAnswer, { author: { locale } }: OutboundMessage): SendResult {
  if (answer.kind === 'refused') return refusalOf(answer, locale);
  if (answer.kind === 'unsent') {
    return { state: 'retry', code: 'unreachable', text: `${sentences.unreachable[locale]} ${answer.words}` };
  }
  if (answer.kind === 'lost') {
    return { state: 'unknown', code: 'no_answer', text: `${sentences.unknown[locale]} ${answer.words}` };
  }
  const externalId = text(record(records(answer.body.messages)[0])?.id, 512);
  if (externalId) return { state: 'sent', externalId };
  return { state: 'unknown', code: 'no_id', text: sentences.unknown[locale] };
}

/** A later part did not go out: the customer has seen the beginning, so the whole must not be tried again. */
function partly(result: SendResult, { author: { locale } }: OutboundMessage): SendResult {
  if (result.state === 'sent') return result;
  const state = result.state === 'unknown' ? 'unknown' : 'failed';
  return { state, code: `partly:${result.code}`, text: `${sentences.partly[locale]} ${result.text}` };
}
