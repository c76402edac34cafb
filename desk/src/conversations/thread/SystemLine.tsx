import type { Content } from '@meada/contract/content';
import type { Message } from '@meada/contract/routes/conversations';
import { useTranslation } from 'react-i18next';
import { useChannelName } from '../../ui/ChannelBadge.tsx';
import { momentOf } from '../../ui/time.ts';
import classes from './thread.module.css';

type Props = { message: Message; content: Extract<Content, { kind: 'system' }> };

/** Something that happened to the conversation. A code newer than this desk is shown as it is. */
export function SystemLine({ message, content }: Props) {
  const { t, i18n } = useTranslation('conversations');
  const who = message.author.name ?? t('author.system');
  const { by, priority, until, subject, dueAt } = content.values;
  const channel = useChannelName(typeof content.values.channel === 'string' ? content.values.channel : null);
  const code = content.code === 'subject_changed' && !subject ? 'subject_removed' : content.code;
  const words = t(`system.${code}`, {
    count: 1,
    ...content.values,
    ...(channel ? { channel } : {}),
    by: by ?? who,
    ...(priority ? { priority: t(`priority.${priority}`).toLocaleLowerCase(i18n.language) } : {}),
    ...(typeof until === 'string' ? { until: momentOf(until, i18n.language) } : {}),
    ...(typeof dueAt === 'string' ? { dueAt: momentOf(dueAt, i18n.language) } : {}),
    defaultValue: content.code.replaceAll('_', ' '),
  });
  return (
    <p className={classes.system} title={momentOf(message.at, i18n.language)}>
      {words}
    </p>
  );
}
