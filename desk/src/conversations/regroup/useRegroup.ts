import type { ConversationItem } from '@meada/contract/routes/conversations';
import {
  mergeConversations,
  moveMessages,
  splitConversation,
  undoRegrouping,
} from '@meada/contract/routes/regroupings';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { renewThread } from '../../live/torn.ts';
import { complain, say, sayWith } from '../../ui/toast.ts';
import { endSelection } from './selection.ts';

type Done = { regroupingId: string; conversation: ConversationItem };

/** Threads that gained or lost messages are read anew; the frames do the same for everybody else. */
export function readAnew(client: QueryClient, ids: readonly string[]): void {
  for (const id of ids) renewThread(client, id);
  void client.invalidateQueries({ queryKey: keys.lists });
  void client.invalidateQueries({ queryKey: ['others'] });
}

/** What is done, with its words, and how it is taken back. */
function useDone(conversationId: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { t } = useTranslation('regroup');
  const show = (id: string) => {
    readAnew(client, [conversationId, id]);
    void navigate({
      to: '/conversations/$conversationId',
      params: { conversationId: id },
      search: (all) => all,
    });
  };
  const tried = async (ask: () => Promise<Done>, after: (done: Done) => void): Promise<boolean> => {
    try {
      const done = await ask();
      show(done.conversation.id);
      after(done);
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  };
  const undo = (regroupingId: string): Promise<boolean> =>
    tried(
      () => call(undoRegrouping, { params: { id: regroupingId } }),
      () => say(t('undone')),
    );
  const run = (ask: () => Promise<Done>, words: string): Promise<boolean> =>
    tried(ask, ({ regroupingId }) => {
      endSelection();
      void sayWith(words, { label: t('undo'), act: () => void undo(regroupingId) });
    });
  return { undo, run, t };
}

/** Merging, splitting, moving and taking it back: each goes to where the matter is afterwards. */
export function useRegroup(conversationId: string) {
  const { undo, run, t } = useDone(conversationId);
  const params = { id: conversationId };
  return {
    undo,
    merge: (intoId: string) => run(() => call(mergeConversations, { params, body: { intoId } }), t('merged')),
    move: (messageIds: string[], intoId: string) =>
      run(
        () => call(moveMessages, { params, body: { messageIds, intoId } }),
        t('moved', { count: messageIds.length }),
      ),
    split: (messageIds: string[], clientId: string, subject: string) =>
      run(
        () =>
          call(splitConversation, { params, body: { messageIds, clientId, subject: subject || undefined } }),
        t('split', { count: messageIds.length }),
      ),
  };
}
