import type { EditedWords, Macro } from '@meada/contract/macros';
import type { Conversation } from '@meada/contract/routes/conversations';
import { runMacro, undoMacro } from '@meada/contract/routes/macros';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { complain, say, sayWith } from '../../ui/toast.ts';

/** Runs a macro and offers to take it back; says plainly what could not be. */
export function useRunMacro(conversation: Conversation, macro: Macro) {
  const { t } = useTranslation('macros');
  const client = useQueryClient();
  const { id } = conversation;
  const renew = () => {
    void client.invalidateQueries({ queryKey: keys.conversation(id) });
    void client.invalidateQueries({ queryKey: keys.messages(id) });
  };
  const undo = async (runId: string) => {
    const { kept } = await call(undoMacro, { params: { id: runId } });
    renew();
    const stays = kept.map((part) => t(`part.${part}`)).join(', ');
    say(kept.length === 0 ? t('undone') : t('undoneBut', { stays }));
  };
  return (words: EditedWords[]) => {
    const runId = crypto.randomUUID();
    call(runMacro, { params: { id }, body: { runId, macroId: macro.id, words } })
      .then(() => {
        renew();
        const way = { label: t('undo'), act: () => void undo(runId).catch(complain) };
        return sayWith(t('ran', { name: macro.name }), way);
      })
      .catch(complain);
  };
}
