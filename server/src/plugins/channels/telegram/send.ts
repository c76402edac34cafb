import { setTimeout as pause } from 'node:timers/promises';
import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { ChannelIo, PlatformSignal } from '../../../modules/inboxes/port.ts';
import { type Answer, callApi, type UploadFile } from './api.ts';
import { type Call, FormatError, format } from './format.ts';
import { callbackPrefix, keyOf } from './ids.ts';
import { obj, objects } from './read.ts';

/** Longest wait for the limit of one message a second when the first part of a message is already out (s). */
const patience = 30;
/** Uploading 50 MB over a slow line takes its time (ms). */
const uploadTimeout = 120_000;

/** What the platform's refusals mean, by the words of their description (it gives no finer codes). */
const refusals: { pattern: RegExp; code: string; text: string }[] = [
  {
    pattern: /bot was blocked by the user/i,
    code: 'blocked_by_customer',
    text: 'The customer has blocked the bot.',
  },
  { pattern: /user is deactivated/i, code: 'account_deleted', text: 'The customer deleted the account.' },
  {
    pattern: /can't initiate conversation/i,
    code: 'not_started',
    text: 'The customer has not started the bot yet: only the customer can write first.',
  },
  {
    pattern: /bot was kicked|not a member/i,
    code: 'removed_from_group',
    text: 'The bot is no longer in the group.',
  },
  { pattern: /chat not found|peer_id_invalid/i, code: 'chat_not_found', text: 'The chat does not exist.' },
  {
    pattern: /group chat was (deleted|upgraded)/i,
    code: 'group_gone',
    text: 'The group does not exist any more.',
  },
  {
    pattern: /not enough rights|chat_.*forbidden|restricted/i,
    code: 'no_rights',
    text: 'The bot may not write there.',
  },
  { pattern: /unauthorized/i, code: 'token_refused', text: 'The platform refuses the bot token.' },
  {
    pattern: /too (big|large)|entity too large/i,
    code: 'too_big',
    text: 'The file is larger than the platform takes.',
  },
  {
    pattern: /voice_messages_forbidden/i,
    code: 'voice_forbidden',
    text: 'The customer does not accept voice messages.',
  },
];

/**
 * Sends a message, part after part. The first part decides between retry, failed and unknown; when a later part fails
 * the customer has read half of it, so nothing may be sent again by itself: `unknown` with the number of parts.
 */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  let calls: Call[];
  try {
    calls = format(message);
  } catch (error) {
    if (error instanceof FormatError) return { state: 'failed', code: error.code, text: error.message };
    throw error;
  }
  await answerCallback(message.replyToExternalId, io);
  const sent: string[] = [];
  for (const call of calls) {
    const answer = await attempt(call, message, { io, isFirst: sent.length === 0 });
    if (answer.kind !== 'ok') return sent.length === 0 ? resultOf(answer) : half(answer, sent, calls.length);
    sent.push(...keysOf(answer.result));
    if (sent.length === 0)
      return { state: 'unknown', code: 'strange_answer', text: 'The answer names no message.' };
  }
  const [externalId = '', ...moreExternalIds] = sent;
  return { state: 'sent', externalId, ...(moreExternalIds.length > 0 && { moreExternalIds }) };
}

async function attempt(
  call: Call,
  message: OutboundMessage,
  at: { io: ChannelIo; isFirst: boolean },
): Promise<Answer> {
  const files = await Promise.all((call.files ?? []).map((file) => upload(file, message)));
  const request = { method: call.method, fields: call.fields, files };
  const options = files.length > 0 ? { timeoutMs: uploadTimeout } : {};
  const answer = await callApi(at.io, request, options);
  if (answer.kind !== 'refused') return answer;
  if (answer.migratedTo !== undefined) {
    // The group became a supergroup; nothing was sent, and the refusal itself says where it lives now.
    const fields = { ...call.fields, chat_id: String(answer.migratedTo) };
    return await callApi(at.io, { ...request, fields }, options);
  }
  if (!at.isFirst && answer.retryAfter !== undefined && answer.retryAfter <= patience) {
    await pause(answer.retryAfter * 1000);
    return await callApi(at.io, request, options);
  }
  return answer;
}

async function upload(file: { field: string; index: number }, message: OutboundMessage): Promise<UploadFile> {
  const attachment = message.attachments[file.index];
  if (!attachment) throw new Error(`no attachment ${file.index}`);
  return { field: file.field, name: attachment.name, type: attachment.type, bytes: await attachment.read() };
}

/** An album answers with a list of messages, everything else with one. */
function keysOf(result: unknown): string[] {
  const messages = Array.isArray(result) ? objects(result) : [obj(result)];
  return messages.map((one) => keyOf(one)).filter((key) => key !== undefined);
}

/** What an answer that is no yes comes to. */
export function resultOf(answer: Exclude<Answer, { kind: 'ok' }>): SendResult {
  if (answer.kind === 'unsent') return { state: 'retry', code: 'unreachable', text: answer.text };
  if (answer.kind === 'lost') return { state: 'unknown', code: 'no_answer', text: answer.text };
  if (answer.status === 429) {
    const afterSeconds = answer.retryAfter ?? 1;
    return { state: 'retry', code: 'too_many_requests', text: answer.text, afterSeconds };
  }
  const known = refusals.find(({ pattern }) => pattern.test(answer.text));
  if (known) return { state: 'failed', code: known.code, text: known.text };
  return { state: 'failed', code: `refused_${answer.status}`, text: answer.text };
}

function half(answer: Exclude<Answer, { kind: 'ok' }>, sent: string[], parts: number): SendResult {
  const text = `Only the first messages of ${parts} went out (${sent.join(', ')}): ${answer.text}`;
  return { state: 'unknown', code: 'partly_sent', text };
}

/** Stops the waiting sign on a pressed button; best effort, a query older than a minute is refused. */
export async function answerCallback(externalId: string | null | undefined, io: ChannelIo): Promise<void> {
  if (!externalId?.startsWith(callbackPrefix)) return;
  const fields = { callback_query_id: externalId.slice(callbackPrefix.length) };
  await callApi(io, { method: 'answerCallbackQuery', fields });
}

/** The bot writes (shown for 5 s), or has taken note of a pressed button; messages have no read mark for bots. */
export async function signal({ kind, upTo, to }: PlatformSignal, io: ChannelIo): Promise<void> {
  if (kind === 'read') return await answerCallback(upTo, io);
  await callApi(io, { method: 'sendChatAction', fields: { chat_id: to, action: 'typing' } });
}
