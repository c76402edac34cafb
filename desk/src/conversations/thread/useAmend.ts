import { deleteMessage, editMessage, hideMessage, reactToMessage } from '@meada/contract/routes/messages';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { askOfMessage } from '../../live/asked.ts';
import { complain } from '../../ui/toast.ts';

type Change =
  | { kind: 'edit'; text: string }
  | { kind: 'delete' }
  | { kind: 'react'; emoji: string | null }
  | { kind: 'hide'; hidden: boolean };

/** Asks for a change of a message; what comes back says how far it got. */
export function useAmend(messageId: string) {
  const client = useQueryClient();
  const params = { id: messageId };
  const ask = (change: Change) => {
    if (change.kind === 'edit') return call(editMessage, { params, body: { text: change.text } });
    if (change.kind === 'delete') return call(deleteMessage, { params });
    if (change.kind === 'hide') return call(hideMessage, { params, body: { hidden: change.hidden } });
    return call(reactToMessage, { params, body: { emoji: change.emoji } });
  };
  return useMutation({
    mutationFn: (change: Change) => askOfMessage(client, () => ask(change)),
    onError: complain,
  });
}
