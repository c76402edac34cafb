import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { ChannelMessage } from '@meada/contract/routes/channel';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { type Answer, deliver, deliverUrlOf } from './deliver.ts';
import { format } from './format.ts';
import { baseOf, ownUserId, waitingId } from './ids.ts';

/**
 * Pushes a message to the other system, or lays it into the outbox where the inbox has no address to push to. The id is
 * the same in every attempt and the receiver drops doubles, so whatever has no clear answer is sent again.
 */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  const userId = ownUserId(message.to, baseOf(io.settings, io.inbox.id));
  if (userId === null) {
    return { state: 'failed', code: 'foreign_user', text: 'This is a user of another system.' };
  }
  const { dispatchId } = message;
  const url = deliverUrlOf(io);
  if (url === null) {
    return { state: 'sent', externalId: waitingId(dispatchId), moreExternalIds: [dispatchId] };
  }
  const payload = format(message, userId, await filesOf(message));
  return resultOf(await deliver(io, url, { id: dispatchId, payload }), dispatchId, io.now());
}

const filesOf = (message: OutboundMessage): Promise<ChannelMessage['attachments']> =>
  Promise.all(
    message.attachments.map(async ({ name, type, kind, size, read }) => {
      const bytes = await read();
      return { name, type, kind, size, base64: Buffer.from(bytes).toString('base64') };
    }),
  );

/** Answers of the 400s that are about the moment and not about the message (RFC 9110, 6585, 8470). */
const passing = new Set([408, 425, 429]);

function resultOf(answer: Answer, dispatchId: string, now: Date): SendResult {
  if (answer.kind === 'barred') return { state: 'failed', code: answer.code, text: answer.text };
  if (answer.kind === 'lost') return { state: 'retry', code: 'no_answer', text: answer.text };
  const { status } = answer;
  if (status >= 200 && status < 300) {
    // Both ids name the message from now on, whichever the other system keeps.
    return { state: 'sent', externalId: theirId(answer.text) ?? dispatchId, moreExternalIds: [dispatchId] };
  }
  const text = `The other system answered ${status}${excerpt(answer.text)}`;
  if (status === 410) return { state: 'failed', code: 'gone', text };
  if (status >= 400 && status < 500 && !passing.has(status)) {
    return { state: 'failed', code: `refused_${status}`, text };
  }
  const afterSeconds = retryAfter(answer.headers['retry-after'], now);
  return { state: 'retry', code: `answer_${status}`, text, ...(afterSeconds && { afterSeconds }) };
}

/** `externalId` of the answer, when it is one. */
function theirId(text: string): string | null {
  try {
    const { externalId } = JSON.parse(text) as { externalId?: unknown };
    return typeof externalId === 'string' && /^[^\p{Cc}\p{Cs}]{1,200}$/u.test(externalId) ? externalId : null;
  } catch {
    return null;
  }
}

function excerpt(text: string): string {
  const line = text
    .slice(0, 300)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .toWellFormed()
    .trim();
  return line === '' ? '.' : `: ${line}`;
}

const longestPause = 24 * 3600;

/** Seconds of a Retry-After header, which has seconds or a date (RFC 9110 §10.2.3); at most a day. */
function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(header)
    ? Number(header)
    : Math.ceil((Date.parse(header) - now.getTime()) / 1000);
  return seconds > 0 ? Math.min(seconds, longestPause) : undefined;
}
