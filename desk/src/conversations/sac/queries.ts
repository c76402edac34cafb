import { readSacConversation } from '@meada/contract/routes/sac';
import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';

/** What the SAC decree makes of a conversation. */
export const sacQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.conversation(id), 'sac'],
    queryFn: ({ signal }) => call(readSacConversation, { params: { id } }, { signal }),
  });
