import type { Message } from '@meada/contract/routes/conversations';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../live/store.ts';
import { timeOf } from '../../ui/time.ts';
import classes from './regroup.module.css';
import { selection, toggleSelected } from './selection.ts';

/** The box before a message while messages are being marked. */
export function Mark({ message }: { message: Message }) {
  const { t, i18n } = useTranslation('conversations');
  const marked = useStore(selection, (now) =>
    now?.conversationId === message.conversationId ? now.ids.has(message.id) : null,
  );
  if (marked === null) return null;
  const who = message.author.name ?? t(`author.${message.author.kind}`);
  return (
    <input
      type="checkbox"
      className={classes.mark}
      checked={marked}
      aria-label={t('regroup.mark', { who, at: timeOf(message.at, i18n.language) })}
      onChange={() => toggleSelected(message.id)}
    />
  );
}
