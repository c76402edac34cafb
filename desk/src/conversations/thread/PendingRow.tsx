import type { Leg } from '@meada/contract/routes/conversations';
import { IconAlertTriangle, IconClockHour4, IconLock } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/queries.ts';
import { Face } from '../../ui/Face.tsx';
import { discard, sendAgain } from '../composer/outbox.ts';
import type { Pending } from '../composer/pending.ts';
import { PublicMark } from '../public/PublicMark.tsx';
import { Attachments } from './Attachments.tsx';
import { Body } from './Body.tsx';
import classes from './thread.module.css';

const Stopped = lazy(() => import('../composer/Stopped.tsx').then((file) => ({ default: file.Stopped })));

/** A message of one's own that the server has not acknowledged yet, or refused. */
export function PendingRow({ pending, legs }: { pending: Pending; legs: readonly Leg[] }) {
  const { t } = useTranslation('conversations');
  const me = useMe();
  const client = useQueryClient();
  const { state, code } = pending;
  const stopped = state === 'failed' && (code === 'answered_meanwhile' || code === 'cannot_see');
  const isPublic = legs.some((leg) => leg.id === pending.body.legId && leg.side === 'public');
  return (
    <article
      className={classes.message}
      data-side="out"
      data-internal={pending.body.internal || undefined}
      data-public={isPublic || undefined}
      data-pending
    >
      <Face name={me.name} id={me.personId} url={me.avatarUrl} size={32} />
      <div className={classes.column}>
        <span className={classes.author}>
          {me.name} {pending.body.internal ? <IconLock size={12} aria-hidden /> : null}
          {isPublic ? <PublicMark label /> : null}
        </span>
        <div className={classes.bubbleLine}>
          <div className={classes.bubble}>
            <Attachments list={pending.attachments} />
            <Body content={pending.body.content} />
            <span className={classes.meta} role="status">
              {stopped ? null : state !== 'sending' ? (
                <span className={classes.failed} data-state={state}>
                  {state === 'failed' ? (
                    <IconAlertTriangle size={15} aria-hidden />
                  ) : (
                    <IconClockHour4 size={14} aria-hidden />
                  )}
                  {state === 'failed'
                    ? t(`common:problem.${pending.code ?? 'strange'}`)
                    : t('common:connection.waits')}
                  <button type="button" onClick={() => sendAgain(client, pending.clientId)}>
                    {t('common:retry')}
                  </button>
                  <button type="button" onClick={() => discard(pending.clientId)}>
                    {t('message.discard')}
                  </button>
                </span>
              ) : (
                <span className={classes.ticks}>
                  <IconClockHour4 size={14} role="img" aria-label={t('dispatch.sending')} />
                </span>
              )}
            </span>
          </div>
        </div>
        {stopped ? (
          <Suspense fallback={null}>
            <Stopped pending={pending} />
          </Suspense>
        ) : null}
      </div>
    </article>
  );
}
