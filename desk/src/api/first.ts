import { listCallbacks } from '@meada/contract/routes/callbacks';
import {
  countConversations,
  listConversations,
  listMessages,
  readConversation,
} from '@meada/contract/routes/conversations';
import { listChannels, listInboxRefs } from '@meada/contract/routes/inboxes';
import { listLabels } from '@meada/contract/routes/labels';
import { listPeople, listTeams } from '@meada/contract/routes/people';
import { cleanSearch, type ListSearch } from '../app/search.ts';
import { readLiking } from '../shell/liking.ts';
import { addressOf } from './call.ts';
import { askEarly } from './early.ts';
import type { ListFilters } from './keys.ts';

/** Rows of a list, and messages of a thread (two windows full), asked for at once. */
export const pageSizes = { list: 50, thread: 40 };

/** What the address asks for, as the server's filters. Open ones unless another status is chosen. */
export function filtersOf(search: ListSearch, view: ListFilters['view']): ListFilters {
  const shown = search.view ?? view;
  // What waits to go out often does so in a conversation that rests.
  const status = search.status ?? (search.q || shown === 'scheduled' ? 'any' : 'open');
  return {
    view: shown,
    status: status === 'any' ? undefined : status,
    statusId: search.own,
    inboxId: search.inbox,
    teamId: search.team,
    assigneeId: search.who,
    labelId: search.label,
    side: search.side,
    rating: search.rating,
    query: search.q,
  };
}

/**
 * Asks for what the first screen of an address shows, before the code that shows it is here. The list first: it is what
 * people wait for.
 */
export function askFirst(at: { pathname: string; search: string }): void {
  const [area = 'conversations', id] = at.pathname.split('/').filter(Boolean);
  if (area === 'conversations') {
    const search = cleanSearch(Object.fromEntries(new URLSearchParams(at.search)));
    const query = { ...filtersOf(search, readLiking().view), limit: pageSizes.list };
    askEarly(addressOf(listConversations, { query }));
    askEarly(addressOf(listCallbacks, {}));
    if (id) {
      askEarly(addressOf(readConversation, { params: { id } }));
      askEarly(addressOf(listMessages, { params: { id }, query: { limit: pageSizes.thread } }));
    }
  }
  for (const route of [listChannels, listInboxRefs, listPeople, listTeams, listLabels, countConversations])
    askEarly(addressOf(route, {}));
}
