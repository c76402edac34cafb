import type { Conversation } from '@meada/contract/routes/conversations';
import type { OwnCategory } from '@meada/contract/statuses';
import { IconChevronDown } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Late } from '../../ui/Late.tsx';
import { momentOf } from '../../ui/time.ts';
import { useMayReply } from '../../work/listening/state.ts';
import classes from '../header/header.module.css';

const StatusItems = lazyRouteComponent(() => import('./StatusItems.tsx'), 'StatusItems');
const look = { position: 'bottom-start', width: 250, tall: 460 } as const;

type Props = {
  conversation: Conversation;
  onChange: (status: OwnCategory, statusId: string | null) => void;
};

/** In what state it is, by the firm's own word for it; pressed, every state it can be put into. */
export function StatusPill({ conversation, onChange }: Props) {
  const { t, i18n } = useTranslation('conversations');
  const mayReply = useMayReply(conversation.id);
  const { status, ownStatus, snoozedUntil, snooze } = conversation;
  const parts = [
    ownStatus?.name ?? t(`status.${status}`),
    ...(status === 'snoozed' && snoozedUntil ? [momentOf(snoozedUntil, i18n.language)] : []),
    ...(status === 'snoozed' && snooze?.event ? [t(`snoozedFor.${snooze.event}`)] : []),
  ];
  const by = snooze ? [snooze.by?.name, snooze.note].filter(Boolean).join(': ') : '';
  const why = snooze ? [...parts, by].filter(Boolean).join(' · ') : undefined;
  const words = (
    <>
      {ownStatus ? <i style={{ background: ownStatus.colour }} /> : null}
      <span className={classes.words}>
        {parts.join(' · ')}
        {snooze?.note ? <span className={classes.why}> · {snooze.note}</span> : null}
      </span>
    </>
  );
  if (!mayReply)
    return (
      <span className={classes.status} data-status={status} title={why}>
        {words}
      </span>
    );
  const button = (
    <button
      type="button"
      className={classes.status}
      data-status={status}
      title={why ?? t('header.status')}
      aria-label={`${t('header.status')}: ${parts.join(' · ')}`}
    >
      {words}
      <IconChevronDown size={12} aria-hidden />
    </button>
  );
  return (
    <Late button={button} look={look} later={StatusItems.preload}>
      <StatusItems conversation={conversation} onChange={onChange} />
    </Late>
  );
}
