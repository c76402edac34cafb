import type { ListView, StatusCategory } from '@meada/contract/routes/conversations';

/** What stands in the address of the conversation list; short names, because agents share these addresses. */
export type ListSearch = {
  view?: ListView;
  status?: StatusCategory | 'any';
  /** One of the firm's own statuses. */
  own?: string;
  inbox?: string;
  team?: string;
  who?: string;
  label?: string;
  side?: 'public' | 'private';
  rating?: 'good' | 'neutral' | 'bad' | 'any';
  q?: string;
};

const views: readonly string[] = [
  ...['mine', 'unassigned', 'all', 'waiting', 'following', 'public', 'scheduled', 'due', 'loud'],
];
const sides: readonly string[] = ['public', 'private'];
const ratings: readonly string[] = ['good', 'neutral', 'bad', 'any'];
const statuses: readonly string[] = ['open', 'pending', 'snoozed', 'resolved', 'any'];
const one = (value: unknown, allowed: readonly string[]) =>
  typeof value === 'string' && allowed.includes(value) ? value : undefined;
const text = (value: unknown, max: number) =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value).slice(0, max) || undefined
    : undefined;

/** Reads an address' search part, leaving out what is not ours. */
export function cleanSearch(search: Record<string, unknown>): ListSearch {
  return {
    view: one(search.view, views) as ListSearch['view'],
    status: one(search.status, statuses) as ListSearch['status'],
    own: text(search.own, 40),
    inbox: text(search.inbox, 40),
    team: text(search.team, 40),
    who: text(search.who, 40),
    label: text(search.label, 40),
    side: one(search.side, sides) as ListSearch['side'],
    rating: one(search.rating, ratings) as ListSearch['rating'],
    q: text(search.q, 200),
  };
}
