import type { Conversation, Leg } from '@meada/contract/routes/conversations';
import type { Scheduled } from '@meada/contract/scheduled';
import { IconAlertTriangle, IconCalendarTime, IconSend2 } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay, useMe } from '../../api/queries.ts';
import { useConfirm } from '../../settings/kit/confirm.tsx';
import { Face } from '../../ui/Face.tsx';
import { momentOf } from '../../ui/time.ts';
import { complain } from '../../ui/toast.ts';
import { Attachments } from '../thread/Attachments.tsx';
import { Body } from '../thread/Body.tsx';
import thread from '../thread/thread.module.css';
import { bringBack, drop, reschedule, sendNow, tellLeft } from './actions.ts';
import classes from './scheduling.module.css';

const LaterDialog = lazy(() => import('./LaterDialog.tsx').then((file) => ({ default: file.LaterDialog })));

/** Whole seconds until a moment, counted down every second. */
function useSeconds(until: string): number {
  const left = () => Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 1000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const timer = setInterval(() => setSeconds(left()), 250);
    return () => clearInterval(timer);
  });
  return seconds;
}

function Countdown({ until }: { until: string }) {
  const { t } = useTranslation('later');
  const seconds = useSeconds(until);
  return <span>{seconds > 0 ? t('in', { seconds }) : t('now')}</span>;
}

/** When it goes, or why it did not. */
function State({ one }: { one: Scheduled }) {
  const { t, i18n } = useTranslation('later');
  if (one.state === 'held')
    return (
      <span className={classes.held}>
        <IconAlertTriangle size={15} aria-hidden />
        <span>
          <b>{t('held')}</b> {t(`reason.${one.reason ?? 'refused'}`)}
        </span>
      </span>
    );
  if (one.purpose === 'undo')
    return (
      <span className={classes.state}>
        <IconSend2 size={14} aria-hidden />
        <Countdown until={one.dueAt} />
      </span>
    );
  return (
    <span className={classes.state}>
      <IconCalendarTime size={15} aria-hidden />
      <span>
        {t('for', { at: momentOf(one.dueAt, i18n.language) })}
        {one.unlessAnswered ? ` · ${t('unlessShort')}` : ''}
      </span>
    </span>
  );
}

/** What its author does with it; who answers for the conversations may delete it. */
function Ways({ one }: { one: Scheduled }) {
  const { t } = useTranslation('later');
  const client = useQueryClient();
  const me = useMe();
  const mayDrop = useMay('conversations.manage');
  const { ask, dialog } = useConfirm();
  const [choosing, setChoosing] = useState(false);
  const mine = one.author.id === me.personId;
  const remove = () =>
    ask({
      title: t('dropTitle'),
      text: t(mine ? 'dropText' : 'dropOther', { name: one.author.name }),
      action: t('drop'),
      danger: true,
      act: () => drop(client, one),
    });
  const hour = new Date(Date.now() + 3_600_000);
  return (
    <span className={classes.ways}>
      {mine ? (
        <>
          <button type="button" data-strong onClick={() => void bringBack(client, one)}>
            {t(one.purpose === 'undo' && one.state === 'waiting' ? 'undo' : 'edit')}
          </button>
          <button type="button" onClick={() => void sendNow(client, one)}>
            {t('sendNow')}
          </button>
        </>
      ) : null}
      {mine && (one.purpose === 'later' || one.state === 'held') ? (
        <button type="button" onClick={() => setChoosing(true)}>
          {t('otherTime')}
        </button>
      ) : null}
      {(mine || mayDrop) && (one.purpose === 'later' || one.state === 'held') ? (
        <button type="button" onClick={remove}>
          {t('drop')}
        </button>
      ) : null}
      {dialog}
      {choosing ? (
        <Suspense fallback={null}>
          <LaterDialog
            at={one.state === 'held' ? hour : new Date(one.dueAt)}
            unlessAnswered={one.unlessAnswered}
            action={t('otherTime')}
            onSave={(at, unlessAnswered) =>
              reschedule(client, one, { at: at.toISOString(), unlessAnswered }).catch(complain)
            }
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      ) : null}
    </span>
  );
}

/** Nothing is being written where the caret stands: Ctrl+Z there has nothing of its own to take back. */
function isIdle(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return true;
  if (target.isContentEditable) return target.closest('[data-written]') === null;
  const field = target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
  return !field || target.value === '';
}

/** Ctrl+Z takes back what one sent last, while it can be; who leaves the conversation meanwhile takes the way along. */
function useUndo(list: readonly Scheduled[]): void {
  const client = useQueryClient();
  const me = useMe();
  const newest = list
    .filter((one) => one.purpose === 'undo' && one.state === 'waiting' && one.author.id === me.personId)
    .at(-1);
  const current = useRef(newest);
  current.current = newest;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const undo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
      if (!undo || !current.current || !isIdle(event.target)) return;
      event.preventDefault();
      // The editor would bring back the words alone, while the letter goes out.
      event.stopPropagation();
      void bringBack(client, current.current);
    };
    window.addEventListener('keydown', press, true);
    return () => {
      window.removeEventListener('keydown', press, true);
      if (current.current) void tellLeft(client, current.current);
    };
  }, [client]);
}

const isPublicOn = (legs: readonly Leg[], one: Scheduled): boolean =>
  legs.some((leg) => leg.id === one.legId && leg.side === 'public');

type Props = { conversation: Conversation; arrived: ReadonlySet<string | null> };

/** Below the last message: what is written and has not gone out, with when it will; everybody here sees it. */
export function ScheduledRows({ conversation, arrived }: Props) {
  const { t } = useTranslation('later');
  const list = conversation.scheduled.filter((one) => !arrived.has(one.id));
  useUndo(list);
  return (
    <ul className={classes.rows} aria-label={t('rows')}>
      {list.map((one) => (
        <li
          key={one.id}
          className={thread.message}
          data-side="out"
          data-internal={one.internal || undefined}
          data-public={isPublicOn(conversation.legs, one) || undefined}
          data-pending
        >
          <Face name={one.author.name} id={one.author.id} size={32} />
          <div className={thread.column}>
            <span className={thread.author}>{one.author.name}</span>
            <div className={classes.bubble} data-held={one.state === 'held' || undefined}>
              <Attachments list={one.attachments} />
              <Body content={one.content} />
              <div className={classes.meta} role="status">
                <State one={one} />
                <Ways one={one} />
              </div>
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
