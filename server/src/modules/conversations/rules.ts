import type { DispatchState } from '@meada/contract/channels';
import type { JoinReason, StatusCategory } from '@meada/contract/routes/conversations';

/** Pure rules of conversations: which one a message joins, and how states move. */

/** A conversation a message might join. */
export type Candidate = {
  id: string;
  status: StatusCategory;
  resolvedAt: Date | null;
  activeAt: Date;
  /** There is a leg over this inbox to this sender. */
  legHere: boolean;
  /** Normalised subject of its thread on a channel with subjects; null when there is none. */
  subject: string | null;
};

export type JoinInput = {
  now: Date;
  /** Conversation named by a token of ours that was checked: switch link, reply address. */
  token: { id: string; reason: 'token' | 'code' } | null;
  /** Conversation of the platform's own thread (group, post), open to everybody in it. */
  thread: string | null;
  /**
   * Conversation of a message this one answers: only when the sender takes part in it, or answers a message of ours
   * (whose id cannot be guessed).
   */
  reference: string | null;
  /** Conversations of the sender's customer, if the sender may inherit; newest activity first. */
  own: readonly Candidate[];
  reopenHours: number;
  /** Normalised subject of a message that begins a thread of its own (mail without references); else null. */
  ownSubject: string | null;
};

export type JoinDecision = { id: string | null; reason: JoinReason };

/**
 * The one policy (issue A): our signed token, the platform's own thread, the customer's open conversation, the
 * reopening window, else a new one.
 */
export function chooseConversation(input: JoinInput): JoinDecision {
  if (input.token) return { id: input.token.id, reason: input.token.reason };
  if (input.reference) return { id: input.reference, reason: 'reply_reference' };
  if (input.thread) return { id: input.thread, reason: 'platform_thread' };
  const fitting = input.own.filter((candidate) => subjectsFit(candidate, input.ownSubject));
  const open = preferLegHere(fitting.filter((candidate) => candidate.status !== 'resolved'));
  if (open) return { id: open.id, reason: 'open_conversation' };
  const limit = input.now.getTime() - input.reopenHours * 3_600_000;
  const recent = fitting.filter((candidate) => (candidate.resolvedAt?.getTime() ?? 0) > limit);
  const reopened = preferLegHere(recent);
  if (reopened) return { id: reopened.id, reason: 'reopening_window' };
  return { id: null, reason: 'new_conversation' };
}

/** A fresh mail about something else is another matter, even if an older mail thread is still open. */
function subjectsFit(candidate: Candidate, subject: string | null): boolean {
  return subject === null || candidate.subject === null || candidate.subject === subject;
}

function preferLegHere(candidates: readonly Candidate[]): Candidate | undefined {
  return candidates.find((candidate) => candidate.legHere) ?? candidates[0];
}

const replyPrefix = /^\s*((re|res|resp|fw|fwd|enc|rv|aw|tr)\s*(\[\d+\])?\s*:\s*)+/i;

/** A subject without reply prefixes, white space and case; null when nothing is left. */
export function subjectKey(subject: string | null | undefined): string | null {
  const key = (subject ?? '')
    .slice(0, 998)
    .replace(replyPrefix, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  return key === '' ? null : key;
}

const dispatchOrder: Record<DispatchState, number> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  failed: 3,
  by_hand: 4,
  sent: 5,
  delivered: 6,
  read: 7,
};

/**
 * Whether a dispatch may go from one state to another: only forward (statuses come in any order, LESSONS D21). A failure
 * counts only while nothing better is known; a message that was read was not lost.
 */
export function dispatchMoves(from: DispatchState, to: DispatchState): boolean {
  if (to === 'failed')
    return from === 'queued' || from === 'sending' || from === 'unknown' || from === 'sent';
  return dispatchOrder[to] > dispatchOrder[from];
}

/** Seconds to the next attempt after `attempts` tries: 2, 8, 32 … at most half an hour. */
export const retryAfter = (attempts: number, asked?: number): number =>
  Math.max(asked ?? 0, Math.min(1800, 2 * 4 ** Math.max(0, attempts - 1)));

/** Attempts after which a message that cannot be sent is failed: about a day. */
export const attemptsAtMost = 50;
