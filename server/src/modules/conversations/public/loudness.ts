import type { InboundMessage } from '@meada/contract/channels';
import type { LoudnessReason } from '@meada/contract/public';

/** How loud a matter is (mission R4): explicit points with their reasons, for people to read and routing to use. */
export type Loudness = { points: number; reasons: LoudnessReason[] };

const most = 100;

/** Words by which people in Brazil, Spain and its neighbours, and English speakers say that they go to the law or the press. */
const legal =
  /\b(procon|juizado|advogad[oa]s?|process(?:o|ar|arei|aremos) (?:judicial|voc[eê]s|a (?:loja|empresa))|vou processar|reclame ?aqui|consumidor\.gov|minist[eé]rio p[uú]blico|anatel|banco central|bacen|na justi[cç]a|boletim de ocorr[eê]ncia|abogad[oa]s?|demandar(?:[eé]|los)|defensa del consumidor|lawyer|attorney|small claims|sue you|suing)\b/giu;
const anger =
  /\b(absurd[oa]|palha[cç]ada|vergonha|descaso|desrespeito|p[eé]ssim[oa]|horr[ií]ve(?:l|is)|golpe|enganad[oa]s?|mentira|lixo|nunca mais|cansad[oa] de|indignad[oa]|roub(?:o|ad[oa]|aram)|fraude|verg[uü]enza|estafa|p[eé]sim[oa]|outrageous|scam|disgusting|worst|fed up|ripped off)\b/giu;

const lettersAtMost = 5000;

/** Points of one message of the customer. Praise in public is not loud beyond being public. */
export function loudnessOf(item: Pick<InboundMessage, 'content' | 'public' | 'subject'>): Loudness {
  const text = `${item.subject ?? ''} ${'text' in item.content ? (item.content.text ?? '') : ''}`.slice(
    0,
    lettersAtMost,
  );
  const found = [...ofPublic(item.public), ...ofWords(text)];
  return {
    points: Math.min(
      most,
      found.reduce((sum, one) => sum + one.points, 0),
    ),
    reasons: found,
  };
}

function ofPublic(matter: InboundMessage['public']): LoudnessReason[] {
  if (!matter) return [];
  const reasons: LoudnessReason[] = [{ code: 'public', points: 15, detail: matter.kind }];
  if (matter.kind === 'complaint') reasons.push({ code: 'complaint', points: 30 });
  if (matter.rating !== undefined && matter.rating <= 0.5)
    reasons.push({ code: 'low_rating', points: 20, detail: String(matter.rating) });
  // Ten followers more or less do not matter, ten times as many do.
  const reach = Math.min(30, Math.round(Math.log10(1 + (matter.reach ?? 0)) * 6));
  if (reach > 6) reasons.push({ code: 'reach', points: reach, detail: String(matter.reach) });
  return reasons;
}

function ofWords(text: string): LoudnessReason[] {
  const reasons: LoudnessReason[] = [];
  const law = wordsOf(text, legal);
  if (law.length > 0)
    reasons.push({ code: 'legal', points: Math.min(40, 15 + 10 * law.length), detail: listed(law) });
  const angry = wordsOf(text, anger);
  if (angry.length > 0)
    reasons.push({ code: 'anger', points: Math.min(20, 8 * angry.length), detail: listed(angry) });
  if (isShouted(text)) reasons.push({ code: 'shouting', points: 5 });
  return reasons;
}

const wordsOf = (text: string, words: RegExp): string[] => [
  ...new Set([...text.matchAll(words)].map((match) => match[0].toLowerCase())),
];
const listed = (words: string[]): string => words.join(', ').slice(0, 200);

/** Mostly capitals, or exclamation marks in a row. */
function isShouted(text: string): boolean {
  if (/[!?]{3}/.test(text)) return true;
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = text.match(/\p{Lu}/gu) ?? [];
  return letters.length >= 15 && capitals.length / letters.length > 0.6;
}
