import { Button, Drawer, Group, Stack } from '@mantine/core';
import { changeTask, dropTask, type Task } from '@meada/contract/routes/tasks';
import {
  IconArrowBackUp,
  IconBriefcase,
  IconCheck,
  IconMessageCircle2,
  IconTransfer,
  IconTrash,
  IconUser,
} from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { useMay, usePeople } from '../api/queries.ts';
import { useConfirm } from '../settings/kit/confirm.tsx';
import { ListLoading } from '../ui/Loading.tsx';
import { ErrorState } from '../ui/States.tsx';
import { momentOf } from '../ui/time.ts';
import { complain, say } from '../ui/toast.ts';
import { Comments } from './Comments.tsx';
import { refreshTasks, taskQuery } from './queries.ts';
import { bodyOf, TaskFields, type TaskValues, valuesOf } from './TaskFields.tsx';
import { useFinish } from './TaskRow.tsx';
import { TaskWork } from './TaskWork.tsx';
import classes from './tasks.module.css';
import { transferTask } from './transferring.ts';

/** The ways to what it is about. */
function About({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const { customer, conversation, deal } = task;
  const look = { variant: 'default', size: 'xs' } as const;
  if (!customer && !conversation && !deal) return null;
  return (
    <Group gap="sm">
      {conversation ? (
        <Button
          {...look}
          component={Link}
          to="/conversations/$conversationId"
          params={{ conversationId: conversation.id } as never}
          leftSection={<IconMessageCircle2 size={15} />}
        >
          {t('conversation', { protocol: conversation.protocol })}
        </Button>
      ) : null}
      {customer ? (
        <Button
          {...look}
          component={Link}
          to="/customers/$customerId"
          params={{ customerId: customer.id } as never}
          leftSection={<IconUser size={15} />}
        >
          {customer.name ?? customer.display}
        </Button>
      ) : null}
      {deal ? (
        <Button
          {...look}
          component={Link}
          to="/deals/$"
          params={{ _splat: `board/${deal.id}` } as never}
          leftSection={<IconBriefcase size={15} />}
        >
          {deal.title}
        </Button>
      ) : null}
    </Group>
  );
}

function Done({ task, onClose }: { task: Task; onClose(): void }) {
  const { t, i18n } = useTranslation('tasks');
  const people = usePeople();
  const finish = useFinish(task);
  const by = people.find(({ id }) => id === task.doneBy)?.name;
  return (
    <Group justify="space-between" gap="sm">
      <span className={classes.soft}>
        {task.doneAt
          ? [t('doneAt', { at: momentOf(task.doneAt, i18n.language) }), by].filter(Boolean).join(' · ')
          : t('givenBy', {
              name: people.find(({ id }) => id === task.createdBy)?.name ?? t('somebody'),
              at: momentOf(task.createdAt, i18n.language),
            })}
      </span>
      {task.mayChange ? (
        <Group gap="sm">
          {task.doneAt ? null : (
            <Button
              variant="default"
              leftSection={<IconTransfer size={17} />}
              onClick={() => transferTask(task, onClose)}
            >
              {t('transfer.do')}
            </Button>
          )}
          <Button
            variant={task.doneAt ? 'default' : 'filled'}
            loading={finish.isPending}
            leftSection={task.doneAt ? <IconArrowBackUp size={17} /> : <IconCheck size={17} />}
            onClick={() => finish.mutate(task.doneAt === null)}
          >
            {t(task.doneAt ? 'reopenDo' : 'finishDo')}
          </Button>
        </Group>
      ) : null}
    </Group>
  );
}

function Body({ task, onClose }: { task: Task; onClose(): void }) {
  const { t } = useTranslation('tasks');
  const [changed, setChanged] = useState<Partial<TaskValues>>({});
  const { ask, dialog } = useConfirm();
  const values = { ...valuesOf(task), ...changed };
  const lacks = values.title.trim() === '';
  const save = useMutation({
    mutationFn: () => call(changeTask, { params: { id: task.id }, body: bodyOf(values) }),
    onSuccess: async () => {
      await refreshTasks();
      setChanged({});
      say(t('saved'));
    },
    onError: complain,
  });
  const drop = () =>
    ask({
      title: t('drop.title'),
      text: t('drop.text'),
      action: t('drop.action'),
      danger: true,
      act: async () => {
        await call(dropTask, { params: { id: task.id } });
        await refreshTasks();
        onClose();
      },
    });
  return (
    <Stack gap="md">
      <Done task={task} onClose={onClose} />
      <About task={task} />
      {task.work ? <TaskWork work={task.work} onBack={onClose} /> : null}
      <fieldset disabled={!task.mayChange} className={classes.fields}>
        <TaskFields
          values={values}
          set={(some) => setChanged({ ...changed, ...some })}
          titleError={lacks ? t('required') : undefined}
          done={task.doneAt !== null}
        />
      </fieldset>
      {task.mayChange ? (
        <Group justify="space-between">
          <Button variant="subtle" color="red" leftSection={<IconTrash size={16} />} onClick={drop}>
            {t('drop.action')}
          </Button>
          <Button
            disabled={Object.keys(changed).length === 0 || lacks}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t('save')}
          </Button>
        </Group>
      ) : null}
      {dialog}
    </Stack>
  );
}

/** A task with all that is known of it, over the list. */
export function TaskDrawer({ id, onClose }: { id: string; onClose(): void }) {
  const { t } = useTranslation('tasks');
  const { data, error, refetch } = useQuery(taskQuery(id));
  const writes = useMay('tasks.write');
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={480}
      title={<span className={classes.drawerTitle}>{data?.task.title ?? t('one')}</span>}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {error && !data ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={6} /> : null}
      {data ? (
        <>
          <Body key={id} task={data.task} onClose={onClose} />
          <Comments taskId={id} comments={data.comments} writes={writes} />
        </>
      ) : null}
    </Drawer>
  );
}
