import type { QueryClient } from '@tanstack/react-query';
import { countsQuery } from '../api/counts.ts';
import { channelsQuery, inboxRefsQuery, labelsQuery, peopleQuery, teamsQuery } from '../api/queries.ts';
import { cleanSearch } from './search.ts';

/**
 * Asks for what the first screen needs while texts and the screen's code are still on their way, instead of one after the
 * other. What comes in before the socket is ready is asked for again then (`live/provider.tsx`).
 */
export function warm(client: QueryClient, at: { pathname: string; search: object }): void {
  void client.prefetchQuery(channelsQuery);
  void client.prefetchQuery(inboxRefsQuery);
  void client.prefetchQuery(peopleQuery);
  void client.prefetchQuery(teamsQuery);
  void client.prefetchQuery(labelsQuery);
  void client.prefetchQuery(countsQuery);
  const [area = 'conversations', id] = at.pathname.split('/').filter(Boolean);
  if (area !== 'conversations') return;
  // A failed load of the code is told by the router, which asks for it again.
  void import('../conversations/routes.tsx').then(
    ({ warmConversations }) => warmConversations(client, cleanSearch({ ...at.search }), id),
    () => {},
  );
}
