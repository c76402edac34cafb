import type { ChannelInfo } from '@meada/contract/channels';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { iconSource } from '../../ui/ChannelBadge.tsx';
import classes from './inboxes.module.css';

/** A channel's picture from its manifest, on a tile; a broken plug when the plug-in is gone. */
export function ChannelIcon({ channel }: { channel: ChannelInfo | undefined }) {
  return (
    <span className={classes.icon} aria-hidden>
      {channel?.icon ? (
        <img src={iconSource(channel.icon)} alt="" />
      ) : (
        <IconPlugConnectedX size={22} stroke={1.5} />
      )}
    </span>
  );
}
