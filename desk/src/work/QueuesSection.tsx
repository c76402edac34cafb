import { ActionIcon, Button } from '@mantine/core';
import type { AgentState, Queue } from '@meada/contract/routes/routing';
import { IconChevronDown, IconHandGrab } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../ui/Loading.tsx';
import { ErrorState } from '../ui/States.tsx';
import { itemsQuery, queuesQuery } from './queries.ts';
import { lengthOf, useTick } from './tick.ts';
import { useWorkActions, type WorkActions } from './useWorkActions.ts';
import { WorkRows } from './WorkRows.tsx';
import classes from './work.module.css';

/** What waits in a queue, the most urgent first. */
function Waiting({ queue, actions }: { queue: Queue; actions: WorkActions }) {
  const { t } = useTranslation('work');
  const { data, error, refetch } = useQuery(itemsQuery(queue.id));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ListLoading rows={2} />;
  if (data.items.length === 0) return <p className={classes.nothing}>{t('queues.empty')}</p>;
  return (
    <>
      <WorkRows items={data.items} label={t('queues.waitingIn', { queue: queue.name })} actions={actions} />
      {data.more ? <p className={classes.nothing}>{t('queues.more', { count: data.items.length })}</p> : null}
    </>
  );
}

type Props = { queue: Queue; now: number; serves: boolean; actions: WorkActions };
function QueueLine({ queue, now, serves, actions }: Props) {
  const { t } = useTranslation('work');
  const [open, setOpen] = useState(false);
  const { counts, settings } = queue;
  const longest = counts.longestSince ? now - Date.parse(counts.longestSince) : null;
  const body = `queue-${queue.id}`;
  return (
    <li className={classes.queue}>
      <div className={classes.queueHead}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-expanded={open}
          aria-controls={body}
          aria-label={t('queues.show', { queue: queue.name })}
          onClick={() => setOpen(!open)}
          className={classes.fold}
          data-open={open || undefined}
        >
          <IconChevronDown size={18} />
        </ActionIcon>
        <div className={classes.queueName}>
          <b>{queue.name}</b>
          <span className={classes.soft}>{t(`mode.${settings.mode}`)}</span>
        </div>
        <dl className={classes.queueNumbers}>
          <div>
            <dt>{t('queues.waiting')}</dt>
            <dd>{counts.waiting + counts.offered}</dd>
          </div>
          <div>
            <dt>{t('queues.longest')}</dt>
            <dd>{longest === null ? '–' : lengthOf(longest)}</dd>
          </div>
        </dl>
        {serves ? (
          <Button
            size="compact-sm"
            variant="default"
            disabled={counts.waiting === 0}
            leftSection={<IconHandGrab size={15} aria-hidden />}
            onClick={() => void actions.next(queue.id)}
            aria-label={t('pull.nextOf', { queue: queue.name })}
          >
            {t('pull.one')}
          </Button>
        ) : null}
      </div>
      <div id={body}>{open ? <Waiting queue={queue} actions={actions} /> : null}</div>
    </li>
  );
}

/** The agent's queues: how many wait, since when, and taking from them. */
export function QueuesSection({ agent }: { agent: AgentState }) {
  const { t } = useTranslation('work');
  const { data, error, refetch } = useQuery(queuesQuery);
  const actions = useWorkActions();
  const now = useTick();
  const own = data?.filter((queue) => agent.queueIds.includes(queue.id));
  return (
    <section className={classes.section} aria-labelledby="work-queues">
      <h2 id="work-queues">{t('queues.title')}</h2>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <ListLoading rows={3} /> : null}
      {own?.length === 0 ? <p className={classes.nothing}>{t('queues.none')}</p> : null}
      {own && own.length > 0 ? (
        <ul className={classes.items}>
          {own.map((queue) => (
            <QueueLine key={queue.id} queue={queue} now={now} serves actions={actions} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}
