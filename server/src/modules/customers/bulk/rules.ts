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
  labelIds: readonly string[];
  fields: Readonly<Record<string, CustomFieldValue>>;
};

/** Whoever holds an address already. */
export type Known = { rootId: string; name: string | null };
export type Directory = ReadonlyMap<string, readonly Known[]>;

export type Meant =
  | { kind: 'new'; sharedWith: boolean }
  | { kind: 'known'; rootId: string }
  | { kind: 'several' };

/** Kinds that belong to one human or company alone; mailboxes and telephones are shared in families and firms. */
const own = new Set(['cpf', 'cnpj', 'loyalty', 'marketplace_buyer']);

/**
 * Whom a draft means. A document or number of their own decides. A shared kind of address decides when the names do not
 * speak against it: a family's telephone makes nobody one. Two humans under one draft are not chosen between.
 */
export function whoIsMeant(draft: Pick<CustomerDraft, 'name' | 'addresses'>, directory: Directory): Meant {
  const held = (isOwn: boolean): Known[] =>
    draft.addresses
      .filter(({ kind }) => own.has(kind) === isOwn)
      .flatMap(({ matchKey }) => [...(directory.get(matchKey) ?? [])]);
  const sure = rootsOf(held(true));
  if (sure.length > 1) return { kind: 'several' };
  if (sure[0]) return { kind: 'known', rootId: sure[0] };
  const shared = held(false);
  const fitting = rootsOf(shared.filter((known) => namesFit(draft.name, known.name)));
  if (fitting.length > 1) return { kind: 'several' };
  if (fitting[0]) return { kind: 'known', rootId: fitting[0] };
  return { kind: 'new', sharedWith: shared.length > 0 };
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
