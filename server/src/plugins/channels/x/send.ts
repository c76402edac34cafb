import { setTimeout as pause } from 'node:timers/promises';
import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { type Answer, type Call, callApi } from './api.ts';
import { resultOf, sentences } from './errors.ts';
import { FormatError, format, type Part, type Plan } from './format.ts';
import { directKey, handleOf, postKey } from './ids.ts';
import { upload } from './media.ts';
import { idOf, obj } from './read.ts';
import { accountOf, type Handle } from './settings.ts';

/** Longest wait for a limit when the first part of a message is already out (s). */
const patience = 30;

type Ready = { text: string; mediaIds: string[] };

/**
 * Sends a message. Everything public goes out from the service account, whichever was addressed; a direct message from
 * the account that the customer wrote to. First all files are uploaded, which nobody sees; after the first part is out
 * nothing is ever tried again as a whole.
 */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  const { locale } = message.author;
  let plan: Plan;
  try {
    plan = format(message);
  } catch (error) {
    if (error instanceof FormatError) return { state: 'failed', code: error.code, text: error.said[locale] };
    throw error;
  }
  const account = accountOf(io.settings);
  const first = plan.side === 'public' ? account.service : directHandle(message, io);
  const result = await sendAs(plan, first, { message, io });
  const mayAnswer = account.brand && account.brandMayAnswer && plan.side === 'public';
  if (mayAnswer && result.state === 'failed' && result.code === 'not_summoned' && account.brand)
    return await sendAs(plan, account.brand, { message, io });
  return result;
}

function directHandle(message: OutboundMessage, io: ChannelIo): Handle {
  const { service, handles } = accountOf(io.settings);
  return handleOf(message.outsideThread?.key, handles) ?? service;
}

type Around = { message: OutboundMessage; io: ChannelIo };

async function sendAs(plan: Plan, as: Handle, around: Around): Promise<SendResult> {
  const { io, message } = around;
  const parts: Ready[] = [];
  for (const part of plan.parts) {
    const ready = await withMedia(part, as, { ...around, side: plan.side });
    if ('state' in ready) return ready;
    parts.push(ready);
  }
  const sent: string[] = [];
  for (const part of parts) {
    const call =
      plan.side === 'public' ? postCall(part, sent.at(-1) ?? plan.replyTo) : directCall(part, message);
    const answer = await attempt(io, as, { call, isFirst: sent.length === 0 });
    const id =
      answer.kind === 'ok'
        ? idOf(obj(answer.body.data)?.[plan.side === 'public' ? 'id' : 'dm_event_id'])
        : '';
    if (id) {
      sent.push(id);
      continue;
    }
    const words = { path: call.path, locale: message.author.locale };
    const result = resultOf(answer.kind === 'ok' ? { kind: 'lost', words: 'no id' } : answer, words);
    return sent.length === 0 ? result : partly(result, around, sent.length);
  }
  const key = plan.side === 'public' ? postKey : directKey;
  const [externalId = '', ...moreExternalIds] = sent.map(key);
  return { state: 'sent', externalId, ...(moreExternalIds.length > 0 && { moreExternalIds }) };
}

async function attempt(
  io: ChannelIo,
  as: Handle,
  { call, isFirst }: { call: Call; isFirst: boolean },
): Promise<Answer> {
  const answer = await callApi(io, as, call);
  if (isFirst || answer.kind !== 'refused' || answer.status !== 429) return answer;
  const seconds = answer.rate.seconds ?? patience + 1;
  if (seconds > patience) return answer;
  await pause(seconds * 1000);
  return await callApi(io, as, call);
}

const postCall = ({ text, mediaIds }: Ready, replyTo: string): Call => ({
  method: 'POST',
  path: '/2/tweets',
  json: {
    ...(text && { text }),
    reply: { in_reply_to_tweet_id: replyTo },
    ...(mediaIds.length > 0 && { media: { media_ids: mediaIds } }),
  },
});

const directCall = ({ text, mediaIds }: Ready, { to }: OutboundMessage): Call => ({
  method: 'POST',
  path: `/2/dm_conversations/with/${encodeURIComponent(to.value)}/messages`,
  json: {
    ...(text && { text }),
    ...(mediaIds.length > 0 && { attachments: mediaIds.map((id) => ({ media_id: id })) }),
  },
});

/** The part with the numbers of its uploaded files, or why they could not be uploaded. */
async function withMedia(
  part: Part,
  as: Handle,
  { message, io, side }: Around & { side: Plan['side'] },
): Promise<Ready | SendResult> {
  const mediaIds: string[] = [];
  for (const index of part.files) {
    const file = message.attachments[index];
    if (!file) continue;
    const answer = await upload(io, as, { file, side });
    const id = answer.kind === 'ok' ? idOf(obj(answer.body.data)?.id) : undefined;
    if (!id) return uploadTrouble(answer, message);
    mediaIds.push(id);
  }
  return { text: part.text, mediaIds };
}

function uploadTrouble(answer: Answer, { author: { locale } }: OutboundMessage): SendResult {
  const path = '/2/media/upload';
  if (answer.kind === 'refused') return resultOf(answer, { path, locale });
  const words = answer.kind === 'ok' ? 'upload without a number' : answer.words;
  return { state: 'retry', code: 'upload', text: `${sentences.unreachable[locale]} ${words}` };
}

/** A later part did not go out: the beginning can be read already, so the whole must not be tried again. */
function partly(
  result: Exclude<SendResult, { state: 'sent' }>,
  { message }: Around,
  out: number,
): SendResult {
  const state = result.state === 'unknown' ? 'unknown' : 'failed';
  const text = `${sentences.partly[message.author.locale]} (${out}) ${result.text}`;
  return { state, code: `partly:${result.code}`, text };
}
