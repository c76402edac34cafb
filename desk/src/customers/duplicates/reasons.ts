import type { Duplicate, MatchReason } from '@meada/contract/routes/duplicates';
import i18next from 'i18next';
import { phoneWords } from '../../ui/address.ts';
import { sameCustomerText } from '../../ui/reasons.ts';

/** Reasons of a pair in the reader's words. */

export type ReasonWords = { text: string; tone: 'for' | 'against' | 'aside' };

/** Weights between these say hardly anything. */
const faint = 0.5;

function toneOf({ code, weight }: MatchReason): ReasonWords['tone'] {
  if (code === 'shared_value' || Math.abs(weight) < faint) return 'aside';
  return weight > 0 ? 'for' : 'against';
}

const custom = 'custom:';

/** What a field is called; the firm's own by the name it gave. */
const fieldOf = (field: string): string =>
  field.startsWith(custom)
    ? field.slice(custom.length)
    : i18next.t([`duplicates:field.${field.split(':')[0]}`, 'duplicates:field.other'], { name: field });

/** Particles of names, which stay small. */
const small = new Set(['de', 'da', 'do', 'das', 'dos', 'e', 'del', 'la', 'las', 'los', 'y']);
const titled = (text: string): string =>
  text.replace(/\p{L}+/gu, (word) => (small.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)));

/** Values are compared folded (small letters, digits alone): people read them as people write them. */
const writers: Record<string, (text: string) => string> = {
  names: titled,
  given: titled,
  surname: titled,
  street: titled,
  city: titled,
  birthPlace: titled,
  phone: (text) => (/^\d{10,15}$/.test(text) ? phoneWords(`+${text}`) : text),
  birth: (text) =>
    /^\d{8}$/.test(text)
      ? new Intl.DateTimeFormat(i18next.language, { timeZone: 'UTC' }).format(
          new Date(`${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}T00:00:00Z`),
        )
      : text,
};
const said = (field: string, text: string): string => writers[field]?.(text) ?? text;

/** A reason in words: the most exact text there is for its field and code, else one for the code alone. */
function wordsOf(reason: MatchReason): string {
  const { code, a = '', b = '', similarity } = reason;
  const values = {
    field: fieldOf(reason.field),
    a: said(reason.field, a),
    b: said(reason.field, b),
    share: similarity === undefined ? '' : Math.round(similarity * 100),
  };
  // A colon in a key would lead to another file of texts.
  const [field] = reason.field.split(':');
  const shown = a && b && a !== b ? 'both' : a ? 'one' : 'bare';
  const text: string = i18next.t(
    [
      `duplicates:reason.${field}.${code}.${shown}`,
      `duplicates:reason.${field}.${code}`,
      `duplicates:reason.any.${code}.${shown}`,
      `duplicates:reason.any.${code}`,
      'duplicates:reason.any.other',
    ],
    values,
  );
  // A sentence may begin with what a field is called.
  return text.charAt(0).toLocaleUpperCase(i18next.language) + text.slice(1);
}

/** What speaks for and against, the strongest first; without reasons of its own, the one the pair was suggested for. */
export function reasonsOf({ reason, reasons }: Pick<Duplicate, 'reason' | 'reasons'>): ReasonWords[] {
  const related = reasons.filter(({ code }) => code === 'related_address').map(({ a }) => a);
  const fresh = reasons.filter(
    ({ code, field, a }) => code === 'related_address' || field !== 'email' || !related.includes(a),
  );
  const words = fresh.map((one) => ({ text: wordsOf(one), tone: toneOf(one) }));
  const seen = new Set<string>();
  const told = words.filter(({ text }) => !seen.has(text) && seen.add(text));
  const ahead = i18next.exists(`common:sameCustomer.${reason}`) && !ownReasons.has(reason);
  const first: ReasonWords[] = ahead ? [{ text: sameCustomerText(reason), tone: toneOfReason(reason) }] : [];
  const order = { for: 0, against: 1, aside: 2 };
  return [...first, ...told.sort((x, y) => order[x.tone] - order[y.tone])];
}

/** Reasons that only sum up those of the pair. */
const ownReasons = new Set(['looks_alike', 'same_proven', 'same_document']);
/** Somebody wrote without proof of being the one whose address it is: a reason to look twice. */
const toneOfReason = (reason: string): ReasonWords['tone'] =>
  reason.endsWith('_unproven') ? 'against' : 'for';
