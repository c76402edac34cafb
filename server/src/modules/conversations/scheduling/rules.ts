import type { HeldReason } from '@meada/contract/scheduled';
import { Failure } from '../../../kernel/errors.ts';

/** Pure rules of messages that go out later. */

/** How far ahead something may be scheduled: a year (ms). */
export const aheadAtMost = 366 * 86_400_000;
/** Messages that may wait in one conversation. */
export const waitingAtMost = 50;
/** Tries of a message that fails for reasons of ours before it is held. */
export const triesAtMost = 6;
/** Seconds to the next try after `tries` of them: 2, 8, 32 …, at most ten minutes. */
export const pauseAfter = (tries: number): number => Math.min(600, 2 * 4 ** Math.max(0, tries - 1));

const byCode: Partial<Record<Failure['code'], HeldReason>> = {
  answered_meanwhile: 'colleague_answered',
  window_closed: 'window_closed',
  opted_out: 'opted_out',
  channel_cannot: 'channel_cannot',
  forbidden: 'forbidden',
  not_found: 'not_found',
};
const byField: readonly (readonly [string, HeldReason])[] = [
  ['body.attachmentIds', 'file_gone'],
  ['body.replyToId', 'message_gone'],
  ['body.quotedId', 'message_gone'],
];

/** Why a refusal keeps a message back. */
export function reasonOf({ code, field = '' }: Failure): HeldReason {
  const gone = code === 'refused' && byField.find(([place]) => field.startsWith(place));
  return gone ? gone[1] : (byCode[code] ?? 'refused');
}

/** Not a refusal of the channel, but of the wish the message was scheduled with. */
export class Held extends Error {
  readonly reason: HeldReason;
  constructor(reason: HeldReason) {
    super(reason);
    this.reason = reason;
  }
}

/** The reason an error holds a message back for; null: something of ours went wrong, and it is tried again. */
export function heldBy(error: unknown): HeldReason | null {
  if (error instanceof Held) return error.reason;
  // A merge, or somebody who was faster with the same number, is no refusal: the next try finds how it stands now.
  return error instanceof Failure && error.status < 500 && error.code !== 'conflict' ? reasonOf(error) : null;
}
