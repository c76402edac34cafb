import { ActionIcon, Menu } from '@mantine/core';
import { settleTaskBell, type Task } from '@meada/contract/routes/tasks';
import { IconAlarmSnooze, IconCheck, IconChecklist } from '@tabler/icons-react';
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

const hourMs = 3_600_000;

/** A reminder at the bell: opened, put away, or put off for an hour. */
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
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('again')}
          title={t('again')}
          onClick={() => settle.mutate(new Date(Date.now() + hourMs).toISOString())}
        >
          <IconAlarmSnooze size={17} />
        </ActionIcon>
      ) : null}
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('away')}
        title={t('away')}
        onClick={() => settle.mutate(null)}
      >
        <IconCheck size={17} />
      </ActionIcon>
    </div>
  );
}
