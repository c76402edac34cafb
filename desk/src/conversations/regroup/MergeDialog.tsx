import type { Conversation } from '@meada/contract/routes/conversations';
import { useTranslation } from 'react-i18next';
import { TargetDialog } from './TargetDialog.tsx';
import { useRegroup } from './useRegroup.ts';

/** Merges this conversation into another one of the customer. */
export function MergeDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { t } = useTranslation('regroup');
  const { merge } = useRegroup(conversation.id);
  return (
    <TargetDialog
      conversation={conversation}
      title={t('mergeTitle')}
      text={t('mergeText', { protocol: conversation.protocol })}
      onChoose={merge}
      onClose={onClose}
    />
  );
}
