import { hasPrivateSide } from '@meada/contract/private-side';
import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import { IconLock, IconWorld } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useChannel } from '../../api/queries.ts';
import { useNow } from '../../ui/time.ts';
import classes from './public.module.css';
import { privateOf, publicOf } from './rules.ts';

type Props = {
  conversation: Conversation;
  leg: Leg;
  others: readonly Leg[];
  onChoose: (legId: string) => void;
};

/** One press to the other side: from public to private, where the platform and its time allow it, and back. */
export function SideButton({ conversation, leg, others, onChoose }: Props) {
  const { t } = useTranslation('conversations');
  const now = useNow();
  const { legs } = conversation;
  const capabilities = useChannel(leg.channel)?.capabilities;
  if (leg.side === 'public') {
    const way = privateOf(leg, { legs, others, now });
    // Where everything is public (reviews, complaint sites) there is nothing to be pressed.
    if (!way && capabilities && !hasPrivateSide(capabilities)) return null;
    const late = [...legs, ...others].some((one) => one.side === 'private' && one.inboxId === leg.inboxId);
    return (
      <button
        type="button"
        className={classes.side}
        disabled={!way}
        title={way ? undefined : t(late ? 'public.tooLate' : 'public.noPrivate')}
        onClick={() => way && onChoose(way.id)}
      >
        <IconLock size={14} aria-hidden /> {t('public.goPrivate')}
      </button>
    );
  }
  const way = publicOf(conversation);
  if (!way) return null;
  return (
    <button type="button" className={classes.side} data-public onClick={() => onChoose(way.id)}>
      <IconWorld size={14} aria-hidden /> {t('public.goPublic')}
    </button>
  );
}

/** Above the field while what is written will be read by everybody. */
export function PublicBanner() {
  const { t } = useTranslation('conversations');
  return (
    <p className={classes.banner} role="status">
      <IconWorld size={16} aria-hidden />
      <b>{t('public.banner')}</b>
      <span>{t('public.bannerText')}</span>
    </p>
  );
}
