import type { Queue } from '@meada/contract/routes/routing';
import type { QueueDay } from '@meada/contract/routes/wallboard';
import { IconFlag3Filled, IconWeight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { itemsQuery } from '../work/queries.ts';
import { momentWords } from '../work/shift.ts';
import { lengthOf } from '../work/tick.ts';
import { useWorkActions } from '../work/useWorkActions.ts';
import { whoOf } from '../work/words.tsx';
import { inTimeOf, lostOf } from './board.ts';
import type { LiveBoard } from './useBoard.ts';
import classes from './wallboard.module.css';
import { intervalOf, percentOf } from './words.ts';

/** Who waits in a queue, at a press on it. */
function Waiting({ queue, now }: { queue: Queue; now: number }) {
  const { t } = useTranslation(['wallboard', 'work']);
  const { data } = useQuery(itemsQuery(queue.id));
  const { open } = useWorkActions();
  if (!data) return null;
  if (data.items.length === 0) return <p className={classes.soft}>{t('queues.nobody')}</p>;
  return (
    <ul className={classes.chips} aria-label={t('queues.waitingIn', { queue: queue.name })}>
      {data.items.map((item) => (
        <li key={item.id} data-late={item.escalatedAt !== null || undefined}>
          <button type="button" onClick={() => open(item)}>
            {whoOf(item) ?? t(`work:kind.${item.kind}`)}
          </button>
          <span>{lengthOf(now - Date.parse(item.waitingSince))}</span>
        </li>
      ))}
    </ul>
  );
}

/** Outside its hours: until when. */
function Closed({ queue, now }: { queue: Queue; now: number }) {
  const { t, i18n } = useTranslation('wallboard');
  const { attended } = queue;
  if (!attended) return null;
  const turned = attended.changesAt !== null && now >= Date.parse(attended.changesAt);
  if (attended.open !== turned) return null;
  const until = turned ? null : attended.changesAt;
  return (
    <span className={classes.closed}>
      {until ? t('queues.closedUntil', { when: momentWords(until, now, i18n.language) }) : t('queues.closed')}
    </span>
  );
}

type RowProps = { queue: Queue; day: QueueDay | undefined; now: number };
function QueueRow({ queue, day, now }: RowProps) {
  const { t, i18n } = useTranslation('wallboard');
  const [open, setOpen] = useState(false);
  const { counts } = queue;
  // Counts come at once, the figures of the last hours a little later: none can be late while nobody waits.
  const overdue = Math.min(day?.overdue ?? 0, counts.waiting + counts.offered);
  const longest = counts.longestSince ? lengthOf(now - Date.parse(counts.longestSince)) : '–';
  return (
    <>
      <tr>
        <th scope="row">
          <button type="button" className={classes.name} aria-expanded={open} onClick={() => setOpen(!open)}>
            {queue.name}
          </button>
          <Closed queue={queue} now={now} />
          {counts.escalated > 0 ? (
            <span className={classes.late} title={t('queues.escalated')}>
              <IconFlag3Filled size={12} aria-label={t('queues.escalated')} /> {counts.escalated}
            </span>
          ) : null}
          {counts.tooHeavy > 0 ? (
            <span className={classes.late} title={t('queues.tooHeavyText')}>
              <IconWeight size={13} aria-hidden /> {t('queues.tooHeavy', { count: counts.tooHeavy })}
            </span>
          ) : null}
        </th>
        <td>
          <b data-strong>{counts.waiting + counts.offered}</b>
          {overdue > 0 ? (
            <span className={classes.overdue} title={t('queues.overdueText')}>
              {t('queues.overdue', { count: overdue })}
            </span>
          ) : null}
        </td>
        <td>{longest}</td>
        <td>{counts.active}</td>
        <td>{counts.paused}</td>
        <td data-strong>{percentOf(day ? inTimeOf(day) : null, i18n.language)}</td>
        <td>{percentOf(day ? lostOf(day) : null, i18n.language)}</td>
        <td>{day?.settled ?? 0}</td>
        <td>{day?.arrived ?? 0}</td>
        <td>{day?.meanWaitMs == null ? '–' : lengthOf(day.meanWaitMs)}</td>
        <td>{intervalOf(day?.estimate ?? null)}</td>
        <td title={day ? `${day.told.right}/${day.told.judged}` : undefined}>
          {percentOf(day && day.told.judged > 0 ? day.told.right / day.told.judged : null, i18n.language)}
        </td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={columns.length + 1}>
            <Waiting queue={queue} now={now} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

const columns = [
  'waiting',
  'longest',
  'active',
  'paused',
  'inTime',
  'lost',
  'settled',
  'arrived',
  'meanWait',
  'estimate',
  'told',
];

/** Each queue: now, and in the last hours. */
export function QueueTable({ board, now }: { board: LiveBoard; now: number }) {
  const { t } = useTranslation('wallboard');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={classes.tableBox} aria-label={t('queues.title')} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('queues.title')}</th>
            {columns.map((column) => (
              <th key={column} scope="col" title={t(`columnText.${column}`)}>
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.queues.map((queue) => (
            <QueueRow
              key={queue.id}
              queue={queue}
              day={board.days.find((one) => one.queueId === queue.id)}
              now={now}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
