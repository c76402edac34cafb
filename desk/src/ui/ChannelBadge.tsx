import type { Locale } from '@meada/contract/primitives';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../api/queries.ts';
import classes from './ChannelBadge.module.css';

/** Address an icon can be shown from: manifests give the SVG itself, or where it lies. Never put into the page as markup. */
export const iconSource = (icon: string): string =>
  icon.trimStart().startsWith('<') ? `data:image/svg+xml;utf8,${encodeURIComponent(icon)}` : icon;

/** Name of a channel in the reader's language, from its manifest. */
export function useChannelName(id: string | null): string {
  const { i18n } = useTranslation();
  const channel = useChannel(id);
  return channel?.name[i18n.language as Locale] ?? id ?? '';
}

type Props = { channel: string | null; size?: number; label?: boolean };

/** A channel by its manifest's icon, with its name for those who cannot see it or when asked for. */
export function ChannelBadge({ channel, size = 16, label = false }: Props) {
  const info = useChannel(channel);
  const name = useChannelName(channel);
  if (!channel) return null;
  return (
    <span className={classes.badge} title={label ? undefined : name}>
      {info?.icon ? (
        <img src={iconSource(info.icon)} width={size} height={size} alt={label ? '' : name} />
      ) : (
        <span className={classes.dot} style={{ width: size, height: size }} />
      )}
      {label ? <span className={classes.name}>{name}</span> : null}
    </span>
  );
}
