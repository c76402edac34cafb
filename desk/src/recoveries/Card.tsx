import { Button, Checkbox } from '@mantine/core';
import type { Abandonment } from '@meada/contract/routes/abandonments';
import { IconClock, IconPencil, IconPhoneOff } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay, usePeople } from '../api/queries.ts';
import { proposeWay } from '../conversations/composer/useDraft.ts';
import { openStart } from '../conversations/start/StartHost.tsx';
import { phoneWords } from '../ui/address.ts';
import { ChannelBadge } from '../ui/ChannelBadge.tsx';
import { Face } from '../ui/Face.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { momentOf, spanOf, useNow, whenOf } from '../ui/time.ts';
import { CardMenu } from './CardMenu.tsx';
import classes from './recoveries.module.css';

type Props = {
  one: Abandonment;
  picked: boolean;
  /** Null: it cannot be picked. */
  onPick: (() => void) | null;
};

/** Somebody who left: who, why, what they wanted, and the way back to them. */
export function Card({ one, picked, onPick }: Props) {
  const { t, i18n } = useTranslation('recoveries');
  const name = one.customer.name ?? one.customer.display;
  const standing = one.settledAt === null;
  return (
    <li
      className={classes.card}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: j and k move from card to card
      tabIndex={0}
      data-card
      data-later={one.laterAt ? true : undefined}
      data-id={one.id}
    >
      {onPick ? (
        <Checkbox
          className={classes.pick}
          checked={picked}
          onChange={onPick}
          tabIndex={-1}
          aria-label={t('bulk.pick', { name })}
        />
      ) : null}
      <Face name={one.customer.name} id={one.customer.id} url={one.customer.avatarUrl} size={40} />
      <div className={classes.words}>
        <p className={classes.name}>
          <Link to="/customers/$customerId" params={{ customerId: one.customer.id }}>
            {name}
          </Link>
          <ChannelBadge channel={one.channel} size={15} />
          <span className={classes.when}>
            {t(`kind.${one.kind}`)} · <RelativeTime at={one.at} />
            {one.waitedSeconds !== null && one.waitedSeconds >= 60
              ? ` · ${t('waited', { time: spanOf(one.waitedSeconds * 1000, i18n.language) })}`
              : ''}
          </span>
        </p>
        {one.said ? <blockquote className={classes.said}>{one.said}</blockquote> : null}
        <Standing one={one} />
        {standing ? <Way one={one} /> : null}
      </div>
      <Actions one={one} />
    </li>
  );
}

/** What has been done about it. */
function Standing({ one }: { one: Abandonment }) {
  const { t, i18n } = useTranslation('recoveries');
  const people = usePeople();
  const who = people.find(({ id }) => id === one.assigneeId)?.name;
  const facts = [
    one.settledAt ? t(`state.${one.state}`) : null,
    one.reason ? t(`reason.${one.reason}`) : null,
    one.tries > 0 ? t('tries', { count: one.tries }) : null,
    who ? t('with', { name: who }) : null,
    one.laterAt && !one.settledAt ? t('later', { time: momentOf(one.laterAt, i18n.language) }) : null,
  ].filter((fact) => fact !== null);
  return facts.length > 0 ? <p className={classes.facts}>{facts.join(' · ')}</p> : null;
}

/** How and when to write best, and why so. */
function Way({ one: { way } }: { one: Abandonment }) {
  const { t, i18n } = useTranslation('recoveries');
  const now = useNow();
  if (!way)
    return (
      <p className={classes.noWay}>
        <IconPhoneOff size={16} aria-hidden /> {t('noWay')}
      </p>
    );
  const waits = way.waits !== null && Date.parse(way.at) > now;
  return (
    <p className={classes.way}>
      <ChannelBadge channel={way.channel} size={16} label />
      <span className={classes.address}>{phoneWords(way.address)}</span>
      <span>{t(`why.${way.why}`)}</span>
      {waits ? (
        <span className={classes.waits}>
          <IconClock size={15} aria-hidden />
          {t(`waits.${way.waits}`, { time: whenOf(new Date(way.at), i18n.language) })}
        </span>
      ) : null}
    </p>
  );
}

function Actions({ one }: { one: Abandonment }) {
  const { t } = useTranslation('recoveries');
  const navigate = useNavigate();
  const may = useMay('conversations.reply');
  const { conversation, way } = one;
  const go = () => {
    if (!conversation) return openStart(one.customer.id);
    if (way) proposeWay(conversation.id, way);
    void navigate({ to: '/conversations/$conversationId', params: { conversationId: conversation.id } });
  };
  return (
    <div className={classes.actions}>
      <Button
        size="sm"
        data-go
        variant={way && one.settledAt === null ? 'filled' : 'default'}
        leftSection={way ? <IconPencil size={16} /> : null}
        onClick={go}
      >
        {t(way && one.settledAt === null ? 'write' : 'open')}
      </Button>
      {may ? <CardMenu one={one} /> : null}
    </div>
  );
}
