import { setTimeout as pause } from 'node:timers/promises';
import type { Arrival, ListenIo } from '../../../modules/inboxes/port.ts';
import { type Answer, callApi, locationOf } from './api.ts';
import {
  type Cursor,
  type Known,
  knownAtMost,
  readCursor,
  repliedOf,
  updatedOf,
  writeCursor,
} from './cursor.ts';
import { defaultPause, pushedPause } from './manifest.ts';
import { isPushed } from './push.ts';
import { Review, replyId, type Seen } from './review.ts';

/** accounts.locations.reviews.list: at most 50 a page. */
const pageSize = 50;
/** All reviews are read this often: only so are deleted ones and replies made elsewhere noticed. */
const sweepMs = 3_600_000;
/** What a new inbox brings of the time before it: reviews of so many days. */
const historyDays = 30;

/**
 * Looks for new and changed reviews, newest change first, until it meets what it knows; every hour it reads them all.
 * The cursor moves only after `deliver` has committed. Throws when the platform refuses for good.
 */
export async function listen(io: ListenIo): Promise<void> {
  io.report('connecting');
  while (!io.signal.aborted) {
    const before = readCursor(io.cursor);
    const found = await look(io, before);
    if (io.signal.aborted) return;
    if ('pauseSeconds' in found) {
      io.report('failing', found.text);
      await rest(io, found.pauseSeconds);
      continue;
    }
    io.report('connected');
    const { arrivals, cursor } = compare(found, before, io.now());
    const text = writeCursor(cursor);
    if (arrivals.length > 0 || text !== io.cursor) await io.deliver(arrivals, text);
    const seconds = Number(io.settings.pause);
    const usual = seconds >= 1 ? seconds : defaultPause;
    await rest(io, isPushed(io.settings) ? Math.max(usual, pushedPause) : usual);
  }
}

const rest = (io: ListenIo, seconds: number): Promise<unknown> =>
  pause(seconds * 1000, undefined, { signal: io.signal }).catch(() => undefined);

/** `swept`: all were asked for; `isWhole`: all came, so that what is missing is gone. */
type Found = { reviews: Review[]; swept: boolean; isWhole: boolean };
type Wait = { pauseSeconds: number; text: string };

/** The platform's own pause when the quota is used up; other refusals are for a person to settle. */
function waitOf(answer: Exclude<Answer, { kind: 'ok' }>): Wait {
  if (answer.kind === 'refused' && answer.status === 429)
    return { pauseSeconds: Math.min(600, answer.retryAfter ?? 60), text: answer.text };
  throw new Error(`reviews: ${answer.text}`);
}

const nothing: Found = { reviews: [], swept: false, isWhole: false };

async function look(io: ListenIo, before: Cursor | null): Promise<Found | Wait> {
  const sweeps = !before || io.now().getTime() - before.sweptAt >= sweepMs;
  const reviews: Review[] = [];
  let token = '';
  do {
    const query = new URLSearchParams({ pageSize: String(pageSize), orderBy: 'updateTime desc' });
    if (token) query.set('pageToken', token);
    const path = `${locationOf(io.settings)}/reviews?${query}`;
    const answer = await callApi(io, { method: 'GET', path, signal: io.signal });
    if (answer.kind !== 'ok') return io.signal.aborted ? nothing : waitOf(answer);
    const page = readPage(answer.body);
    reviews.push(...page);
    token = typeof answer.body.nextPageToken === 'string' ? answer.body.nextPageToken : '';
    const meetsKnown = page.some((review) => before?.known.get(review.reviewId)?.[0] === updatedOf(review));
    if (meetsKnown && !sweeps) return { reviews, swept: false, isWhole: false };
  } while (token && reviews.length < knownAtMost);
  return { reviews, swept: true, isWhole: token === '' };
}

/** Reviews of a page; one that cannot be read must not hide the others. */
const readPage = (body: Record<string, unknown>): Review[] =>
  (Array.isArray(body.reviews) ? body.reviews : []).flatMap((raw) => {
    const read = Review.safeParse(raw);
    return read.success ? [read.data] : [];
  });

/** What is new against the cursor. Pure. */
export function compare(
  { reviews, swept, isWhole }: Found,
  before: Cursor | null,
  now: Date,
): { arrivals: Arrival[]; cursor: Cursor } {
  const known: Known = new Map(before?.known);
  const since = now.getTime() - historyDays * 86_400_000;
  const seen = reviews.flatMap((review): Seen[] => {
    const was = known.get(review.reviewId);
    const [updated, replied] = [updatedOf(review), repliedOf(review)];
    known.set(review.reviewId, [updated, replied]);
    if (!was) return before || updated >= since ? [{ seen: 'new', review }] : [];
    return [
      ...(updated > was[0] ? [{ seen: 'changed' as const, review }] : []),
      // A reply that was there before and changed may be our own edit: only the first one made elsewhere is news.
      ...(replied > 0 && was[1] === 0 ? [{ seen: 'reply' as const, review }] : []),
    ];
  });
  if (isWhole) {
    const there = new Set(reviews.map((review) => review.reviewId));
    const at = now.toISOString();
    for (const reviewId of [...known.keys()].filter((id) => !there.has(id))) {
      known.delete(reviewId);
      seen.push({ seen: 'gone', reviewId, at });
    }
  }
  const sweptAt = swept || !before ? now.getTime() : before.sweptAt;
  return { arrivals: seen.map(arrivalOf), cursor: { known, sweptAt } };
}

function arrivalOf(seen: Seen): Arrival {
  const body = new TextEncoder().encode(JSON.stringify(seen));
  return { externalId: idOf(seen), body, headers: {}, facts: {} };
}

function idOf(seen: Seen): string {
  if (seen.seen === 'gone') return `${seen.reviewId}:gone:${Date.parse(seen.at)}`;
  const { reviewId, reviewReply } = seen.review;
  if (seen.seen === 'reply') return replyId(reviewId, reviewReply?.updateTime ?? seen.review.updateTime);
  return `${reviewId}:${updatedOf(seen.review)}`;
}
