import { z } from 'zod';
import type { Locale } from './primitives.ts';

/** How a customer may say how they found it: scales, what each rating is called, and how words are read. Pure. */

export const SurveyScale = z.enum(['faces', 'stars', 'thumbs']);
export type SurveyScale = z.infer<typeof SurveyScale>;

/** What a rating comes to. */
export const SurveyMark = z.enum(['good', 'neutral', 'bad']);
export type SurveyMark = z.infer<typeof SurveyMark>;

/** A rating beside the best there is on its scale; 1 is the worst. */
export const Rating = z.strictObject({ rating: z.number().int(), scale: SurveyScale, mark: SurveyMark });
export type Rating = z.infer<typeof Rating>;

/** Steps of each scale. */
export const stepsOf: Record<SurveyScale, number> = { faces: 5, stars: 5, thumbs: 2 };

export const ratingsOf = (scale: SurveyScale): number[] =>
  Array.from({ length: stepsOf[scale] }, (_, index) => index + 1);

/** The same rule as the column `surveys.mark`. */
export function markOf(scale: SurveyScale, rating: number): SurveyMark {
  if (scale === 'thumbs') return rating === 1 ? 'bad' : 'good';
  return rating <= 2 ? 'bad' : rating === 3 ? 'neutral' : 'good';
}

const faces = ['😡', '🙁', '😐', '🙂', '😍'];
const thumbs = ['👎', '👍'];

/** The picture of a rating. */
export function signOf(scale: SurveyScale, rating: number): string {
  if (scale === 'stars') return '⭐'.repeat(rating);
  return (scale === 'thumbs' ? thumbs : faces)[rating - 1] ?? '';
}

const called: Record<Locale, readonly string[]> = {
  'pt-BR': ['Péssimo', 'Ruim', 'Regular', 'Bom', 'Ótimo'],
  en: ['Terrible', 'Bad', 'Fair', 'Good', 'Great'],
  es: ['Pésimo', 'Malo', 'Regular', 'Bueno', 'Excelente'],
};
const ofThumbs: Record<Locale, readonly string[]> = {
  'pt-BR': ['Ruim', 'Bom'],
  en: ['Bad', 'Good'],
  es: ['Malo', 'Bueno'],
};

/** A rating in a word. */
export const ratingWord = (scale: SurveyScale, rating: number, locale: Locale): string =>
  (scale === 'thumbs' ? ofThumbs : called)[locale][rating - 1] ?? '';

/** A rating as a button says it: short enough for the narrowest (20 characters). */
export const ratingTitle = (scale: SurveyScale, rating: number, locale: Locale): string =>
  scale === 'stars'
    ? `${'⭐'.repeat(rating)} ${rating}`
    : `${signOf(scale, rating)} ${ratingWord(scale, rating, locale)}`;

/** What the button of a rating carries, and the survey's number in it: never long (some channels carry 64 bytes). */
export const pressId = (surveyId: string, rating: number): string => `csat:${surveyId}:${rating}`;

const pressed = /^csat:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):([1-5])$/;

/** Which survey and rating a pressed button names, whatever the survey's scale; null for any other button. */
export function readPress(id: string): { surveyId: string; rating: number } | null {
  const [, surveyId, rating] = pressed.exec(id) ?? [];
  return surveyId ? { surveyId, rating: Number(rating) } : null;
}

/**
 * The rating a whole message is, or null. Strict: `5`, `5.`, `5️⃣`, `5/5`, `⭐⭐⭐⭐⭐`, `😍`, the word of a rating; anything
 * more than that (`5 unidades`, `nota 5 porque…`) is something said to a person.
 */
export function readRating(text: string, scale: SurveyScale): number | null {
  if (text.length > 40) return null;
  const bare = text
    .normalize('NFKC')
    .replace(/[\ufe0f\u20e3]|[\u{1f3fb}-\u{1f3ff}]/gu, '')
    .trim();
  const most = stepsOf[scale];
  const digit = new RegExp(`^([1-${most}])(?:\\s*/\\s*${most})?[.!]*$`).exec(bare)?.[1];
  if (digit) return Number(digit);
  const stars = /^(?:[⭐★]\s*){1,5}$/u.test(bare) ? [...bare.replace(/\s/g, '')].length : 0;
  if (scale === 'stars' && stars > 0) return stars;
  const sign = ratingsOf(scale).find((rating) => scale !== 'stars' && signOf(scale, rating) === bare);
  if (sign) return sign;
  const word = plain(bare);
  return (
    ratingsOf(scale).find((rating) =>
      (Object.keys(called) as Locale[]).some(
        (locale) =>
          plain(ratingWord(scale, rating, locale)) === word ||
          plain(ratingTitle(scale, rating, locale)) === word,
      ),
    ) ?? null
  );
}

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[.!]+$/, '')
    .trim()
    .toLowerCase();
