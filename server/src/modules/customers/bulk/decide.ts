import { type CustomerDraft, type Known, whoIsMeant } from './rules.ts';

export type Decision =
  | { draft: CustomerDraft; kind: 'create'; customerId: string; sharedWith: boolean }
  | { draft: CustomerDraft; kind: 'known'; customerId: string; sharedWith: boolean }
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
    for (const { matchKey } of draft.addresses) {
      const holders = directory.get(matchKey) ?? [];
      if (!holders.some(({ rootId }) => rootId === customerId))
        directory.set(matchKey, [...holders, { rootId: customerId, name: draft.name }]);
    }
    const sharedWith = isNew && meant.sharedWith;
    return { draft, kind: isNew ? 'create' : 'known', customerId, sharedWith };
  });
}
