import {
  type CustomerDraft,
  holdersAtMost,
  type Known,
  type KnownAre,
  type Said,
  whoIsMeant,
} from './rules.ts';

export type Decision =
  | { draft: CustomerDraft; kind: 'create'; customerId: string; sharedWith: boolean; repeats: boolean }
  | { draft: CustomerDraft; kind: 'known'; customerId: string }
  | { draft: CustomerDraft; kind: 'several' };

type How = { known: KnownAre; newId: () => string };

/**
 * Decides for drafts one after another: what a draft makes or adds is known to those behind it, as if it had been written.
 * `directory` is written on, so that a dry run can go on with it.
 */
export function decideDrafts(
  drafts: readonly CustomerDraft[],
  directory: Map<string, Known[]>,
  { known, newId }: How,
): Decision[] {
  return drafts.map((draft) => {
    const meant = whoIsMeant(draft, directory);
    if (meant.kind === 'several') return { draft, kind: 'several' };
    if (meant.kind === 'known') {
      const holder = draft.addresses
        .flatMap(({ matchKey }) => directory.get(matchKey) ?? [])
        .find(({ rootId }) => rootId === meant.rootId);
      if (holder && known !== 'leave') hold(directory, draft, added(holder, draft, known));
      return { draft, kind: 'known', customerId: meant.rootId };
    }
    const { birthDate, documents, fields } = draft;
    const said = { birthDate, documents, fields: { ...fields } };
    const customerId = newId();
    hold(directory, draft, { rootId: customerId, name: draft.name, here: true, said });
    const { sharedWith, repeats } = meant;
    return { draft, kind: 'create', customerId, sharedWith, repeats };
  });
}

function hold(directory: Map<string, Known[]>, { addresses }: CustomerDraft, holder: Known): void {
  for (const { matchKey } of addresses) {
    const holders = directory.get(matchKey) ?? [];
    if (!holders.includes(holder) && holders.length < holdersAtMost)
      directory.set(matchKey, [...holders, holder]);
  }
}

/** What a row adds to whom it means, on the one object that stands for them. */
function added(holder: Known, draft: CustomerDraft, known: KnownAre): Known {
  const first = <T>(is: T | null, given: T | null): T | null =>
    known === 'overwrite' ? (given ?? is) : (is ?? given);
  holder.name = first(holder.name, draft.name);
  if (holder.said) holder.said = addedTo(holder.said, draft, first);
  return holder;
}

const addedTo = (
  said: Said,
  draft: CustomerDraft,
  first: <T>(is: T | null, given: T | null) => T | null,
): Said => ({
  birthDate: first(said.birthDate, draft.birthDate),
  documents: [...new Set([...said.documents, ...draft.documents])],
  fields: {
    ...said.fields,
    ...Object.fromEntries(
      Object.entries(draft.fields).map(([name, value]) => [name, first(said.fields[name] ?? null, value)]),
    ),
  },
});
