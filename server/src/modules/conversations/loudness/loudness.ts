import type { InboundMessage } from '@meada/contract/channels';
import type { LoudnessReason, OwnWord } from '@meada/contract/public';
import { entryAt, type Lexicon, lexiconOf, type Words, wordsOf } from './fold.ts';
import { feelingByLists } from './sentiment.ts';
import { threatIn } from './threats.ts';
import { weights } from './weights.ts';

/** How loud a matter is (mission R4): explicit points with their reasons, for people to read and routing to use. */
export type Loudness = { points: number; reasons: LoudnessReason[] };

const lettersAtMost = 5000;
const capped = (points: number, most: number): number => Math.min(most, Math.round(points));

/** Points and their sum, never more than 100. */
export const loudnessFrom = (reasons: LoudnessReason[]): Loudness => ({
  points: Math.min(
    weights.most,
    Math.max(
      0,
      reasons.reduce((sum, one) => sum + one.points, 0),
    ),
  ),
  reasons,
});

/** Points of one message of the customer. Praise in public is not loud beyond being public. */
export function loudnessOf(
  item: Pick<InboundMessage, 'content' | 'public' | 'subject'>,
  own: readonly OwnWord[] = [],
): Loudness {
  const said = 'text' in item.content ? (item.content.text ?? '') : '';
  const text = `${item.subject ?? ''}\n${said}`.slice(0, lettersAtMost);
  return loudnessFrom([...ofPublic(item.public), ...ofWords(text, own)]);
}

function ofPublic(matter: InboundMessage['public']): LoudnessReason[] {
  if (!matter) return [];
  const reasons: LoudnessReason[] = [{ code: 'public', points: weights.public, detail: matter.kind }];
  if (matter.kind === 'complaint') reasons.push({ code: 'complaint', points: weights.complaint });
  if (matter.rating !== undefined && matter.rating <= 0.5)
    reasons.push({ code: 'low_rating', points: weights.lowRating, detail: String(matter.rating) });
  const { perTenfold, from, most } = weights.reach;
  const reach = capped(Math.log10(1 + (matter.reach ?? 0)) * perTenfold, most);
  if (reach >= from) reasons.push({ code: 'reach', points: reach, detail: String(matter.reach) });
  return reasons;
}

function ofWords(text: string, own: readonly OwnWord[]): LoudnessReason[] {
  const read = wordsOf(text);
  const reasons: LoudnessReason[] = [];
  const threat = threatIn(read);
  if (threat.words.length > 0) {
    const points = threat.weight + weights.threat.further * (threat.words.length - 1);
    reasons.push({
      code: 'legal',
      points: capped(points, weights.threat.most),
      detail: listed(threat.words),
    });
  }
  const feeling = feelingByLists(read);
  if (feeling.weight > 0) {
    const points = capped(feeling.weight, weights.feeling.most);
    reasons.push({ code: 'anger', points, detail: listed(feeling.words) });
  }
  if (isShouted(text)) reasons.push({ code: 'shouting', points: weights.shouting });
  return [...reasons, ...ofOwn(read, own)];
}

const lexicons = new WeakMap<readonly OwnWord[], Lexicon>();

/** The firm's own words; some take points away. */
function ofOwn({ words, shown }: Words, own: readonly OwnWord[]): LoudnessReason[] {
  if (own.length === 0) return [];
  const lexicon = lexicons.get(own) ?? lexiconOf(own.map(({ word, points }) => [word, points]));
  lexicons.set(own, lexicon);
  const found = new Map<string, number>();
  for (let at = 0; at < words.length; at += 1) {
    const entry = entryAt(lexicon, words, at);
    if (entry) found.set(shown.slice(at, at + entry.words.length).join(' '), entry.weight);
  }
  if (found.size === 0) return [];
  const sum = [...found.values()].reduce((total, one) => total + one, 0);
  return [{ code: 'own', points: capped(sum, weights.own.most), detail: listed([...found.keys()]) }];
}

const listed = (words: readonly string[]): string => words.join(', ').slice(0, 200);

/** Mostly capitals, or exclamation marks in a row. */
function isShouted(text: string): boolean {
  if (/[!?]{3}/.test(text)) return true;
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = text.match(/\p{Lu}/gu) ?? [];
  return letters.length >= 15 && capitals.length / letters.length > 0.6;
}
