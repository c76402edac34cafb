import type { Leg } from '@meada/contract/routes/conversations';
import { IconChevronDown } from '@tabler/icons-react';
import { lazyRouteComponent } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useAddressWords } from '../../ui/address.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { Late } from '../../ui/Late.tsx';
import { PublicMark } from '../public/PublicMark.tsx';
import classes from './composer.module.css';

const LegItems = lazyRouteComponent(() => import('./LegItems.tsx'), 'LegItems');
const look = { position: 'top-start', width: 330, tall: 420 } as const;

export type LegProps = {
  legs: readonly Leg[];
  /** Legs that choosing would open. */
  others: readonly Leg[];
  leg: Leg | undefined;
  /** Channel the customer likes best, as said or as their answers show. */
  preferred: string | null;
  onChoose: (legId: string) => void;
};

/** The channel a reply goes out on; the customer's last one is proposed, other addresses can be begun with. */
export function LegPicker(props: LegProps) {
  const { legs, others, leg } = props;
  const { t } = useTranslation('conversations');
  const { wordsOf, isAnonymous } = useAddressWords();
  const only = leg !== undefined && legs.length + others.length < 2;
  if (!leg && others.length === 0) return null;
  const button = (
    <button type="button" className={classes.leg} data-only={only || undefined}>
      <span className={leg ? 'visually-hidden' : undefined}>{t('composer.choose')}</span>
      {leg ? <ChannelBadge channel={leg.channel} size={16} label /> : null}
      {leg?.side === 'public' ? (
        <span className={classes.sideMark}>
          <PublicMark label />
        </span>
      ) : null}
      {leg && !isAnonymous(leg.identity.kind) ? (
        <span className={classes.address}>{wordsOf(leg.identity)}</span>
      ) : null}
      {only ? null : <IconChevronDown size={14} aria-hidden />}
    </button>
  );
  if (only) return button;
  return (
    <Late button={button} look={look} later={LegItems.preload}>
      <LegItems {...props} />
    </Late>
  );
}
