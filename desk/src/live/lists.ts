import { loudFrom } from '@meada/contract/public';
import type { ConversationItem } from '@meada/contract/routes/conversations';
import type { ListFilters } from '../api/keys.ts';

/** One page of a list as the cache holds it. */
export type Page = { items: ConversationItem[]; next: string | null };
export type Pages = { pages: Page[]; pageParams: unknown[] };

/**
 * Whether an item belongs to a list, as far as the item itself tells; null when only the server knows (searches, the
 * followers of a conversation).
 */
export function belongs(item: ConversationItem, filters: ListFilters, meId: string): boolean | null {
  if (item.mergedIntoId) return false;
  if (filters.status && item.status !== filters.status) return false;
  if (filters.statusId && item.ownStatus?.id !== filters.statusId) return false;
  if (filters.inboxId && item.inboxId !== filters.inboxId) return false;
  if (filters.teamId && item.teamId !== filters.teamId) return false;
  if (filters.assigneeId && item.assigneeId !== filters.assigneeId) return false;
  if (filters.labelId && !item.labelIds.includes(filters.labelId)) return false;
  if (filters.side && item.public !== (filters.side === 'public')) return false;
  if (filters.rating && !isRated(item, filters.rating)) return false;
  if (filters.customerId && item.customer.id !== filters.customerId) return false;
  if (filters.view === 'mine' && item.assigneeId !== meId) return false;
  if (filters.view === 'unassigned' && item.assigneeId !== null) return false;
  if (filters.view === 'waiting' && item.waitingSince === null) return false;
  if (filters.view === 'due' && !item.due?.at) return false;
  if (filters.view === 'loud' && item.loudness < loudFrom) return false;
  return filters.query || !tellable.has(filters.view) ? null : true;
}

/** As the list is narrowed: somehow, or so. */
const isRated = ({ rating }: ConversationItem, wanted: NonNullable<ListFilters['rating']>): boolean =>
  wanted === 'any' ? rating !== null : rating?.mark === wanted;

/** Views that an item itself tells it belongs to. */
const tellable: ReadonlySet<string> = new Set(['mine', 'unassigned', 'all', 'waiting', 'due', 'loud']);

/** Order within a list: last activity first; the waiting view longest waiting first, deadlines the nearest first. */
function before(one: ConversationItem, other: ConversationItem, view: ListFilters['view']): boolean {
  if (view === 'waiting') return (one.waitingSince ?? '') < (other.waitingSince ?? '');
  if (view === 'due') return (one.due?.at ?? '') < (other.due?.at ?? '');
  if (view === 'loud') return one.loudness > other.loudness;
  return one.activeAt > other.activeAt;
}

const find = (data: Pages, id: string): ConversationItem | undefined =>
  data.pages.flatMap((page) => page.items).find((item) => item.id === id);

/** Frames do not carry the reader's own mark: keep the highest known. */
function keepMark(item: ConversationItem, old: ConversationItem | undefined, mark: number): ConversationItem {
  return { ...item, readSeq: Math.max(item.readSeq, old?.readSeq ?? 0, mark) };
}

/** Takes an item out of a list. */
export function without(data: Pages, id: string): Pages {
  if (!find(data, id)) return data;
  const pages = data.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) }));
  return { ...data, pages };
}

/** Puts a changed item where it belongs in a list, or out of it; an item beyond the loaded part is left to paging. */
export function withItem(
  data: Pages,
  item: ConversationItem,
  place: { filters: ListFilters; meId: string; mark: number },
): Pages {
  const old = find(data, item.id);
  // Told late, behind a newer answer.
  if (old && old.lastSeq > item.lastSeq) return data;
  const here = belongs(item, place.filters, place.meId);
  if (here === false) return without(data, item.id);
  if (here === null && !old) return data;
  const fresh = keepMark(item, old, place.mark);
  const rest = without(data, item.id);
  const pages = rest.pages.map((page) => ({ ...page, items: [...page.items] }));
  for (const page of pages) {
    const at = page.items.findIndex((other) => before(fresh, other, place.filters.view));
    if (at === -1) continue;
    page.items.splice(at, 0, fresh);
    return { ...data, pages };
  }
  const last = pages.at(-1);
  if (last && (last.next === null || old)) last.items.push(fresh);
  return { ...data, pages };
}

/** Notes how far the reader has read. */
export function withMark(data: Pages, id: string, seq: number): Pages {
  if (!find(data, id)) return data;
  const mark = (item: ConversationItem) => (item.id === id ? { ...item, readSeq: seq } : item);
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(mark) })) };
}
