import { SegmentedControl, TextInput } from '@mantine/core';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { agentsQuery, queuesQuery, skillsQuery } from '../../work/queries.ts';
import { AgentTable } from './AgentTable.tsx';
import type { Sheet } from './column.ts';
import classes from './routing.module.css';

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const none: never[] = [];

/** Everybody as rows: who is given work, how much, and from which queues, with which skills, over which channels. */
export function AgentsTab() {
  const { t } = useTranslation('routing');
  const everybody = usePeople();
  const agents = useQuery(agentsQuery);
  const queues = useQuery(queuesQuery);
  const skills = useQuery(skillsQuery).data ?? none;
  const [words, setWords] = useState('');
  const [sheet, setSheet] = useState<Sheet>('queues');
  const people = useMemo(
    () =>
      everybody
        .filter((person) => person.active && plain(person.name).includes(plain(words.trim())))
        .sort((one, other) => one.name.localeCompare(other.name)),
    [everybody, words],
  );
  const failed = agents.error ?? queues.error;
  if (failed && (!agents.data || !queues.data))
    return (
      <ErrorState error={failed} onRetry={() => void Promise.all([agents.refetch(), queues.refetch()])} />
    );
  if (!agents.data || !queues.data) return <ListLoading rows={6} />;
  return (
    <>
      <div className={classes.tools}>
        <TextInput
          leftSection={<IconSearch size={17} />}
          placeholder={t('agents.search')}
          aria-label={t('agents.search')}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('agents.sheet')}
          value={sheet}
          onChange={(next) => setSheet(next as Sheet)}
          data={(['queues', 'skills', 'channels', 'shifts'] as const).map((one) => ({
            value: one,
            label: t(`agents.${one}`),
          }))}
        />
      </div>
      <p className={classes.sentence}>{t(`agents.${sheet}Text`)}</p>
      {people.length === 0 ? <EmptyState icon={IconUsers} title={t('agents.nobody')} /> : null}
      {people.length > 0 ? (
        <AgentTable people={people} agents={agents.data} queues={queues.data} skills={skills} sheet={sheet} />
      ) : null}
    </>
  );
}
