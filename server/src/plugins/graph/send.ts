import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { ChannelIo } from '../../modules/inboxes/port.ts';
import { callGraph, type GraphAnswer } from './call.ts';
import { classOf, outcomeOf, refusal, sentences } from './errors.ts';
import { type Draft, format } from './format.ts';
import { text } from './json.ts';
import { ruleFor, upload } from './media.ts';
import type { Platform } from './platform.ts';
import { sendPublic } from './send-public.ts';
import { accountOf } from './settings.ts';

const hourMs = 3_600_000;
/** Send API: free words for 24 hours after the customer's message, a person's answer (HUMAN_AGENT) for seven days. */
export const standardHours = 24;
export const humanHours = 7 * 24;

type Recipient = { id: string } | { comment_id: string } | { post_id: string };
type Tagging = { messaging_type: 'RESPONSE' } | { messaging_type: 'MESSAGE_TAG'; tag: 'HUMAN_AGENT' };
/** Whom a message goes to, and under which rule of the platform. */
type Envelope = { recipient: Recipient; tagging: Tagging };

const human: Tagging = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };

/**
 * Sends a message. In private, all files are uploaded first (nothing of that is seen by the customer, so any trouble may
 * be tried again), then one call per part; after the first part went out nothing is ever retried as a whole.
 */
export async function send(platform: Platform, message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  if (message.side === 'public') return sendPublic(platform, message, io);
  const { locale } = message.author;
  const account = accountOf(io.settings);
  const elsewhere = message.publicExternalId && platform.answers.other?.(message.publicExternalId, account);
  if (message.to.kind !== platform.addressKind || (elsewhere && !message.privateInboundAt))
    return { state: 'failed', code: 'elsewhere', text: sentences.elsewhere[locale] };
  const envelope = envelopeOf(message, { now: io.now(), pageId: account.pageId });
  if (!envelope) return refusal('window', locale);
  const drafts = format(platform, message);
  if (drafts.length === 0) return { state: 'failed', code: 'empty', text: sentences.empty[locale] };
  if (!('id' in envelope.recipient) && drafts.length > 1)
    return { state: 'failed', code: 'one_part', text: sentences.onePart[locale] };
  const ready: Record<string, unknown>[][] = [];
  for (const draft of drafts) {
    const forms = await withFile(platform, draft, { message, io });
    if ('state' in forms) return forms;
    ready.push(forms.forms);
  }
  return sendParts(platform, ready, { message, io, envelope });
}

/** Under which rule a private message may go now; null: under none any more. Pure. */
export function envelopeOf(
  message: Pick<OutboundMessage, 'to' | 'privateInboundAt' | 'publicExternalId' | 'byPerson'>,
  { now, pageId }: { now: Date; pageId: string },
): Envelope | null {
  const { privateInboundAt, publicExternalId, to } = message;
  const response: Tagging = { messaging_type: 'RESPONSE' };
  // Nobody has written in private yet: the first words answer what was said in public.
  if (!privateInboundAt && publicExternalId) {
    const isPost = publicExternalId.startsWith(`${pageId}_`);
    const recipient = isPost ? { post_id: publicExternalId } : { comment_id: publicExternalId };
    return { recipient, tagging: response };
  }
  const recipient = { id: to.value };
  const hours = privateInboundAt
    ? (now.getTime() - Date.parse(privateInboundAt)) / hourMs
    : Number.POSITIVE_INFINITY;
  if (hours < standardHours) return { recipient, tagging: response };
  return message.byPerson && hours < humanHours ? { recipient, tagging: human } : null;
}

type Sending = { message: OutboundMessage; io: ChannelIo };

/** The message objects that would say a draft, the likelier form first; a file is uploaded for it. */
async function withFile(
  platform: Platform,
  draft: Draft,
  { message, io }: Sending,
): Promise<{ forms: Record<string, unknown>[] } | SendResult> {
  if ('message' in draft) return { forms: [draft.message] };
  const { locale } = message.author;
  const file = message.attachments[draft.attachment];
  const rule = file && ruleFor(platform, file);
  if (!file || !rule) return refusal('media', locale);
  const answer = await upload(platform, { file, rule }, io);
  if (answer.kind !== 'ok') {
    const result = outcomeOf(answer, platform, locale);
    // Nobody sees an upload: one whose answer was lost is simply made again.
    return result.state === 'unknown' ? { ...result, state: 'retry', code: 'upload' } : result;
  }
  const id = text(answer.body.attachment_id, 128);
  if (id) return { forms: platform.attached(rule.word, id).map((attachment) => ({ attachment })) };
  return { state: 'retry', code: 'upload', text: sentences.unknown[locale].replace('{name}', platform.name) };
}

async function sendParts(
  platform: Platform,
  parts: Record<string, unknown>[][],
  sending: Sending & { envelope: Envelope },
): Promise<SendResult> {
  const { locale } = sending.message.author;
  const ids: string[] = [];
  for (const [part, forms] of parts.entries()) {
    const answer = await sendPart(platform, forms, { ...sending, part });
    const id = answer.kind === 'ok' ? text(answer.body.message_id, 512) : undefined;
    if (id) {
      ids.push(id);
      continue;
    }
    const lost = { kind: 'lost' as const, words: 'no message id' };
    const result = outcomeOf(answer.kind === 'ok' ? lost : answer, platform, locale);
    return ids.length === 0 ? result : partly(result, locale);
  }
  const [externalId = '', ...moreExternalIds] = ids;
  return { state: 'sent', externalId, ...(moreExternalIds.length > 0 ? { moreExternalIds } : {}) };
}

/** A later part did not go out: the customer has seen the beginning, so the whole must not be tried again. */
function partly(
  result: ReturnType<typeof outcomeOf>,
  locale: OutboundMessage['author']['locale'],
): SendResult {
  const state = result.state === 'unknown' ? 'unknown' : 'failed';
  return { state, code: `partly:${result.code}`, text: `${sentences.partly[locale]} ${result.text}` };
}

type Part = Sending & { envelope: Envelope; part: number };

/** One part; a refusal means that nothing went out, so the next form or the later rule may be tried at once. */
async function sendPart(
  platform: Platform,
  forms: Record<string, unknown>[],
  { message, io, envelope, part }: Part,
): Promise<GraphAnswer> {
  const account = accountOf(io.settings);
  const path = `${encodeURIComponent(account.pageId)}/messages`;
  const metadata = part === 0 ? message.dispatchId : `${message.dispatchId}#${part + 1}`;
  const ask = (form: Record<string, unknown>, tagging: Tagging) => {
    const said = platform.echoesMetadata ? { ...form, metadata } : form;
    const json = { recipient: envelope.recipient, ...tagging, message: said };
    return callGraph(io, account, { method: 'POST', path, json });
  };
  let answer: GraphAnswer = { kind: 'unsent', words: 'nothing to send' };
  for (const form of forms) {
    answer = await ask(form, envelope.tagging);
    // Our clock may be a little behind theirs: a person's answer has the longer time.
    const late = answer.kind === 'refused' && classOf(answer) === 'window';
    const mayTag = message.byPerson && envelope.tagging !== human && 'id' in envelope.recipient;
    if (late && mayTag) answer = await ask(form, human);
    if (answer.kind !== 'refused' || answer.code !== 100) return answer;
  }
  return answer;
}
