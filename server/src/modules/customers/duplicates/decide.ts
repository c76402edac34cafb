import type { MatchReason } from '@meada/contract/routes/duplicates';
import { relatedKey } from '../kinds.ts';
import type { OwnRecord } from './records.ts';

/**
 * Whether two records are one human: what is known for sure first (the same proven address, the same document), then what
 * the matcher believes. Pure.
 */

/** What the matcher says: chance (0…1) that the two are one, and why. */
export type Belief = { chance: number; reasons: readonly MatchReason[] };

export type Finding = { score: number; certain: boolean; reason: string; reasons: MatchReason[] };

/** What equal or different facts say, in bits, for the order of the reasons. */
const bits = { proven: 30, document: 24, related: 8, against: -20, shared: 0 } as const;

/** What is believed at least of records with the same document; a typing error can make two of one. */
const documentScore = 0.97;
const provenScore = 0.999;
const relatedScore = 0.9;
/** Below this the matcher says that two records with the same proven address are two humans all the same (a couple). */
const doubted = 0.2;

const common = (a: readonly string[], b: readonly string[]): string[] => a.filter((key) => b.includes(key));
const isDocument = (key: string): boolean => key.startsWith('cpf:') || key.startsWith('cnpj:');
const kindOf = (key: string): string => key.slice(0, key.indexOf(':'));

/** The value of a key as a reason shows it; a document is shown to nobody. */
const shownOf = (key: string): string => (isDocument(key) ? '' : key.slice(key.indexOf(':') + 1));

const reasonFor = (code: string, key: string, weight: number): MatchReason => {
  const shown = shownOf(key);
  return { code, field: kindOf(key), weight, ...(shown ? { a: shown, b: shown } : {}) };
};

/** What speaks against: each holds a document of the same kind and none is the same, or the days of birth differ. */
function against(a: OwnRecord, b: OwnRecord): MatchReason[] {
  const found: MatchReason[] = [];
  for (const kind of ['cpf', 'cnpj']) {
    const [one, other] = [a, b].map(({ matchKeys }) => matchKeys.filter((key) => key.startsWith(`${kind}:`)));
    if (one?.length && other?.length && common(one, other).length === 0)
      found.push({ code: 'different_document', field: kind, weight: bits.against });
  }
  const [births, others] = [a.person.births ?? [], b.person.births ?? []];
  if (births.length > 0 && others.length > 0 && common(births, others).length === 0)
    found.push({ code: 'different_birth', field: 'birthDate', weight: bits.against / 2 });
  if (a.kind !== b.kind) found.push({ code: 'different_kind', field: 'kind', weight: bits.against / 2 });
  return found;
}

export type Pair = {
  a: OwnRecord;
  b: OwnRecord;
  belief: Belief;
  shared: ReadonlySet<string>;
  /** Likeness alone suggests nothing. */
  facts?: boolean | undefined;
};

/** What is found of a pair; null when it is less than `likely` and so nobody's business. */
export function decidePair({ a, b, belief, shared, facts }: Pair, likely: number): Finding | null {
  const same = common(a.matchKeys, b.matchKeys);
  const telling = same.filter((key) => !shared.has(key));
  const proven = telling.filter((key) => a.provenKeys.includes(key) && b.provenKeys.includes(key));
  const documents = telling.filter(isDocument);
  const related = relatedBetween(a, b);
  const contrary = against(a, b);
  const isDoubtful = belief.chance < doubted && !nameless(a) && !nameless(b);
  const certain = proven.length > 0 && contrary.length === 0 && !isDoubtful;
  const isContrary = hasOther(contrary, 'document');
  const plus = contrary.length > 0 ? [] : related;
  const known = isContrary ? 0 : knownScore({ certain, documents, related: plus, telling });
  // A merge of two humans does more harm than one that was not proposed.
  const chance = isContrary ? Math.min(belief.chance, 0.49) : belief.chance;
  const floor = proven.length > 0 ? likely : 0;
  if (Math.max(known, facts ? 0 : chance, floor) < likely) return null;
  const score = Math.max(known, chance, floor);
  const reasons = [
    ...proven.map((key) => reasonFor('same_proven', key, bits.proven)),
    ...documents
      .filter((key) => !proven.includes(key))
      .map((key) => reasonFor('same_document', key, bits.document)),
    ...related.map((key) => reasonFor('related_address', key, bits.related)),
    ...same.filter((key) => shared.has(key)).map((key) => reasonFor('shared_value', key, bits.shared)),
    ...contrary,
    ...belief.reasons.filter((one) => !isTold(one, { documents, contrary })),
  ];
  const reason = certain ? 'same_proven' : documents.length > 0 ? 'same_document' : 'looks_alike';
  return { score, certain, reason, reasons };
}

type Told = { documents: readonly string[]; contrary: readonly MatchReason[] };
/** What the matcher says again that is said already. */
const isTold = ({ field, code }: MatchReason, { documents, contrary }: Told): boolean =>
  (field === 'document' && (documents.length > 0 || hasOther(contrary, 'document'))) ||
  (field === 'birth' && code === 'different' && hasOther(contrary, 'birth'));

const hasOther = (contrary: readonly MatchReason[], what: string): boolean =>
  contrary.some((reason) => reason.code === `different_${what}`);

type Known = { certain: boolean; documents: string[]; related: string[]; telling: string[] };
/** How sure plain facts make, whatever the names look like. */
function knownScore({ certain, documents, related, telling }: Known): number {
  if (certain) return provenScore;
  if (documents.length > 0) return documentScore;
  // One mailbox and one more address in common: a nickname the matcher has never heard of changes nothing.
  return related.length > 0 && telling.length > 0 ? relatedScore : 0;
}

const nameless = (record: OwnRecord): boolean => (record.person.names ?? []).length === 0;

/** Plain addresses that both lead to, one of them by a plus-alias. */
function relatedBetween(a: OwnRecord, b: OwnRecord): string[] {
  const plain = (record: OwnRecord) => new Set(record.matchKeys.map((key) => relatedKey(key) ?? key));
  const [one, other] = [plain(a), plain(b)];
  return [...one].filter(
    (key) =>
      other.has(key) && key.startsWith('email:') && !(a.matchKeys.includes(key) && b.matchKeys.includes(key)),
  );
}
