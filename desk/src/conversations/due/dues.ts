import { type ConversationItem, listConversations } from '@meada/contract/routes/conversations';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

const shown = 20;

/** One's own conversations whose deadline is the nearest; frames say when one is near or passed. */
export const duesQuery = (personId: string) =>
  queryOptions({
    queryKey: keys.dues,
    queryFn: ({ signal }) =>
      call(
        listConversations,
        { query: { view: 'due', assigneeId: personId, limit: shown } },
        { signal },
      ).then(({ items }) => items as ConversationItem[]),
    staleTime: 60_000,
  });

/** Near or passed. */
export const isNear = ({ due }: ConversationItem, now: number): boolean =>
  due?.at != null && Date.parse(due.warnAt ?? due.at) <= now;
