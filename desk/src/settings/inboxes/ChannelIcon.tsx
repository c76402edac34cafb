import type { ChannelInfo } from '@meada/contract/channels';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { iconSource } from '../../ui/ChannelBadge.tsx';
import classes from './inboxes.module.css';

type Props = { channel: ChannelInfo | undefined; size?: number };

/** A channel's picture from its manifest, on a tile; a broken plug when the plug-in is gone. */
export function ChannelIcon({ channel, size = 40 }: Props) {
  return (
    <span className={classes.icon} style={{ '--icon-size': `${size}px` } as CSSProperties} aria-hidden>
      {channel?.icon ? (
        <img src={iconSource(channel.icon)} alt="" />
      ) : (
        <IconPlugConnectedX size={size * 0.55} stroke={1.5} />
      )}
    </span>
  );
}
