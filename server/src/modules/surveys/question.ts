import type { ChannelManifest } from '@meada/contract/channels';
import type { Outgoing } from '@meada/contract/content';
import type { Locale } from '@meada/contract/primitives';
import {
  pressId,
  ratingsOf,
  ratingTitle,
  ratingWord,
  type SurveyScale,
  signOf,
} from '@meada/contract/surveys';
import { escaped } from '../../kernel/http/public-page.ts';
import { byNumber, nameless, oneTap, orByLink } from './texts.ts';

/** The question in the form a channel can carry: pure. */

export type Asked = {
  surveyId: string;
  scale: SurveyScale;
  text: string;
  locale: Locale;
  /** Of the public page, without a rating. */
  link: string;
};

/** The firm's words with name and firm in them. */
export const wordsOf = (text: string, locale: Locale, filling: { name: string; firm: string }): string =>
  text.replace(/\{(name|firm)\}/g, (_, place: 'name' | 'firm') => filling[place] || nameless[locale]);

/**
 * Buttons where the channel has them; a link for each rating in a letter; else a number to answer, with one link where
 * words cost nothing by the part.
 */
export function questionFor(
  asked: Asked,
  { capabilities, limits }: Pick<ChannelManifest, 'capabilities' | 'limits'>,
): { content: Outgoing; html: string | null } {
  const { text, scale, locale, surveyId, link } = asked;
  if (capabilities.sends.includes('buttons')) {
    const buttons = ratingsOf(scale)
      .map((rating) => ({ id: pressId(surveyId, rating), title: ratingTitle(scale, rating, locale) }))
      .reverse();
    return { content: { v: 1, kind: 'buttons', text, buttons }, html: null };
  }
  const numbered = `${text}\n\n${byNumber[locale][scale]}`;
  if (capabilities.html) {
    const lines = ratingsOf(scale).map(
      (rating) => `${ratingTitle(scale, rating, locale)}: ${link}/${rating}`,
    );
    const words = `${text}\n\n${lines.reverse().join('\n')}`;
    return { content: { v: 1, kind: 'text', text: words }, html: letterOf(asked) };
  }
  const whole = `${numbered}\n\n${orByLink[locale]} ${link}`;
  const fits = !capabilities.countsParts && whole.length <= limits.textLength;
  return { content: { v: 1, kind: 'text', text: fits ? whole : numbered }, html: null };
}

/** Links as large as fingers, in HTML that every mail program shows. */
function letterOf({ text, scale, locale, link }: Asked): string {
  const cells = ratingsOf(scale).map((rating) => {
    const word = escaped(ratingWord(scale, rating, locale));
    const sign = scale === 'stars' ? '⭐' : signOf(scale, rating);
    const under = scale === 'stars' ? String(rating) : word;
    const style = 'font-size:30px;line-height:1.3;text-decoration:none';
    const small = 'font-size:13px;color:#4c5a5e;text-decoration:none';
    return `<td style="padding:8px 10px;text-align:center"><a href="${escaped(`${link}/${rating}`)}" title="${word}" style="${style}">${sign}<br><span style="${small}">${under}</span></a></td>`;
  });
  const words = escaped(text).replaceAll('\n', '<br>');
  return `<p style="font-size:17px">${words}</p><table role="presentation" cellspacing="0" cellpadding="0"><tr>${cells.join('')}</tr></table><p style="font-size:13px;color:#4c5a5e">${escaped(oneTap[locale])}</p>`;
}
