import { describe, expect, it } from 'vitest';
import { Locale } from './primitives.ts';
import { markOf, pressId, ratingsOf, ratingTitle, readPress, readRating, SurveyScale } from './surveys.ts';

describe('a whole message that is a rating', () => {
  it.each([
    ['5', 5],
    [' 5. ', 5],
    ['5️⃣', 5],
    ['５', 5],
    ['5/5', 5],
    ['4!', 4],
    ['😍', 5],
    ['Péssimo', 1],
    ['OTIMO!', 5],
    ['🙂 Bom', 4],
    ['malo', 2],
  ])('%s', (text, rating) => expect(readRating(text, 'faces')).toBe(rating));
  it.each(['5 unidades', 'nota 5', '6', '0', '55', '5 5', '-1', '', 'bom dia', '5'.repeat(50), '1.5', '٥'])(
    '%s is something said to a person',
    (text) => expect(readRating(text, 'faces')).toBeNull(),
  );
  it('each scale has its own', () => {
    expect([
      readRating('⭐⭐⭐', 'stars'),
      readRating('⭐ ⭐', 'stars'),
      readRating('⭐⭐⭐', 'faces'),
    ]).toEqual([3, 2, null]);
    expect([readRating('👍🏽', 'thumbs'), readRating('3', 'thumbs'), readRating('👎', 'faces')]).toEqual([
      2,
      null,
      null,
    ]);
  });
});

it('buttons say the rating in at most twenty characters and carry it in few bytes', () => {
  const id = '01a20667-ea75-75d7-ad9c-3d6b19b00be0';
  for (const scale of SurveyScale.options)
    for (const rating of ratingsOf(scale)) {
      expect(readPress(pressId(id, rating))).toEqual({ surveyId: id, rating });
      expect(Buffer.byteLength(pressId(id, rating))).toBeLessThanOrEqual(64);
      for (const locale of Locale.options) {
        const title = ratingTitle(scale, rating, locale);
        expect(title.length).toBeLessThanOrEqual(20);
        expect(readRating(title, scale)).toBe(rating);
      }
    }
  for (const other of ['csat:x:1', `csat:${id}:6`, `csat:${id}:1 `, 'option-1'])
    expect(readPress(other)).toBeNull();
});

it('marks', () => {
  expect(ratingsOf('faces').map((rating) => markOf('faces', rating))).toEqual([
    'bad',
    'bad',
    'neutral',
    'good',
    'good',
  ]);
  expect(ratingsOf('thumbs').map((rating) => markOf('thumbs', rating))).toEqual(['bad', 'good']);
});
