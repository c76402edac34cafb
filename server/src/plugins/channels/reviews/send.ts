import type { AmendResult, OutboundAmendment } from '@meada/contract/amendments';
import type { OutboundMessage, SendResult } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import type { ChannelIo } from '../../../modules/inboxes/port.ts';
import { piecesOf, plainTextOf } from '../plain-text.ts';
import { type Answer, callApi, locationOf } from './api.ts';
import { replyLimit } from './manifest.ts';
import { replyId } from './review.ts';

/** The words as the platform would take them; more than one piece does not fit, for a review has one reply. */
export const format = (content: Content): string[] => piecesOf(plainTextOf(content), replyLimit);

/**
 * Publishes the reply (accounts.locations.reviews.updateReply: made if there is none, else replaced). Putting the same
 * words twice does no harm, so that an attempt of unknown outcome is made again.
 */
export async function send(message: OutboundMessage, io: ChannelIo): Promise<SendResult> {
  const words = wordsOf(message.content);
  if (typeof words !== 'string') return words;
  const reviewId = message.to.value;
  const answer = await putReply(io, reviewId, words);
  if (answer.kind !== 'ok') return problemOf(answer);
  const time = String(answer.body.updateTime ?? '');
  const at = Number.isNaN(Date.parse(time)) ? io.now().toISOString() : new Date(time).toISOString();
  return { state: 'sent', externalId: replyId(reviewId, at), at };
}

/** Edits the reply, or takes it away (deleteReply). */
export async function amend(amendment: OutboundAmendment, io: ChannelIo): Promise<AmendResult> {
  const reviewId = amendment.to.value;
  if (amendment.kind === 'edit') {
    const words = wordsOf(amendment.content);
    if (typeof words !== 'string') return words;
    const answer = await putReply(io, reviewId, words);
    return answer.kind === 'ok' ? { state: 'sent' } : problemOf(answer);
  }
  if (amendment.kind !== 'deletion')
    return { state: 'failed', code: 'not_possible', text: 'Reviews know no reactions and hide nothing.' };
  const answer = await callApi(io, { method: 'DELETE', path: `${pathOf(io, reviewId)}/reply` });
  const isGone = answer.kind === 'refused' && answer.status === 404;
  return answer.kind === 'ok' || isGone ? { state: 'sent' } : problemOf(answer);
}

type Failed = { state: 'failed'; code: string; text: string };

function wordsOf(content: Content): string | Failed {
  const [first, ...more] = format(content);
  if (!first) return { state: 'failed', code: 'empty', text: 'There are no words in the message.' };
  if (more.length > 0)
    return { state: 'failed', code: 'too_long', text: `A reply has at most ${replyLimit} characters.` };
  return first;
}

const pathOf = (io: ChannelIo, reviewId: string): string =>
  `${locationOf(io.settings)}/reviews/${encodeURIComponent(reviewId)}`;

const putReply = (io: ChannelIo, reviewId: string, comment: string): Promise<Answer> =>
  callApi(io, { method: 'PUT', path: `${pathOf(io, reviewId)}/reply`, body: { comment } });

type Problem = Failed | { state: 'retry'; code: string; text: string; afterSeconds?: number };

function problemOf(answer: Exclude<Answer, { kind: 'ok' }>): Problem {
  const { text } = answer;
  if (answer.kind !== 'refused') return { state: 'retry', code: 'no_answer', text };
  const { status, retryAfter } = answer;
  if (status === 429)
    return { state: 'retry', code: 'too_many_requests', text, afterSeconds: retryAfter ?? 60 };
  if (status >= 500) return { state: 'retry', code: `answer_${status}`, text };
  if (status === 404) return { state: 'failed', code: 'message_gone', text };
  return { state: 'failed', code: `refused_${status}`, text };
}
