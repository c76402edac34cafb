import { useTranslation } from 'react-i18next';
import { ChannelBadge, useChannelName } from '../../ui/ChannelBadge.tsx';
import classes from './thread.module.css';

/** The same conversation going on in another channel. */
export function LegDivider({ channel }: { channel: string }) {
  const { t } = useTranslation('conversations');
  const name = useChannelName(channel);
  return (
    <div className={classes.leg}>
      <span>
        <ChannelBadge channel={channel} size={15} /> {t('thread.leg', { channel: name })}
      </span>
    </div>
  );
}
