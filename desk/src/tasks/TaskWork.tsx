import { Button, Group } from '@mantine/core';
import { pullWork, releaseWork } from '@meada/contract/routes/routing';
import type { Task } from '@meada/contract/routes/tasks';
import { IconArrowBackUp, IconHandGrab, IconStack2 } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { useMe, usePeople } from '../api/queries.ts';
import { complain, say } from '../ui/toast.ts';
import { withoutWork } from '../work/apply.ts';
import { type MyWork, useMyWork, workQuery } from '../work/queries.ts';
import { useQueueName } from '../work/words.tsx';
import { refreshTasks } from './queries.ts';
import classes from './tasks.module.css';

type Props = { work: NonNullable<Task['work']>; onBack(): void };

/**
 * Where a task stands that a queue gives to its agents: who has it, or that it waits; taking it and handing it back. Who handed
 * it back may not see it any more.
 */
export function TaskWork({ work, onBack }: Props) {
  const { t } = useTranslation('tasks');
  const me = useMe().personId;
  const people = usePeople();
  const queue = useQueueName()(work.queueId);
  const { agent } = useMyWork();
  const client = useQueryClient();
  const mine = work.agentId === me && work.state !== 'offered';
  const serves = agent?.queueIds.includes(work.queueId) ?? false;
  const act = useMutation({
    mutationFn: () =>
      mine
        ? call(releaseWork, { params: { id: work.id }, body: {} })
        : call(pullWork, { params: { id: work.id } }),
    // What one hands back oneself is off the list before its frame comes: nobody is told of a loss.
    onMutate: () => {
      if (mine) client.setQueryData<MyWork>(workQuery.queryKey, (now) => now && withoutWork(now, work.id));
    },
    onSuccess: () => {
      if (!mine) return;
      onBack();
      say(t('work.returned'));
    },
    onError: complain,
    onSettled: () =>
      Promise.all([refreshTasks(), client.invalidateQueries({ queryKey: workQuery.queryKey })]),
  });
  const name = people.find(({ id }) => id === work.agentId)?.name ?? t('somebody');
  const words = { active: 'with', paused: 'with', offered: 'asked', waiting: 'waits' } as const;
  const takes = work.state === 'waiting' && serves;
  return (
    <Group justify="space-between" gap="sm" className={classes.work}>
      <span>
        <IconStack2 size={17} aria-hidden />{' '}
        {mine ? t('work.mine', { queue }) : t(`work.${words[work.state]}`, { name, queue })}
      </span>
      {mine || takes ? (
        <Button
          size="compact-sm"
          variant="default"
          loading={act.isPending}
          leftSection={
            mine ? <IconArrowBackUp size={15} aria-hidden /> : <IconHandGrab size={15} aria-hidden />
          }
          onClick={() => act.mutate()}
        >
          {t(mine ? 'work.back' : 'work.take')}
        </Button>
      ) : null}
    </Group>
  );
}
