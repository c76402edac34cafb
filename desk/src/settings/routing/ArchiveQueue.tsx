import { Button, Group, Modal, Select, Text } from '@mantine/core';
import { archiveQueue, type Queue } from '@meada/contract/routes/routing';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { complain, say } from '../../ui/toast.ts';
import { refresh } from '../queries.ts';
import { rulesQuery } from './rules/values.ts';

type Props = { queue: Queue; queues: readonly Queue[]; onDone: () => void };

/** What puts work there, by name: it would have nowhere to go. As the server refuses it. */
function useSources(queue: Queue, queues: readonly Queue[]): string[] {
  const { data: rules = [] } = useQuery(rulesQuery);
  const others = queues.filter(
    ({ id, afterHoursId, settings }) =>
      id !== queue.id &&
      (afterHoursId === queue.id || settings.steps.some(({ overflowTo }) => overflowTo.includes(queue.id))),
  );
  return [...others, ...rules.filter(({ queueId }) => queueId === queue.id)].map(({ name }) => name);
}

/** Ends a queue, after asking where what is in it goes. */
export function ArchiveQueue({ queue, queues, onDone }: Props) {
  const { t, i18n } = useTranslation('routing');
  const sources = useSources(queue, queues);
  const names = new Intl.ListFormat(i18n.language, { type: 'conjunction' }).format(sources);
  const [asked, setAsked] = useState(false);
  const [moveTo, setMoveTo] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { waiting, offered, active, paused } = queue.counts;
  const inside = waiting + offered + active + paused;
  const end = async () => {
    setBusy(true);
    try {
      await call(archiveQueue, { params: { id: queue.id }, query: moveTo ? { moveTo } : {} });
      onDone();
      await refresh(keys.routing);
      say(t('archive.done'));
    } catch (error) {
      complain(error);
      setBusy(false);
    }
  };
  return (
    <>
      <Button variant="subtle" color="red.9" ml="auto" onClick={() => setAsked(true)}>
        {t('archive.action')}
      </Button>
      <Modal
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('archive.title', { name: queue.name })}
        centered
      >
        <Text size="sm">{inside > 0 ? t('archive.inside', { count: inside }) : t('archive.empty')}</Text>
        {sources.length > 0 ? (
          <Text size="sm" mt="sm" role="alert">
            {t('archive.sources', { count: sources.length, names })}
          </Text>
        ) : null}
        <Select
          mt="md"
          label={t('archive.moveTo')}
          placeholder={t('archive.nowhere')}
          clearable
          value={moveTo}
          onChange={setMoveTo}
          data={queues
            .filter(({ id }) => id !== queue.id)
            .map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Group justify="flex-end" mt="lg" gap="sm">
          <Button variant="default" onClick={() => setAsked(false)}>
            {t('common:cancel')}
          </Button>
          <Button color="red.9" loading={busy} disabled={sources.length > 0} onClick={() => void end()}>
            {t('archive.action')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
