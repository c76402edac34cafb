import { Button, Group } from '@mantine/core';
import type { Person } from '@meada/contract/routes/people';
import { createQueue, type Queue, setAgent } from '@meada/contract/routes/routing';
import { IconPlus, IconStack2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { keys } from '../../api/keys.ts';
import { useInboxRefs, usePeople } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { say } from '../../ui/toast.ts';
import { queuesQuery } from '../../work/queries.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { refresh } from '../queries.ts';
import { QueueForm } from './QueueForm.tsx';
import classes from './routing.module.css';
import { useNames } from './useNames.ts';
import { queueWords } from './words.ts';

const to = (rest: string) => ({ to: '/settings/$', params: { _splat: `routing/queues/${rest}` } }) as const;

/** Who answers customers, as their roles say: those a first queue is for. */
const answers = ({ active, role }: Person): boolean => active && (role === 'agent' || role === 'supervisor');

/** Nothing yet: what it is for, and one press that sets it up for everybody. */
function Begin() {
  const { t } = useTranslation('routing');
  const people = usePeople().filter(answers);
  const { ask, dialog } = useConfirm();
  const begin = async () => {
    const queue = await call(createQueue, { body: { name: t('begin.name'), isDefault: true } });
    const capacity = { realTime: 1, deferred: 5 };
    for (const { id } of people)
      await call(setAgent, { params: { id }, body: { capacity, queueIds: [queue.id], skills: [] } });
    await refresh(keys.routing, keys.work);
    say(t('begin.done'));
  };
  const names = people.map(({ name }) => name).join(', ');
  return (
    <>
      <EmptyState icon={IconStack2} title={t('begin.title')} text={t('begin.text')}>
        <Group gap="sm" justify="center" mt="sm">
          <Button
            onClick={() =>
              ask({
                title: t('begin.ask'),
                text: t('begin.askText', { count: people.length, names }),
                action: t('begin.action'),
                act: begin,
              })
            }
          >
            {t('begin.action')}
          </Button>
          <Button variant="default" renderRoot={(props) => <Link {...props} {...to('new')} />}>
            {t('begin.own')}
          </Button>
        </Group>
      </EmptyState>
      {dialog}
    </>
  );
}

/** Where a queue's work comes from and who serves it. */
function QueueRow({ queue }: { queue: Queue }) {
  const { t, i18n } = useTranslation('routing');
  const names = useNames();
  const inboxes = useInboxRefs().filter(({ id }) => queue.inboxIds.includes(id));
  const from = inboxes.map(({ name }) => name).join(', ');
  const sentences = queueWords(t, queue.settings, { names, locale: i18n.language });
  return (
    <Row
      title={
        <>
          <Link {...to(queue.id)}>{queue.name}</Link>
          {queue.isDefault ? <Pill tone="accent">{t('queue.default')}</Pill> : null}
          <Pill>{t(`modeShort.${queue.settings.mode}`)}</Pill>
          {queue.agentIds.length > 0 && queue.counts.tooHeavy > 0 ? (
            <Pill tone="danger" title={t('weight.stuckText')}>
              {t('weight.stuck', { count: queue.counts.tooHeavy })}
            </Pill>
          ) : null}
          {queue.agentIds.length === 0 ? <Pill tone="warn">{t('queue.nobody')}</Pill> : null}
        </>
      }
      text={[from || t('queue.noInbox'), t('queue.agents', { count: queue.agentIds.length })].join(' · ')}
    >
      <p className={classes.sentence}>{sentences.slice(0, 3).join(' ')}</p>
    </Row>
  );
}

/** The queues; one of them opened by the address. */
export function QueuesTab({ named }: { named?: string | undefined }) {
  const { t } = useTranslation('routing');
  const { data: queues, error, refetch } = useQuery(queuesQuery);
  if (error && !queues) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!queues) return <ListLoading rows={4} />;
  if (named === 'new') return <QueueForm queue={null} queues={queues} />;
  if (named) {
    const queue = queues.find(({ id }) => id === named);
    return queue ? (
      <QueueForm key={named} queue={queue} queues={queues} />
    ) : (
      <EmptyState icon={IconStack2} title={t('queue.gone')} />
    );
  }
  if (queues.length === 0) return <Begin />;
  return (
    <Section
      title={t('queue.title')}
      text={t('queue.text')}
      actions={
        <Button
          leftSection={<IconPlus size={18} />}
          renderRoot={(props) => <Link {...props} {...to('new')} />}
        >
          {t('queue.add')}
        </Button>
      }
    >
      <Rows label={t('queue.title')}>
        {queues.map((queue) => (
          <QueueRow key={queue.id} queue={queue} />
        ))}
      </Rows>
    </Section>
  );
}
