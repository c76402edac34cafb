import { Button, Group, Modal, Stack } from '@mantine/core';
import { createTask } from '@meada/contract/routes/tasks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { useMe } from '../api/queries.ts';
import { complain, say } from '../ui/toast.ts';
import { useOnce } from '../ui/useOnce.ts';
import { refreshTasks } from './queries.ts';
import { bodyOf, emptyTask, TaskFields, type TaskValues } from './TaskFields.tsx';

export type About = { customerId?: string; conversationId?: string; dealId?: string };

/** Makes a task, by itself or about a conversation, a customer, a deal. */
export function NewTask({ onClose, ...about }: About & { onClose(): void }) {
  const { t } = useTranslation('tasks');
  const me = useMe().personId;
  const [changed, setChanged] = useState<Partial<TaskValues>>({});
  const [tried, setTried] = useState(false);
  const once = useOnce();
  const values = { ...emptyTask(me), ...changed };
  const save = useMutation({
    mutationFn: () => {
      // The conversation says whose it is.
      const { customerId, ...rest } = about;
      const whose = about.conversationId || about.dealId ? {} : { customerId: customerId ?? null };
      const body = { ...bodyOf(values), ...rest, ...whose };
      return call(createTask, { body: { clientId: once.idOf(body), ...body } });
    },
    onSuccess: async () => {
      await refreshTasks();
      say(t('made'));
      onClose();
    },
    onError: complain,
  });
  const lacks = values.title.trim() === '';
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={t('new')}
      closeOnClickOutside={Object.keys(changed).length === 0}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!lacks && !save.isPending) save.mutate();
        }}
      >
        <Stack gap="sm">
          <TaskFields
            values={values}
            set={(some) => setChanged({ ...changed, ...some })}
            titleError={tried && lacks ? t('required') : undefined}
          />
        </Stack>
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('make')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
