import type { BulkRun } from '@meada/contract/macros';
import { createStore } from '../../live/store.ts';

/** Conversations of the list that are picked, to do the same to all of them. */
export type Picks = {
  ids: ReadonlySet<string>;
  /** Where a stretch begins. */
  anchor: string | null;
  /** All that the list's filters find, also what is not loaded. */
  all: boolean;
};
const none: Picks = { ids: new Set(), anchor: null, all: false };
export const picks = createStore<Picks>(none);
/** The run that is under way or has something to tell. */
export const bulkRun = createStore<BulkRun | null>(null);

export const clearPicks = (): void => picks.set(() => none);

/** Picks one, or lets it go. */
export const togglePick = (id: string): void =>
  picks.set(({ ids }) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    return { ids: next, anchor: id, all: false };
  });

/** Picks everything from the last one to this one, in the order of the list. */
export function pickRange(order: readonly string[], id: string): void {
  picks.set(({ ids, anchor }) => {
    const [one, other] = [order.indexOf(anchor ?? id), order.indexOf(id)];
    const from = one < 0 ? other : Math.min(one, other);
    return { ids: new Set([...ids, ...order.slice(from, Math.max(one, other) + 1)]), anchor: id, all: false };
  });
}

/** Picks these and no others; with `all`, also what the filters find beyond them. */
export const pickAll = (ids: readonly string[], all = false): void =>
  picks.set(() => ({ ids: new Set(ids), anchor: ids.at(-1) ?? null, all }));
