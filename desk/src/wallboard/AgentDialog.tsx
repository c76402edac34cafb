import { Button, Group, Modal, MultiSelect, NumberInput } from '@mantine/core';
import { type Agent, setAgent } from '@meada/contract/routes/routing';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { keys } from '../api/keys.ts';
import { complain, say } from '../ui/toast.ts';
import { queueNamesQuery, skillsQuery } from '../work/queries.ts';
import classes from './wallboard.module.css';

/** What an agent serves and knows, changed while the day goes on; waiting work is looked at anew at once. */
export function AgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
  const { t } = useTranslation('wallboard');
  const client = useQueryClient();
  const queues = useQuery(queueNamesQuery).data ?? [];
  const skills = useQuery(skillsQuery).data ?? [];
  const [queueIds, setQueueIds] = useState(agent.queueIds);
  const [levels, setLevels] = useState(
    () => new Map(agent.skills.map(({ skillId, level }) => [skillId, level])),
  );
  const [capacity, setCapacity] = useState(agent.capacity);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const known = [...levels].map(([skillId, level]) => ({ skillId, level }));
      const { aptitudes, shift } = agent;
      const body = { capacity, queueIds, skills: known, aptitudes, shift };
      await call(setAgent, { params: { id: agent.personId }, body });
      void client.invalidateQueries({ queryKey: keys.routing });
      say(t('agents.saved', { name: agent.name }));
      onClose();
    } catch (error) {
      complain(error);
      setBusy(false);
    }
  };
  const number = (kind: 'realTime' | 'deferred', most: number) => (
    <NumberInput
      label={t(`agents.${kind}`)}
      min={0}
      max={most}
      value={capacity[kind]}
      onChange={(next) => next !== '' && setCapacity({ ...capacity, [kind]: Math.round(Number(next)) })}
    />
  );
  return (
    <Modal opened onClose={onClose} title={agent.name} centered>
      <MultiSelect
        label={t('agents.queues')}
        searchable
        data={queues.map(({ id, name }) => ({ value: id, label: name }))}
        value={queueIds}
        onChange={setQueueIds}
      />
      <Group grow mt="md">
        {number('realTime', 50)}
        {number('deferred', 500)}
      </Group>
      <MultiSelect
        mt="md"
        label={t('agents.skills')}
        searchable
        data={skills.map(({ id, name }) => ({ value: id, label: name }))}
        value={[...levels.keys()]}
        onChange={(ids) => setLevels((now) => new Map(ids.map((id) => [id, now.get(id) ?? 5])))}
      />
      {[...levels].map(([id, level]) => {
        const name = skills.find((skill) => skill.id === id)?.name ?? '';
        return (
          <div key={id} className={classes.level}>
            <span>{name}</span>
            <NumberInput
              size="xs"
              w={80}
              min={1}
              max={10}
              aria-label={t('agents.level', { skill: name })}
              value={level}
              onChange={(next) => next !== '' && setLevels(new Map(levels).set(id, Math.round(Number(next))))}
            />
          </div>
        );
      })}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button onClick={() => void save()} loading={busy}>
          {t('common:save')}
        </Button>
      </Group>
    </Modal>
  );
}
