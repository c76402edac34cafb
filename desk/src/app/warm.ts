import type { Me } from '@meada/contract/routes/session';
import type { QueryClient } from '@tanstack/react-query';
import { countsQuery } from '../api/counts.ts';
import { forgetEarly } from '../api/early.ts';
import { keys } from '../api/keys.ts';
import { channelsQuery, inboxRefsQuery, labelsQuery, peopleQuery, teamsQuery } from '../api/queries.ts';
import { warmConversations } from '../conversations/routes.tsx';
import { queuesQuery, workQuery } from '../work/queries.ts';
import { cleanSearch } from './search.ts';

/**
 * Asks for what the first screen needs while its texts are still on their way, instead of one after the other; mostly it is
 * on its way already (`api/first.ts`). What comes in before the socket is ready is asked for again then
 * (`live/provider.tsx`).
 */
export function warm(client: QueryClient, at: { pathname: string; search: object }): void {
  const [area = 'conversations', id] = at.pathname.split('/').filter(Boolean);
  if (area === 'conversations') warmConversations(client, cleanSearch({ ...at.search }), id);
  void client.prefetchQuery(channelsQuery);
  void client.prefetchQuery(inboxRefsQuery);
  void client.prefetchQuery(peopleQuery);
  void client.prefetchQuery(teamsQuery);
  void client.prefetchQuery(labelsQuery);
  void client.prefetchQuery(countsQuery);
  // Who is given work sees their bar above the list.
  if (client.getQueryData<Me>(keys.me)?.permissions.includes('conversations.reply'))
    void client.fetchQuery(workQuery).then(
      ({ agent }) => agent && client.prefetchQuery(queuesQuery),
      () => {},
    );
  forgetEarly();
}
