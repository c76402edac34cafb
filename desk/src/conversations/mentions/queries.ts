import type { ResponseOf } from '@meada/contract/route';
import { listMentions, seeMentions } from '@meada/contract/routes/mentions';
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { complain } from '../../ui/toast.ts';

export type MentionPage = ResponseOf<typeof listMentions>;
export type MentionItem = MentionPage['items'][number];

/** New ones, as many as the bell shows. */
export const newMentionsQuery = queryOptions({
  queryKey: [...keys.mentions, 'new'],
  queryFn: ({ signal }) =>
    call(listMentions, { query: { unseen: 'true', limit: 10 } }, { signal }) as Promise<MentionPage>,
  staleTime: Number.POSITIVE_INFINITY,
});

export const mentionsQuery = (unseen: boolean) =>
  infiniteQueryOptions({
    queryKey: [...keys.mentions, 'list', unseen],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }) =>
      call(
        listMentions,
        { query: { unseen: unseen ? 'true' : 'false', cursor: pageParam, limit: 30 } },
        { signal },
      ) as Promise<MentionPage>,
    getNextPageParam: (last) => last.next ?? undefined,
  });

/** Marks one, or all of them, as looked at. */
export async function see(client: QueryClient, messageId: string | null): Promise<void> {
  await call(seeMentions, { body: { messageId } }).catch(complain);
  await client.invalidateQueries({ queryKey: keys.mentions });
}
