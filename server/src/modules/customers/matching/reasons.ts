import { textsOf } from './columns.ts';
import { jaroWinkler } from './distance.ts';
import { close, different, elsewhere, levels, missing, nickname, partly, same, similar } from './levels.ts';
import type { Bound, Comparison } from './model.ts';
import type { PersonRecord } from './records.ts';

/** A ground for or against, as data: rendered by `reasonText`. */
export type Reason = {
  /** Field of the record; `custom:NAME` for a column of the firm's own. */
  field: string;
  kind: ReasonKind;
  /** The values that were compared, as they are compared; either record's first. */
  values: [string, string];
  /** Likeness of the names, 0…1. */
  number?: number;
  /** How much it says for (above 0) or against, in bits. */
  bits: number;
};

export const reasonKinds = [
  'same',
  'sameWithoutNinthDigit',
  'nickname',
  'slip',
  'exchanged',
  'near',
  'partly',
  'alike',
  'different',
] as const;
export type ReasonKind = (typeof reasonKinds)[number];

/** What a level is called; dates and e-mail have words of their own. */
const kinds: Record<number, ReasonKind> = {
  [same]: 'same',
  [nickname]: 'nickname',
  [close]: 'slip',
  [elsewhere]: 'exchanged',
  [partly]: 'partly',
  [similar]: 'alike',
  [different]: 'different',
};

function kindOf(field: string, level: number): ReasonKind {
  if (field === 'birth' && level === elsewhere) return 'near';
  if (field === 'email' && level === elsewhere) return 'partly';
  return kinds[level] ?? 'different';
}

/** Grounds in the order of their weight; names first. Only fields that both records have are mentioned. */
export function reasonsOf(bound: Bound, pair: readonly [number, number], comparison: Comparison): Reason[] {
  const reasons: Reason[] = [];
  for (const [at, feature] of bound.prepared.features.entries()) {
    const level = comparison.levels[at] as number;
    if (level === missing || levels[level] === undefined) continue;
    if (['given', 'surname', 'others'].includes(feature.name)) continue;
    const texts = feature.column.dictionary.texts;
    const values: [string, string] =
      level === different
        ? [textsOf(feature.column, pair[0])[0] ?? '', textsOf(feature.column, pair[1])[0] ?? '']
        : [texts[comparison.items[at] as number] ?? '', texts[comparison.others[at] as number] ?? ''];
    const kind =
      feature.name === 'phone' && level === same
        ? phoneKind(bound, pair, values[0])
        : kindOf(feature.name, level);
    reasons.push({ field: feature.name, kind, values, bits: comparison.bits[at] as number });
  }
  const names = namesReason(bound, pair, comparison);
  reasons.sort((x, y) => Math.abs(y.bits) - Math.abs(x.bits) || (x.field < y.field ? -1 : 1));
  return names ? [names, ...reasons] : reasons;
}

/** Whether the same telephone was written once with and once without the ninth digit. */
function phoneKind(bound: Bound, pair: readonly [number, number], key: string): ReasonKind {
  const tail = key.slice(-8);
  const written = pair.map((at) => {
    const record: PersonRecord | undefined = bound.prepared.records[at];
    const phone = (record?.phones ?? []).find((text) => text.slice(0, 64).replace(/\D/g, '').endsWith(tail));
    return phone?.slice(0, 64).replace(/\D/g, '').slice(-9) ?? '';
  });
  const hasNinth = written.map((digits) => digits.length === 9 && digits.startsWith('9'));
  return key.startsWith('55') && hasNinth[0] !== hasNinth[1] ? 'sameWithoutNinthDigit' : 'same';
}

/** All parts of the names as one ground, with their likeness. */
function namesReason(bound: Bound, pair: readonly [number, number], comparison: Comparison): Reason | null {
  let bits = 0;
  let compared = 0;
  let kind: ReasonKind = 'same';
  for (const [at, feature] of bound.prepared.features.entries()) {
    const level = comparison.levels[at] as number;
    if (level === missing || !['given', 'surname', 'others'].includes(feature.name)) continue;
    bits += comparison.bits[at] as number;
    compared += 1;
    const here = kindOf(feature.name, level);
    if (feature.name !== 'others' && reasonKinds.indexOf(here) > reasonKinds.indexOf(kind)) kind = here;
  }
  if (compared === 0) return null;
  const [a, b] = [nameOf(bound, pair[0]), nameOf(bound, pair[1])];
  const number = Math.round(100 * likeness(a, b)) / 100;
  return { field: 'names', kind, values: [a.join(' '), b.join(' ')], number, bits };
}

function nameOf(bound: Bound, record: number): string[] {
  const { given, surname, others } = bound.prepared.names;
  return [
    ...textsOf(given, record).slice(0, 1),
    ...textsOf(others, record),
    ...textsOf(surname, record).slice(0, 1),
  ];
}

/** Mean likeness of each word of the shorter name to its best fellow in the other: order does not matter. */
export function likeness(a: readonly string[], b: readonly string[]): number {
  const [fewer, more] =
    a.length < b.length || (a.length === b.length && a.join() < b.join()) ? [a, b] : [b, a];
  if (fewer.length === 0) return 0;
  const best = fewer.map((word) => Math.max(0, ...more.map((other) => jaroWinkler(word, other))));
  return best.reduce((sum, value) => sum + value, 0) / fewer.length;
}
