import { Menu } from '@mantine/core';
import { settleTaskBell, type Task } from '@meada/contract/routes/tasks';
import { type Icon, IconAlarmSnooze, IconCheck, IconChecklist, IconTransfer } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import classes from '../shell/Shell.module.css';
import { useNow } from '../ui/time.ts';
import { complain } from '../ui/toast.ts';
import { dueWords } from './due.ts';
import { refreshTasks } from './queries.ts';
import own from './tasks.module.css';
import { transferTask } from './transferring.ts';

const hourMs = 3_600_000;

type ActProps = { label: string; icon: Icon; onClick(): void; closes?: boolean };

/** What is done with a reminder where it stands: an item of the menu, so that arrows reach it. */
function Act({ label, icon: Shape, onClick, closes = false }: ActProps) {
  return (
    <Menu.Item
      className={own.act}
      aria-label={label}
      title={label}
      closeMenuOnClick={closes}
      onClick={onClick}
    >
      <Shape size={17} aria-hidden />
    </Menu.Item>
  );
}

/** A reminder at the bell: opened, handed to somebody else, put away, or put off for an hour. */
export function TaskBellLine({ task }: { task: Task }) {
  const { t, i18n } = useTranslation('tasks');
  const now = useNow();
  const settle = useMutation({
    mutationFn: (againAt: string | null) =>
      call(settleTaskBell, { params: { id: task.id }, body: { againAt } }),
    onSuccess: () => refreshTasks(),
    onError: complain,
  });
  return (
    <div className={own.bell}>
      <Menu.Item
        renderRoot={(props) => (
          <Link
            {...props}
            to="/tasks/$"
            params={{ _splat: `mine/${task.id}` }}
            onClick={() => settle.mutate(null)}
          />
        )}
        leftSection={<IconChecklist size={18} aria-hidden />}
      >
        <b>{task.title}</b>
        <span className={classes.words}>
          {[dueWords(task, now, i18n.language), task.customer?.name].filter(Boolean).join(' · ') ||
            t('reminder')}
        </span>
      </Menu.Item>
      {task.mayChange ? (
        <>
          <Act label={t('transfer.do')} icon={IconTransfer} onClick={() => transferTask(task)} closes />
          <Act
            label={t('again')}
            icon={IconAlarmSnooze}
            onClick={() => settle.mutate(new Date(Date.now() + hourMs).toISOString())}
          />
        </>
      ) : null}
      <Act label={t('away')} icon={IconCheck} onClick={() => settle.mutate(null)} />
    </div>
  );
}
