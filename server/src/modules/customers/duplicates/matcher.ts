import type { MatchReason } from '@meada/contract/routes/duplicates';
import { type Model, type PersonRecord, scoreCandidates, usualModel } from '../matching/index.ts';
import type { Belief } from './decide.ts';

/** Reasons a suggestion keeps. */
const reasonsAtMost = 12;
/** Longest value of a reason. */
const longest = 120;

type Told = ReturnType<typeof scoreCandidates>[number]['reasons'][number];

/** A reason of the matcher as it is kept and shown; a document's number is shown to nobody. */
function reasonOf({ field, kind, values, number, bits }: Told): MatchReason {
  const [a, b] = field === 'document' ? ['', ''] : values.map((value) => value.slice(0, longest));
  return {
    code: kind,
    field,
    weight: Math.round(bits * 10) / 10,
    ...(a || b ? { a: a ?? '', b: b ?? '' } : {}),
    ...(number === undefined ? {} : { similarity: number }),
  };
}

/** Reasons as a suggestion keeps them. */
export const reasonsOf = (told: readonly Told[]): MatchReason[] => told.slice(0, reasonsAtMost).map(reasonOf);

/** What the matcher believes of each of the others, in their order. */
export function beliefs(
  model: Model | null,
  record: PersonRecord,
  others: readonly PersonRecord[],
): Belief[] {
  const scored = new Map(
    scoreCandidates(model ?? usualModel(1000), record, others).map((candidate) => [candidate.id, candidate]),
  );
  return others.map((other) => {
    const candidate = scored.get(other.id);
    return {
      chance: candidate?.probability ?? 0,
      reasons: reasonsOf(candidate?.reasons ?? []),
    };
  });
}
