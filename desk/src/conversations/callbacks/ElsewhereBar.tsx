import type { Conversation } from '@meada/contract/routes/conversations';
import { IconArrowsRightLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChannelName } from '../../ui/ChannelBadge.tsx';
import classes from './callbacks.module.css';

/** Above the field: the customer went from the chat and waits elsewhere, until they have written from there. */
export function ElsewhereBar({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('conversations');
  const leg = conversation.legs.find(({ proposed }) => proposed);
  const waits =
    leg?.joinReason === 'kept_place' && leg.lastInboundAt === null && conversation.status === 'open';
  const channel = useChannelName(waits ? leg.channel : null);
  if (!waits) return null;
  return (
    <div className={classes.bar} role="status">
      <IconArrowsRightLeft size={16} aria-hidden />
      <b>{t('elsewhere.waits', { channel: channel ?? leg.channel, address: leg.identity.display })}</b>
      <span>{t('elsewhere.goes')}</span>
    </div>
  );
}
