import type { NoticeWords } from '@meada/contract/account-news';
import type { Translated } from '@meada/contract/primitives';
import type { ChannelPlugin } from '../../../modules/inboxes/port.ts';
import { sentenceOf } from './errors.ts';
import { advice, other, rejections } from './notice-advice.ts';
import { notices } from './notice-words.ts';

type Notice = Parameters<NonNullable<ChannelPlugin['explain']>>[0];

const fact = (notice: Notice, ...names: string[]): string =>
  names
    .map((name) => notice.facts[name])
    .find((value) => value !== undefined && value !== '')
    ?.toString() ?? '';

/** Which of the platform's words say what happened, by webhook field. */
const words: Record<string, string[]> = {
  account_alerts: ['alert_type'],
  account_review_update: ['decision'],
  account_update: ['event'],
  business_status_update: ['event'],
  message_template_quality_update: ['new_quality_score'],
  message_template_status_update: ['event'],
  phone_number_name_update: ['decision'],
  phone_number_quality_update: ['event'],
  security: ['event'],
  template_category_update: ['correct_category', 'new_category'],
};

/** `TIER_10K` and the bare number say the same: how many people may be written to first within a day. */
const limitOf = (text: string): string =>
  text
    .replace(/^TIER_/, '')
    .replace(/^(\d+)K$/, '$1000')
    .replace(/^UNLIMITED$|^-1$/, '∞');

/** Puts the facts of a notice into a sentence: `{template}`, `{limit}`, `{word}`. */
function filled(sentence: Translated, notice: Notice): Translated {
  const facts: Record<string, string> = {
    template: fact(notice, 'message_template_name') || (notice.code.split(':')[1] ?? ''),
    limit: limitOf(
      fact(
        notice,
        'max_daily_conversations_per_business',
        'max_daily_conversation_per_phone',
        'current_limit',
      ),
    ),
    word: fact(notice, 'event', 'decision', 'alert_type'),
  };
  // A word that was not said leaves no gap.
  const fill = (text: string): string =>
    (facts.word ? text : text.replace(' ({word})', '')).replace(
      /\{(\w+)\}/g,
      (_, name: string) => facts[name] || '—',
    );
  return { 'pt-BR': fill(sentence['pt-BR']), en: fill(sentence.en), es: fill(sentence.es) };
}

const joined = (one: Translated, two: Translated): Translated => ({
  'pt-BR': `${one['pt-BR']} ${two['pt-BR']}`,
  en: `${one.en} ${two.en}`,
  es: `${one.es} ${two.es}`,
});

/** A notice of the account, its number or a template in people's words (webhook reference of the WhatsApp Business Platform). */
export function explain(notice: Notice): NoticeWords | null {
  const [field = ''] = notice.code.split(':');
  const error = /^error_(\d+)$/.exec(field)?.[1];
  const sentence = error ? sentenceOf(Number(error)) : null;
  if (sentence) return { says: sentence, advice: advice.panel };
  const known = Object.hasOwn(notices, field) ? notices[field] : undefined;
  if (!known) return null;
  const word = fact(notice, ...(words[field] ?? [])).toUpperCase();
  const found = (Object.hasOwn(known, word) ? known[word] : undefined) ?? known[other];
  if (!found) return null;
  const reason = fact(notice, 'reason').toUpperCase();
  const why = Object.hasOwn(rejections, reason) ? rejections[reason] : undefined;
  const says = filled(found.says, notice);
  return { says: why ? joined(says, why) : says, advice: found.advice };
}
