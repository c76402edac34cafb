import type { Side } from '@meada/contract/public';
import type { Leg } from '@meada/contract/routes/conversations';
import { IconExternalLink, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ChannelBadge, useChannelName } from '../../ui/ChannelBadge.tsx';
import { PublicMark } from '../public/PublicMark.tsx';
import classes from './thread.module.css';

type Props = { channel: string; side: Side | null; leg: Leg | undefined };

/** The same conversation going on in another channel, or on the other side: in public under a post, or in private. */
export function LegDivider({ channel, side, leg }: Props) {
  const { t } = useTranslation('conversations');
  const name = useChannelName(channel);
  if (side === null)
    return (
      <div className={classes.leg}>
        <span>
          <ChannelBadge channel={channel} size={15} /> {t('thread.leg', { channel: name })}
        </span>
      </div>
    );
  return (
    <div className={classes.leg} data-public={side === 'public' || undefined}>
      <span>
        {side === 'public' ? <PublicMark size={15} /> : <IconLock size={14} aria-hidden />}
        <ChannelBadge channel={channel} size={15} />
        <span className={classes.legWords}>
          {t(side === 'public' ? 'public.leg' : 'public.private', { channel: name })}
          {side === 'public' && leg?.threadName ? <b> · {leg.threadName}</b> : null}
        </span>
        {side === 'public' && leg?.url ? (
          <a href={leg.url} target="_blank" rel="noreferrer noopener">
            {t('public.post')} <IconExternalLink size={13} aria-hidden />
          </a>
        ) : null}
      </span>
    </div>
  );
}
