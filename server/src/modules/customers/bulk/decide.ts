import { type CustomerDraft, type Known, type Said, whoIsMeant } from './rules.ts';

export type Decision =
  | { draft: CustomerDraft; kind: 'create'; customerId: string; sharedWith: boolean; repeats: boolean }
  | { draft: CustomerDraft; kind: 'known'; customerId: string }
  | { draft: CustomerDraft; kind: 'several' };

/**
 * Decides for drafts one after another: what a draft makes is known to those behind it. `directory` is written on, so that
 * a dry run can go on with it.
 */
export function decideDrafts(
  drafts: readonly CustomerDraft[],
  directory: Map<string, Known[]>,
  newId: () => string,
): Decision[] {
  return drafts.map((draft) => {
    const meant = whoIsMeant(draft, directory);
    if (meant.kind === 'several') return { draft, kind: 'several' };
    const isNew = meant.kind === 'new';
    const customerId = isNew ? newId() : meant.rootId;
    const said = { birthDate: draft.birthDate, documents: draft.documents, fields: draft.fields };
    for (const { matchKey } of draft.addresses) {
      const holders = directory.get(matchKey) ?? [];
      const known = { rootId: customerId, name: draft.name, ...(isNew ? { here: true, said } : {}) };
      const isHeld = holders.some(({ rootId }) => rootId === customerId);
      const grown = isHeld
        ? holders.map((one) => (one.rootId === customerId ? added(one, said) : one))
        : [...holders, known];
      directory.set(matchKey, grown);
    }
    if (meant.kind === 'new') {
      const { sharedWith, repeats } = meant;
      return { draft, kind: 'create', customerId, sharedWith, repeats };
    }
    return { draft, kind: 'known', customerId };
  });
}

/** What a row adds to whom it means counts for the rows behind it. */
const added = (known: Known, more: Said): Known =>
  known.said
    ? {
        ...known,
        said: {
          birthDate: known.said.birthDate ?? more.birthDate,
          documents: [...new Set([...known.said.documents, ...more.documents])],
          fields: { ...more.fields, ...known.said.fields },
        },
      }
    : known;
