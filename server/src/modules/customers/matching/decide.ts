import { documentOf } from './contacts.ts';
import { elsewhere, missing, partly, same, similar } from './levels.ts';
import { type Bound, type Comparison, compare, newComparison, probabilityOf } from './model.ts';
import type { PersonRecord } from './records.ts';
import { judge } from './score.ts';

/**
 * What is to be done with a pair. `certain`: a proven identity or a document in common, and nothing that speaks
 * against it; may be merged unasked where the owner allows. `likely`: a suggestion to a person. `no`: nothing.
 */
export type Decision = 'certain' | 'likely' | 'no';

export type Verdict = { bits: number; probability: number; decision: Decision };

/** A pair is suggested from even odds on. */
export const likelyBits = 0;
/** A value counts for identity only while hardly more than one person has it. */
const timesRare = 3;

/** Level of a field, `missing` where there is none. */
function levelOf(bound: Bound, comparison: Comparison, name: string): number {
  const at = bound.prepared.features.findIndex((feature) => feature.name === name);
  return at < 0 ? missing : (comparison.levels[at] as number);
}

/**
 * Names that may be one person's: one part agrees and the other does not contradict; neither a father's and a son's
 * (Junior, Filho, Neto) nor two given names.
 */
export function areCompatible(bound: Bound, comparison: Comparison): boolean {
  const [given, surname] = [levelOf(bound, comparison, 'given'), levelOf(bound, comparison, 'surname')];
  const agree = (level: number): boolean => level > missing && level <= elsewhere;
  if (levelOf(bound, comparison, 'suffix') > same) return false;
  if (!agree(given) && !agree(surname)) return false;
  return given <= similar && (surname <= partly || agree(given));
}

/** Whether the two share a document that is sound by its own check digits (where it has any) and nobody else's. */
function sharesDocument(
  bound: Bound,
  comparison: Comparison,
  pair: readonly [PersonRecord, PersonRecord],
): boolean {
  const at = bound.prepared.features.findIndex((feature) => feature.name === 'document');
  if (at < 0 || comparison.levels[at] !== same) return false;
  const item = comparison.items[at] as number;
  const share = bound.shares[at]?.[item] ?? 1;
  if (share > timesRare * (bound.rare[at] as number)) return false;
  const value = bound.prepared.features[at]?.column.dictionary.texts[item];
  return pair.every((record) =>
    (record.documents ?? []).some((document) => {
      const read = documentOf(document);
      // A company's number names the company, not the person who writes for it.
      return read?.value === value && read?.isSound !== false && document.kind !== 'cnpj';
    }),
  );
}

const sharesProof = (a: PersonRecord, b: PersonRecord): boolean =>
  (a.proven ?? []).some((key) => b.proven?.includes(key));

/** Decides about two prepared records; leaves what was compared in `comparison`. */
export function decide(bound: Bound, pair: readonly [number, number], comparison: Comparison): Verdict {
  compare(bound.prepared, pair, comparison);
  const bits = judge(bound, comparison);
  const records = [bound.prepared.records[pair[0]], bound.prepared.records[pair[1]]] as [
    PersonRecord,
    PersonRecord,
  ];
  const isProven = sharesProof(...records) || sharesDocument(bound, comparison, records);
  const isCertain = isProven && areCompatible(bound, comparison) && contradictions(bound, comparison) === 0;
  const likely = bits >= likelyBits || isCertain ? 'likely' : 'no';
  return { bits, probability: probabilityOf(bits), decision: isCertain ? 'certain' : likely };
}

/** Fields of a person's own that say otherwise: birth dates that no slip of the pen explains. */
function contradictions(bound: Bound, comparison: Comparison): number {
  return levelOf(bound, comparison, 'birth') > similar ? 1 : 0;
}

export const comparisonFor = (bound: Bound): Comparison => newComparison(bound.prepared.features.length);
