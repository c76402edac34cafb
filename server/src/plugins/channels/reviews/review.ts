import { z } from 'zod';

/** Reading a review (My Business API v4, accounts.locations.reviews); what is not of the wanted kind counts as absent. */

const clean = (max: number) =>
  z
    .string()
    .transform((text) => text.slice(0, max).replaceAll('\u0000', '').toWellFormed())
    .optional()
    .catch(undefined);
const Time = z
  .string()
  .max(40)
  .refine((text) => {
    const at = Date.parse(text);
    return at >= 0 && at < 7_258_118_400_000;
  })
  .transform((text) => new Date(text).toISOString());

export const Review = z.object({
  reviewId: z.string().regex(/^[\w-]{1,250}$/),
  reviewer: z
    .object({ displayName: clean(256), isAnonymous: z.boolean().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  starRating: z.string().optional().catch(undefined),
  comment: clean(100_000),
  createTime: Time,
  updateTime: Time,
  reviewReply: z
    .object({ comment: clean(20_000), updateTime: Time })
    .optional()
    .catch(undefined),
});
export type Review = z.infer<typeof Review>;

const stars = new Map([
  ['ONE', 1],
  ['TWO', 2],
  ['THREE', 3],
  ['FOUR', 4],
  ['FIVE', 5],
]);

/** Stars of five, or undefined where the platform gives none. */
export const starsOf = (review: Review): number | undefined => stars.get(review.starRating ?? '');

/** One star = 0, five = 1. */
export const ratingOf = (count: number): number => (count - 1) / 4;

/** What a listener hands on about a review, as the receipt keeps it. */
export const Seen = z.discriminatedUnion('seen', [
  z.object({ seen: z.literal('new'), review: Review }),
  z.object({ seen: z.literal('changed'), review: Review }),
  /** New or changed: we were told, and asked. */
  z.object({ seen: z.literal('told'), review: Review }),
  /** The firm answered elsewhere (in Google's own page). */
  z.object({ seen: z.literal('reply'), review: Review }),
  z.object({ seen: z.literal('gone'), reviewId: Review.shape.reviewId, at: Time }),
]);
export type Seen = z.infer<typeof Seen>;

/** The same for the reply we sent and for the one we read later: so it is no second message. */
export const replyId = (reviewId: string, updateTime: string): string =>
  `${reviewId}:reply:${new Date(updateTime).getTime()}`;
