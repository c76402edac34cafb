import type { Inbound } from '@meada/contract/channels';
import type { Content } from '@meada/contract/content';
import type { PublicMatter } from '@meada/contract/public';
import { MalformedError, type Receipt, type Settings } from '../../../modules/inboxes/port.ts';
import { textOf } from './api.ts';
import { updatedOf } from './cursor.ts';
import { addressKind } from './manifest.ts';
import { parsePush } from './push.ts';
import { type Review, ratingOf, replyId, Seen, starsOf } from './review.ts';

type Of<K extends Seen['seen']> = Extract<Seen, { seen: K }>;

const readers: { [K in Seen['seen']]: (seen: Of<K>, settings: Settings) => Inbound[] } = {
  new: ({ review }, settings) => [written(review, settings), ...answered(review)],
  changed: ({ review }, settings) => [edited(review, settings)],
  // What was seen before is a double and only its words change; what was not is stored as it is now.
  told: ({ review }, settings) => [
    written(review, settings),
    ...(updatedOf(review) > Date.parse(review.createTime) ? [edited(review, settings)] : []),
    ...answered(review),
  ],
  reply: ({ review }) => answered(review),
  gone: ({ reviewId, at }) => [{ kind: 'deletion', externalId: reviewId, at }],
};

/** Turns what the listener saw into a message, an edit, a reply of the firm made elsewhere, or a deletion. Pure. */
export function parse(receipt: Receipt, settings: Settings): Inbound[] {
  const body: unknown = JSON.parse(new TextDecoder().decode(receipt.body));
  if (typeof body === 'object' && body !== null && 'message' in body) return parsePush(receipt, settings);
  const seen = Seen.safeParse(body);
  if (!seen.success) throw new MalformedError(seen.error.issues[0]?.path.join('.') || 'body');
  const reader = readers[seen.data.seen] as (seen: Seen, settings: Settings) => Inbound[];
  const items = reader(seen.data, settings);
  return items.length > 0 ? items : [{ kind: 'ignored', reason: 'a review without a reply' }];
}

const edited = (review: Review, settings: Settings): Inbound => ({
  kind: 'edit',
  externalId: review.reviewId,
  at: review.updateTime,
  content: wordsOf(review),
  public: matterOf(review, settings),
});

function written(review: Review, settings: Settings): Inbound {
  return {
    kind: 'message',
    externalId: review.reviewId,
    at: review.updateTime,
    from: reviewerOf(review),
    proof: 'platform',
    content: wordsOf(review),
    public: matterOf(review, settings),
    ...(starsOf(review) ? { facts: { stars: starsOf(review) ?? 0 } } : {}),
  };
}

function answered(review: Review): Inbound[] {
  const reply = review.reviewReply;
  if (!reply?.comment) return [];
  return [
    {
      kind: 'message',
      externalId: replyId(review.reviewId, reply.updateTime),
      at: reply.updateTime,
      from: reviewerOf(review),
      to: reviewerOf(review),
      proof: 'platform',
      echo: true,
      replyTo: [review.reviewId],
      content: { v: 1, kind: 'text', text: reply.comment },
      public: { kind: 'review' },
    },
  ];
}

function reviewerOf({ reviewId, reviewer }: Review): { kind: string; value: string; name?: string } {
  const name = (reviewer?.displayName ?? '').replace(/[\p{Cc}]+/gu, ' ').trim();
  const isNamed = name !== '' && reviewer?.isAnonymous !== true;
  return { kind: addressKind, value: reviewId, ...(isNamed ? { name } : {}) };
}

/** The stars stand in the words, too: an edit that only changes them is seen by everybody who reads the thread. */
function wordsOf(review: Review): Content {
  const count = starsOf(review);
  const shown = count ? '★'.repeat(count) + '☆'.repeat(5 - count) : '';
  const text = [shown, review.comment?.trim()].filter(Boolean).join('\n\n');
  return { v: 1, kind: 'text', text };
}

function matterOf(review: Review, settings: Settings): PublicMatter {
  const count = starsOf(review);
  const place = textOf(settings, 'placeId');
  const url = `https://search.google.com/local/reviews?placeid=${encodeURIComponent(place)}`;
  return {
    kind: 'review',
    ...(count ? { rating: ratingOf(count) } : {}),
    ...(place && url.length <= 2000 ? { url } : {}),
  };
}
