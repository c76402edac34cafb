import { listStatuses } from '@meada/contract/routes/statuses';
import type { OwnCategory, Status } from '@meada/contract/statuses';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

export const categories: readonly OwnCategory[] = ['open', 'pending', 'resolved'];

/** The firm's own statuses; frames say when they changed. */
export const statusesQuery = queryOptions({
  queryKey: keys.statuses,
  queryFn: ({ signal }) => call(listStatuses, undefined, { signal }).then(({ items }) => items as Status[]),
  staleTime: 5 * 60_000,
});

const none: Status[] = [];
export const useStatuses = (): Status[] => useQuery(statusesQuery).data ?? none;

/** Those that can be given, or looked for: of one category, archived ones left out unless they are wanted. */
export const ofCategory = (list: readonly Status[], category: OwnCategory, archived = false): Status[] =>
  list.filter((one) => one.category === category && (archived || !one.archived));

/** One category as a menu shows it; `plain`: its own name is offered, too, for none of the firm's is its default. */
export type StatusGroup = { category: OwnCategory; own: Status[]; plain: boolean };

/** What a conversation can be given, category by category. */
export const statusGroups = (list: readonly Status[]): StatusGroup[] =>
  categories.map((category) => {
    const own = ofCategory(list, category);
    return { category, own, plain: !own.some((one) => one.isDefault) };
  });
