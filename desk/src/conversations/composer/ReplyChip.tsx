import { CloseButton } from '@mantine/core';
import { summaryOf } from '@meada/contract/content';
import type { Message } from '@meada/contract/routes/conversations';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './composer.module.css';

/** Which message is being answered. */
export function ReplyChip({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t } = useTranslation('conversations');
  return (
    <div className={classes.replying}>
      <IconArrowBackUp size={16} aria-hidden />
      <span>
        <b>{message.author.name ?? t('author.customer')}</b>{' '}
        {summaryOf(message.content) || t(`kind.${message.content.kind}`)}
      </span>
      <CloseButton size="sm" aria-label={t('composer.noReply')} onClick={onClose} />
    </div>
  );
}
