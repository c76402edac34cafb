import type { Conversation } from '@meada/contract/routes/conversations';
import { sendMessage } from '@meada/contract/routes/conversations';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call } from '../../api/call.ts';
import { codeOf } from '../../api/problem.ts';
import { askOfMessage } from '../../live/asked.ts';
import { complain } from '../../ui/toast.ts';
import { useSeenAtOpening } from '../composer/useSeen.ts';

/**
 * Publishes from the dialog itself: it closes, and what follows is done, only once the server has the words. `crossed`: a
 * colleague has answered since the dialog was opened; publishing again then says so.
 */
export function usePublish(conversation: Conversation, legId: string | undefined, onSent: () => void) {
  const client = useQueryClient();
  const seenSeq = useSeenAtOpening(conversation);
  // The same number until it is taken: what was sent twice for a cut line is one message.
  const clientId = useRef(crypto.randomUUID());
  const sending = useMutation({
    mutationFn: ({ text, despite }: { text: string; despite: boolean }) =>
      askOfMessage(client, () =>
        call(sendMessage, {
          params: { id: conversation.id },
          body: {
            clientId: clientId.current,
            content: { v: 1, kind: 'text', text },
            internal: false,
            attachmentIds: [],
            seenSeq,
            ...(legId ? { legId } : {}),
            ...(despite ? { despite } : {}),
          },
        }),
      ),
    onSuccess: onSent,
    onError: (error) => {
      if (codeOf(error) !== 'answered_meanwhile') complain(error);
    },
  });
  const crossed = sending.error !== null && codeOf(sending.error) === 'answered_meanwhile';
  return {
    seenSeq,
    crossed,
    busy: sending.isPending,
    publish: (text: string) => sending.mutate({ text: text.trim(), despite: crossed }),
  };
}
