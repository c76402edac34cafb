import { Checkbox } from '@mantine/core';
import { finishTask, type Task } from '@meada/contract/routes/tasks';
import {
  IconBell,
  IconMessage2,
  IconRepeat,
  IconStack2,
  IconUserQuestion,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { usePeople, useTeams } from '../api/queries.ts';
import { PersonFace } from '../ui/PersonFace.tsx';
import { momentOf, useNow } from '../ui/time.ts';
import { complain, say } from '../ui/toast.ts';
import { useQueueName } from '../work/words.tsx';
import { dueWords, groupOf } from './due.ts';
import { refreshTasks } from './queries.ts';
import classes from './tasks.module.css';
import { transferTask } from './transferring.ts';

/** Done or not, at once; a failure puts it back. */
export function useFinish(task: Task) {
  const { t } = useTranslation('tasks');
  return useMutation({
    mutationFn: (done: boolean) => call(finishTask, { params: { id: task.id }, body: { done } }),
    onSuccess: (_, done) => {
      if (done) say(t(task.repeats ? 'finishedAgain' : 'finished'));
      return refreshTasks();
    },
    onError: complain,
  });
}

/** Who is responsible: faces, the team, or that nobody is; a press hands it on. */
function Owners({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const { work } = task;
  // Who is only asked is not responsible yet.
  const holder = work && work.state !== 'offered' ? work.agentId : null;
  const ids = new Set([...(holder ? [holder] : []), ...task.personIds]);
  const people = usePeople().filter(({ id, active }) => active && ids.has(id));
  const queueName = useQueueName();
  const queue = work ? queueName(work.queueId) : undefined;
  const team = useTeams().find(({ id }) => id === task.teamId);
  const names = task.unowned
    ? t('unowned')
    : [...people.map(({ name }) => name), team?.name, queue].filter(Boolean).join(', ');
  const shown = task.unowned ? (
    <>
      <IconUserQuestion size={16} aria-hidden /> <span className={classes.wide}>{t('unowned')}</span>
    </>
  ) : (
    <>
      {people.slice(0, 3).map((person) => (
        <PersonFace key={person.id} person={person} size={24} />
      ))}
      {people.length > 3 ? <small>+{people.length - 3}</small> : null}
      {team ? <IconUsersGroup size={18} aria-label={team.name} /> : null}
      {queue ? <IconStack2 size={18} aria-label={t('work.queue', { queue })} /> : null}
    </>
  );
  if (!task.mayChange || task.doneAt !== null)
    return (
      <span className={classes.owners} title={names}>
        {shown}
      </span>
    );
  return (
    <button
      type="button"
      data-transfer
      className={classes.owners}
      title={t('transfer.who', { names })}
      onClick={() => transferTask(task)}
    >
      <span className="visually-hidden">{t('transfer.who', { names })}</span>
      <span className={classes.owners} aria-hidden>
        {shown}
      </span>
    </button>
  );
}

function Marks({ task }: { task: Task }) {
  const { t, i18n } = useTranslation('tasks');
  return (
    <>
      {task.repeats ? <IconRepeat size={14} aria-label={t(`repeat.${task.repeats}`)} /> : null}
      {task.remindAt && !task.doneAt && Date.parse(task.remindAt) > Date.now() ? (
        <IconBell
          size={14}
          role="img"
          aria-label={t('rings', { at: momentOf(task.remindAt, i18n.language) })}
        />
      ) : null}
      {task.comments > 0 ? (
        <span className={classes.talk}>
          <IconMessage2 size={14} aria-hidden /> {task.comments}
          <span className="visually-hidden">{t('comments')}</span>
        </span>
      ) : null}
    </>
  );
}

type Props = { task: Task; onOpen(id: string): void; small?: boolean };

/** One task: ticked off here, opened by its title. */
export function TaskRow({ task, onOpen, small = false }: Props) {
  const { t, i18n } = useTranslation('tasks');
  const now = useNow();
  const finish = useFinish(task);
  const late = task.doneAt === null && groupOf(task, now) === 'overdue';
  const about = small ? null : (task.customer?.name ?? task.customer?.display ?? null);
  const done = finish.isPending ? finish.variables : task.doneAt !== null;
  return (
    <li
      className={classes.row}
      data-small={small || undefined}
      data-done={done || undefined}
      data-task={task.id}
    >
      <Checkbox
        checked={done}
        disabled={!task.mayChange || finish.isPending}
        aria-label={t(done ? 'reopen' : 'finish', { title: task.title })}
        onChange={(event) => finish.mutate(event.currentTarget.checked)}
      />
      <button type="button" className={classes.open} onClick={() => onOpen(task.id)}>
        <span className={classes.title}>{task.title || t('erased')}</span>
        <span className={classes.facts}>
          {task.dueAt ? (
            <span data-late={late || undefined}>
              {late ? `${t('group.overdueOne')} · ` : ''}
              {dueWords(task, now, i18n.language)}
            </span>
          ) : null}
          {about ? <span>{about}</span> : null}
          {task.deal && !small ? <span>{task.deal.title}</span> : null}
          <Marks task={task} />
        </span>
      </button>
      <Owners task={task} />
    </li>
  );
}
