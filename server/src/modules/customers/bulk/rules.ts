import type { CustomFieldValue } from '@meada/contract/primitives';
import type { PostalInput } from '@meada/contract/routes/postal';
import type { KeyedAddress } from '../kinds.ts';
import { fold, wordsOf } from '../matching/text.ts';

/** Customers written many at once: what a row says, and whom it means. Pure. */

export type CustomerDraft = {
  /** Its number within the list. */
  n: number;
  kind: 'human' | 'company';
  name: string | null;
  birthDate: string | null;
  locale: string | null;
  addresses: readonly KeyedAddress[];
  /** Numbers that are no address of anybody: another country's, a register's. */
  documents: readonly string[];
  postal: PostalInput | null;
  company: { name: string; role: string } | null;
  note: string | null;
  /** What they told once (`facts/`). */
  facts: readonly DraftFact[];
  labelIds: readonly string[];
  fields: Readonly<Record<string, CustomFieldValue>>;
};

export type DraftFact = { kind: string; value: string; canonical: string };

/** What is held of somebody that a row may contradict. */
export type Said = Pick<CustomerDraft, 'birthDate' | 'documents' | 'fields'>;

/** Whoever holds an address already; `here`: made by this very list. */
export type Known = { rootId: string; name: string | null; here?: boolean; said?: Said };
/** Who holds an address, by its key. One customer is one object under all their keys: what a row adds is seen everywhere. */
export type Directory = ReadonlyMap<string, readonly Known[]>;

/** Holders of one address that are looked at, the eldest; more than that share it anyway. */
export const holdersAtMost = 20;

/** What a list does with customers the firm knows: adds what is missing, takes the list's word, or leaves them. */
export type KnownAre = 'fill' | 'overwrite' | 'leave';

export type Meant =
  | { kind: 'new'; sharedWith: boolean; repeats: boolean }
  | { kind: 'known'; rootId: string }
  | { kind: 'several' };

/** Kinds that belong to one human or company alone; mailboxes and telephones are shared in families and firms. */
const own = new Set(['cpf', 'cnpj', 'loyalty', 'marketplace_buyer']);

type Asking = Pick<CustomerDraft, 'name' | 'addresses'> & Partial<Said>;

/**
 * Whom a draft means. A document or number of their own decides. A shared kind of address decides when the names do not
 * speak against it: a family's telephone makes nobody one. Two humans under one draft are not chosen between. Rows of one
 * list are records: one that shares an address with a row before it joins it only when both bear the same name and nothing
 * speaks against it; whether the rest are one human is for the finder of duplicates, who gives reasons and can be undone.
 */
export function whoIsMeant(draft: Asking, directory: Directory): Meant {
  const held = (isOwn: boolean): Known[] =>
    draft.addresses
      .filter(({ kind }) => own.has(kind) === isOwn)
      .flatMap(({ matchKey }) => [...(directory.get(matchKey) ?? [])]);
  const sure = rootsOf(held(true));
  if (sure.length > 1) return { kind: 'several' };
  if (sure[0]) return { kind: 'known', rootId: sure[0] };
  const shared = held(false);
  const alike = shared.filter((known) => namesFit(draft.name, known.name));
  const fitting = alike.filter((known) => !known.here || isSame(draft, known));
  const agreeing = fitting.filter(({ said }) => !said || !speaksAgainst(draft, said));
  const named = agreeing.filter(({ name }) => sameWords(draft.name, name));
  const roots = [agreeing, named].map(rootsOf).find(({ length }) => length === 1) ?? rootsOf(fitting);
  if (roots.length > 1 && fitting.some(({ here }) => !here)) return { kind: 'several' };
  if (roots.length === 1 && roots[0]) return { kind: 'known', rootId: roots[0] };
  const repeats = alike.some(({ here }) => here);
  return { kind: 'new', sharedWith: shared.length > 0 && !repeats, repeats };
}

const sameWords = (one: string | null, other: string | null): boolean =>
  wordsOf(fold(one ?? '')).join(' ') === wordsOf(fold(other ?? '')).join(' ');

/** The same human twice in one list, as far as two rows can say. */
const isSame = (draft: Asking, { name, said }: Known): boolean =>
  (sameWords(draft.name, name) || draft.name === null || name === null) &&
  !(said && speaksAgainst(draft, said));

/** Whether a row says of a birth, a document or a field of the firm's something else than what is held. */
function speaksAgainst({ birthDate, documents, fields }: Partial<Said>, said: Said): boolean {
  if (birthDate && said.birthDate && birthDate !== said.birthDate) return true;
  if (
    documents?.length &&
    said.documents.length > 0 &&
    !documents.some((one) => said.documents.includes(one))
  )
    return true;
  return Object.entries(fields ?? {}).some(
    ([name, value]) =>
      said.fields[name] != null && JSON.stringify(said.fields[name]) !== JSON.stringify(value),
  );
}

const rootsOf = (known: readonly Known[]): string[] => [...new Set(known.map(({ rootId }) => rootId))];

/** Whether two names may be of one human: a first name in common, or one of them says nothing. */
export function namesFit(one: string | null, other: string | null): boolean {
  const [a, b] = [one, other].map((name) => wordsOf(fold(name ?? '')).filter((word) => word.length > 1));
  if (!a || !b || a.length === 0 || b.length === 0) return true;
  const shorter = a.length <= b.length ? a : b;
  const longer = new Set(a.length <= b.length ? b : a);
  // "Ana" and "Ana Prado" fit; "Ana Prado" and "Rui Prado" share a family, not a human.
  return a[0] === b[0] || (shorter.length > 1 && shorter.every((word) => longer.has(word)));
}
