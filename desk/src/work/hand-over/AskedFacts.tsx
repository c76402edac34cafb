import { Button } from '@mantine/core';
import type { HandOver } from '@meada/contract/routes/hand-over';
import type { WorkItem } from '@meada/contract/routes/routing';
import { IconEye } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { usePersonName, useQueueName } from '../words.tsx';
import classes from '../work.module.css';

/** Who asks, in place of how it came. */
export function AskedBy({ asked }: { asked: HandOver }) {
  const { t } = useTranslation('handover');
  const nameOf = usePersonName();
  return <>{t('offer.title', { name: nameOf(asked.fromId) })}</>;
}

type Props = { item: WorkItem; asked: HandOver; onOpen: () => void };

/** What one decides by: the colleague's words, and the conversation itself, which one may read before. */
export function AskedFacts({ item, asked, onOpen }: Props) {
  const { t } = useTranslation('handover');
  const queueName = useQueueName();
  const { conversationId } = useParams({ strict: false });
  const here = conversationId === item.conversation?.id;
  const words = item.conversation?.preview ?? item.conversation?.subject;
  return (
    <>
      <p className={classes.offerFacts}>
        <ChannelBadge channel={item.channel} size={16} label />
        <span>{queueName(asked.queueId)}</span>
      </p>
      {asked.note ? (
        <p className={classes.offerNote}>
          <span className="visually-hidden">{t('offer.note')}: </span>
          {asked.note}
        </p>
      ) : words ? (
        <p className={classes.offerWords}>{words}</p>
      ) : null}
      {here ? null : (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconEye size={15} aria-hidden />}
          onClick={onOpen}
        >
          {t('offer.open')}
        </Button>
      )}
    </>
  );
}
