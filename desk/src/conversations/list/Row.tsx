import type { ConversationItem } from '@meada/contract/routes/conversations';
import {
  IconAlertTriangle,
  IconClock,
  IconFlag3Filled,
  IconMoonStars,
  IconPaperclip,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, type MouseEvent, memo, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useLabels, useMe, usePeople } from '../../api/queries.ts';
import { typing } from '../../live/presence.ts';
import { useStore } from '../../live/store.ts';
import { ChannelBadge } from '../../ui/ChannelBadge.tsx';
import { Face } from '../../ui/Face.tsx';
import { spanOf, stampOf, useNow } from '../../ui/time.ts';
import { paused } from '../../work/paused.ts';
import { undelivered, unsent } from '../composer/unsent.ts';
import { DueMark } from '../due/DueMark.tsx';
import { Loudness } from '../public/Loudness.tsx';
import { PublicMark } from '../public/PublicMark.tsx';
import { forgetSoon, prefetchSoon, prefetchThread } from '../thread/useThread.ts';
import classes from './list.module.css';

/** Minutes of waiting after which the mark turns warm, then hot. */
const patience = { warm: 5, hot: 30 };

function Waiting({ since }: { since: string }) {
  const { t, i18n } = useTranslation('conversations');
  const now = useNow();
  const past = now - new Date(since).getTime();
  const heat = past > patience.hot * 60_000 ? 'hot' : past > patience.warm * 60_000 ? 'warm' : undefined;
  const span = spanOf(past, i18n.language);
  return (
    <span className={classes.waiting} data-heat={heat} title={t('row.waiting', { span })}>
      <IconClock size={13} aria-hidden />
      <span className="visually-hidden">{t('row.waiting', { span })}</span>
      <span aria-hidden>{span}</span>
    </span>
  );
}

function Preview({ item }: { item: ConversationItem }) {
  const { t } = useTranslation('conversations');
  const someoneTypes = useStore(
    typing,
    (all) => all[item.id]?.some((one) => one.kind === 'customer') ?? false,
  );
  if (someoneTypes) return <span className={classes.typing}>{t('row.typing')}</span>;
  if (!item.preview) return <span>{t('row.noMessage')}</span>;
  const { text, kind, authorKind } = item.preview;
  return (
    <>
      {authorKind === 'person' ? <span className={classes.us}>{t('row.us')}</span> : null}
      {kind === 'media' ? <IconPaperclip size={13} aria-hidden /> : null}
      {text || t(`kind.${kind}`)}
    </>
  );
}

/** A click the browser has nothing of its own to do with (a new tab, a download). */
const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

type Props = { item: ConversationItem; active: boolean; query: string; onOpen: (id: string) => void };

const RatingMark = lazy(() =>
  import('../../surveys/RatingMark.tsx').then((file) => ({ default: file.RatingMark })),
);

/**
 * One conversation in the list. A plain link: a router's link reckons its address anew with every step of the router, once
 * for each row. What the pointer or the keyboard rests on is fetched before it is opened.
 */
export const Row = memo(function Row({ item, active, query, onOpen }: Props) {
  const { t, i18n } = useTranslation('conversations');
  const now = useNow();
  const me = useMe();
  const client = useQueryClient();
  const assignee = usePeople().find((person) => person.id === item.assigneeId);
  const labels = useLabels().filter((label) => item.labelIds.includes(label.id));
  const unread = item.lastInboundSeq > item.readSeq;
  const name = item.customer.name ?? item.customer.display;
  const held = useStore(paused, (all) => all.has(item.id));
  const refused = useStore(unsent, (all) => all.has(item.id));
  const lost = useStore(undelivered, (all) => all.get(item.id));
  return (
    <a
      href={`/conversations/${item.id}${query}`}
      onClick={(event) => {
        if (!isPlain(event)) return;
        event.preventDefault();
        onOpen(item.id);
      }}
      className={classes.row}
      data-conversation={item.id}
      onPointerDown={() => prefetchThread(client, item.id)}
      onPointerEnter={() => prefetchSoon(client, item.id)}
      onPointerLeave={forgetSoon}
      onFocus={() => prefetchSoon(client, item.id)}
      onBlur={forgetSoon}
      data-active={active || undefined}
      data-unread={unread || undefined}
      aria-current={active ? 'page' : undefined}
    >
      <span className={classes.face}>
        <Face name={item.customer.name} id={item.customer.id} url={item.customer.avatarUrl} size={40} />
        <span className={classes.channel}>
          <ChannelBadge channel={item.channel} size={16} />
        </span>
      </span>
      <span className={classes.lines}>
        <span className={classes.line}>
          <span className={classes.name}>{name}</span>
          {item.public ? <PublicMark size={14} /> : null}
          {item.priority === 'urgent' || item.priority === 'high' ? (
            <span
              className={classes.priority}
              data-priority={item.priority}
              title={t(`priority.${item.priority}`)}
            >
              <IconFlag3Filled size={13} aria-label={t(`priority.${item.priority}`)} />
            </span>
          ) : null}
          <time className={classes.stamp} dateTime={item.activeAt}>
            {stampOf(item.activeAt, now, i18n.language)}
          </time>
        </span>
        <span className={classes.line}>
          <span className={classes.preview}>
            <Preview item={item} />
          </span>
          {unread ? <span className={classes.unread} role="img" aria-label={t('row.unread')} /> : null}
        </span>
        <span className={classes.line} data-small>
          {refused || lost ? (
            <span className={classes.waiting} data-heat="hot">
              <IconAlertTriangle size={13} aria-hidden />{' '}
              {t(refused ? 'row.notSent' : lost === 'unknown' ? 'row.unsure' : 'row.notDelivered')}
            </span>
          ) : null}
          {item.due ? <DueMark due={item.due} /> : null}
          {item.waitingSince && !item.due?.at ? <Waiting since={item.waitingSince} /> : null}
          {held ? <span className={classes.tag}>{t('row.paused')}</span> : null}
          <Loudness item={item} />
          {item.rating ? (
            <Suspense fallback={null}>
              <RatingMark rating={item.rating} />
            </Suspense>
          ) : null}
          {item.status === 'snoozed' ? <IconMoonStars size={13} aria-label={t('status.snoozed')} /> : null}
          {item.ownStatus || item.status === 'resolved' || item.status === 'pending' ? (
            <span className={classes.tag}>
              {item.ownStatus ? <i style={{ background: item.ownStatus.colour }} /> : null}
              {item.ownStatus?.name ?? t(`status.${item.status}`)}
            </span>
          ) : null}
          {labels.slice(0, 2).map((label) => (
            <span key={label.id} className={classes.tag}>
              <i style={{ background: label.colour }} />
              {label.name}
            </span>
          ))}
          {labels.length > 2 ? (
            <span className={classes.tag} data-rest>
              +{labels.length - 2}
            </span>
          ) : null}
          <span className={classes.assignee}>
            {assignee ? (assignee.id === me.personId ? t('row.me') : assignee.name.split(' ')[0]) : ''}
          </span>
        </span>
      </span>
    </a>
  );
});
