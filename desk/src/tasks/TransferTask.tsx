import { Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core';
import { releaseWork } from '@meada/contract/routes/routing';
import { changeTask, commentTask, type Task } from '@meada/contract/routes/tasks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { useMay, useMe, usePeople, useTeams } from '../api/queries.ts';
import { useStore } from '../live/store.ts';
import { complain, say } from '../ui/toast.ts';
import { useOnce } from '../ui/useOnce.ts';
import { agentsQuery, queueNamesQuery, workQuery } from '../work/queries.ts';
import { refreshTasks } from './queries.ts';
import { choiceOf, handingOf, toOf } from './transfer.ts';
import { endTransfer, transferringTask } from './transferring.ts';

type Choice = { value: string; label: string };

/** Everybody and everything it can go to, but where it is already; and whether all of it has come. */
function useChoices({ personIds, teamId, work }: Task) {
  const { t } = useTranslation('tasks');
  const answers = useMay('conversations.read');
  const people = usePeople();
  const teams = useTeams();
  const { data: queues = [], isFetching } = useQuery({ ...queueNamesQuery, enabled: answers });
  const choice = (kind: 'person' | 'queue' | 'team', { id, name }: { id: string; name: string }): Choice => ({
    value: choiceOf({ kind, id }),
    label: name,
  });
  const has = work?.state === 'active' || work?.state === 'paused' ? work.agentId : null;
  const alone = personIds.length === 1 ? personIds[0] : null;
  const data = [
    {
      group: t('transfer.people'),
      items: people
        .filter(({ id, active }) => active && id !== has && id !== alone)
        .map((one) => choice('person', one)),
    },
    {
      group: t('transfer.queues'),
      items: queues.filter(({ id }) => id !== work?.queueId).map((one) => choice('queue', one)),
    },
    {
      group: t('transfer.teams'),
      items: teams.filter(({ id }) => id !== teamId).map((one) => choice('team', one)),
    },
  ].filter(({ items }) => items.length > 0);
  return { data, whole: !isFetching };
}

type Chosen = { task: Task; value: string; note: string };

/** Hands it on, the note with it. */
function useTransfer(done: (chosen: Chosen) => void) {
  const me = useMe().personId;
  const managesWork = useMay('conversations.manage');
  const replies = useMay('conversations.reply');
  const agents = useQuery({ ...agentsQuery, enabled: replies }).data ?? [];
  const client = useQueryClient();
  const once = useOnce();
  return useMutation({
    mutationFn: async ({ task, value, note }: Chosen) => {
      const agentIds = agents.map(({ personId }) => personId);
      const handing = handingOf(task, toOf(value), { meId: me, managesWork, agentIds });
      const text = note.trim();
      if (handing.how === 'work')
        return call(releaseWork, { params: { id: handing.itemId }, body: { ...handing.body, note: text } });
      const params = { id: task.id };
      // First what is said: whoever hands it on may not see it afterwards.
      if (text)
        await call(commentTask, { params, body: { clientId: once.idOf({ id: task.id, text }), text } });
      return call(changeTask, { params, body: handing.body });
    },
    onSuccess: (_, chosen) => done(chosen),
    onError: complain,
    onSettled: () =>
      Promise.all([refreshTasks(), client.invalidateQueries({ queryKey: workQuery.queryKey })]),
  });
}

function Dialog({ task, done }: { task: Task; done: (() => void) | undefined }) {
  const { t } = useTranslation('tasks');
  const [value, setValue] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const { data, whole } = useChoices(task);
  const transfer = useTransfer((chosen) => {
    const name = data.flatMap(({ items }) => items).find((one) => one.value === chosen.value)?.label;
    say(t('transfer.done', { name: name ?? t('somebody') }));
    endTransfer();
    done?.();
  });
  return (
    <Modal
      opened
      centered
      onClose={endTransfer}
      title={t('transfer.title')}
      closeOnClickOutside={note === ''}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (value && !transfer.isPending) transfer.mutate({ task, value, note });
        }}
      >
        <Stack gap="sm">
          <Select
            data-autofocus
            searchable
            // What comes after its name was typed is chosen by Enter, too.
            selectFirstOptionOnChange={whole}
            label={task.title || t('one')}
            placeholder={t('transfer.to')}
            nothingFoundMessage={t('transfer.nothing')}
            data={data}
            value={value}
            onChange={setValue}
          />
          <Textarea
            label={t('transfer.note')}
            autosize
            minRows={2}
            maxRows={8}
            maxLength={2000}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </Stack>
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={endTransfer}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" disabled={value === null} loading={transfer.isPending}>
            {t('transfer.do')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Where a task is handed to somebody else, a queue or a team, wherever it was shown. */
export function TransferTask() {
  const open = useStore(transferringTask);
  return open ? <Dialog key={open.task.id} task={open.task} done={open.done} /> : null;
}
