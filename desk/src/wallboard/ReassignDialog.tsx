import { Button, Group, Modal, Progress, Select, Textarea } from '@mantine/core';
import { type Agent, type Queue, releaseWork, type WorkItem } from '@meada/contract/routes/routing';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { complainOf, say } from '../ui/toast.ts';
import { usePresenceWords } from '../work/Presence.tsx';

type Props = {
  items: readonly WorkItem[];
  agents: readonly Agent[];
  queues: readonly Queue[];
  onClose: () => void;
};

/** Where it goes, by the value of the choice: an agent, a queue, or each item's own. */
const bodyOf = (to: string): { agentId?: string; queueId?: string } => {
  if (to.startsWith('agent:')) return { agentId: to.slice('agent:'.length) };
  return to.startsWith('queue:') ? { queueId: to.slice('queue:'.length) } : {};
};

/** Hands on what agents hold, one or many; what moved meanwhile is told and left. */
export function ReassignDialog({ items, agents, queues, onClose }: Props) {
  const { t } = useTranslation('wallboard');
  const words = usePresenceWords();
  const [to, setTo] = useState('own');
  const [note, setNote] = useState('');
  const [done, setDone] = useState<number | null>(null);
  const run = async () => {
    let failed = 0;
    setDone(0);
    for (const [at, item] of items.entries()) {
      await call(releaseWork, { params: { id: item.id }, body: { ...bodyOf(to), note } }).catch(() => {
        failed += 1;
      });
      setDone(at + 1);
    }
    if (failed > 0) complainOf(t('reassign.failed', { count: failed }));
    if (failed < items.length) say(t('reassign.done', { count: items.length - failed }));
    onClose();
  };
  const data = [
    { group: t('reassign.back'), items: [{ value: 'own', label: t('reassign.own') }] },
    {
      group: t('queues.title'),
      items: queues.map(({ id, name }) => ({ value: `queue:${id}`, label: name })),
    },
    {
      group: t('agents.title'),
      items: agents
        .filter(({ presence }) => presence !== 'offline')
        .map((agent) => ({
          value: `agent:${agent.personId}`,
          label: `${agent.name} (${words(agent)}, ${agent.load.realTime}/${agent.capacity.realTime} · ${agent.load.deferred}/${agent.capacity.deferred})`,
        })),
    },
  ];
  return (
    <Modal opened onClose={onClose} title={t('reassign.title', { count: items.length })} centered>
      <Select
        data-autofocus
        label={t('reassign.to')}
        searchable
        allowDeselect={false}
        data={data}
        value={to}
        onChange={(value) => value && setTo(value)}
      />
      <Textarea
        mt="md"
        label={t('reassign.note')}
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {done === null ? null : (
        <Progress
          mt="md"
          value={(done / items.length) * 100}
          aria-label={t('reassign.title', { count: items.length })}
        />
      )}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose} disabled={done !== null}>
          {t('common:cancel')}
        </Button>
        <Button onClick={() => void run()} loading={done !== null}>
          {t('reassign.action')}
        </Button>
      </Group>
    </Modal>
  );
}
