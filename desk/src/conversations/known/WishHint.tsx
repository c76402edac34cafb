import type { Leg } from '@meada/contract/routes/conversations';
import type { PreferredHours } from '@meada/contract/routes/preferences';
import { IconClock, IconHeart } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/queries.ts';
import { usePreferenceWords } from '../../customers/record/wishes.ts';
import { useChannelName } from '../../ui/ChannelBadge.tsx';
import { useNow } from '../../ui/time.ts';
import { windowClosed } from '../composer/rules.ts';
import classes from './known.module.css';
import { useStated } from './usePreferredChannel.ts';

/** Somebody who wrote so short a time ago is there: their hours and channel are the ones of now (ms). */
const justNow = 30 * 60_000;

/** That it is none of the hours the customer named, in words. */
function useOutsideWords(): (hours: PreferredHours) => string {
  const { t, i18n } = useTranslation('record');
  const now = useNow();
  const { timeZone } = useMe().organisation;
  const words = usePreferenceWords();
  const time = new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit', timeZone });
  return (hours) => t('wish.outside', { when: words({ kind: 'hours', hours }), now: time.format(now) });
}

/** It is none of the hours the customer named: a kind word, nothing is held up. */
export function HoursHint({ hours }: { hours: PreferredHours }) {
  const words = useOutsideWords();
  return (
    <p className={classes.wish} role="status">
      <IconClock size={16} aria-hidden />
      <span>{words(hours)}</span>
    </p>
  );
}

/** The same in the line of whom to call. */
export function CallHours({ customerId }: { customerId: string }) {
  const { outside } = useStated(customerId);
  const words = useOutsideWords();
  return outside ? (
    <span className={classes.callHours}>
      <IconClock size={15} aria-hidden /> {words(outside)}
    </span>
  ) : null;
}

/** The best way of the channel the customer asked for: one that is open, the customer's own first. */
export const wishedLeg = (legs: readonly Leg[], channel: string | null, now: number): Leg | undefined =>
  legs
    .filter((leg) => leg.channel === channel && leg.side !== 'public' && !leg.identity.undeliverable)
    .filter((leg) => !windowClosed(leg, now) && !leg.identity.optedOutAt)
    .sort((one, other) => Number(other.usedByCustomer) - Number(one.usedByCustomer))[0];

type Props = {
  customerId: string;
  leg: Leg;
  /** Every way there is, those that choosing would open included. */
  ways: readonly Leg[];
  onChoose(legId: string): void;
};

/** What the customer said of how they want to be reached, where this answer would go otherwise. */
export function WishHint({ customerId, leg, ways, onChoose }: Props) {
  const { t } = useTranslation('record');
  const now = useNow();
  const { channel, outside } = useStated(customerId);
  const name = useChannelName(channel);
  const isThere = leg.lastInboundAt !== null && now - Date.parse(leg.lastInboundAt) < justNow;
  if (isThere || leg.side === 'public') return null;
  const wished = leg.channel === channel ? undefined : wishedLeg(ways, channel, now);
  return (
    <>
      {wished ? (
        <p className={classes.wish} role="status">
          <IconHeart size={16} aria-hidden />
          <span>
            {t('wish.prefersChannel', { channel: name })}{' '}
            <button type="button" onClick={() => onChoose(wished.id)}>
              {t('wish.answerBy', { channel: name })}
            </button>
          </span>
        </p>
      ) : null}
      {outside ? <HoursHint hours={outside} /> : null}
    </>
  );
}
