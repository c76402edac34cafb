import { Button } from '@mantine/core';
import { deleteHours, type Hours } from '@meada/contract/routes/hours';
import { IconClockHour9, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.ts';
import { useMe } from '../../api/queries.ts';
import { ListLoading } from '../../ui/Loading.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { say } from '../../ui/toast.ts';
import { useConfirm } from '../kit/confirm.tsx';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import type { PageProps } from '../pages.ts';
import { Holidays } from './Holidays.tsx';
import { HoursEditor } from './HoursEditor.tsx';
import { hoursAnew, hoursQuery } from './queries.ts';
import { standingWords } from './words.ts';

function HoursRow({ hours, manages }: { hours: Hours; manages: boolean }) {
  const { t, i18n } = useTranslation('hours');
  const { ask, dialog } = useConfirm();
  const { inboxes, queues, agreements, agents } = hours.usedBy;
  const used = [...inboxes, ...queues, ...agreements, ...agents].map(({ name }) => name);
  const place = { zone: hours.timeZone, locale: i18n.language };
  const remove = () =>
    ask(
      used.length > 0
        ? { title: t('kept.title', { name: hours.name }), text: t('kept.text', { names: used.join(', ') }) }
        : {
            title: t('delete.title', { name: hours.name }),
            text: t('delete.text'),
            action: t('delete.action'),
            danger: true,
            act: async () => {
              await call(deleteHours, { params: { id: hours.id } });
              await hoursAnew();
              say(t('delete.done'));
            },
          },
    );
  return (
    <Row
      title={
        <>
          <span>{hours.name}</span>
          <Pill tone={hours.now.open ? 'good' : undefined}>{standingWords(t, hours.now, place)}</Pill>
        </>
      }
      text={used.length > 0 ? t('used', { names: used.join(', ') }) : t('unused')}
      end={
        manages ? (
          <>
            <Button
              size="xs"
              variant="default"
              component={Link}
              to="/settings/$"
              params={{ _splat: `hours/${hours.id}` } as never}
              aria-label={`${t('edit')}: ${hours.name}`}
            >
              {t('edit')}
            </Button>
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              c="var(--ink-soft)"
              onClick={remove}
              aria-label={`${t('delete.action')}: ${hours.name}`}
            >
              {t('delete.action')}
            </Button>
            {dialog}
          </>
        ) : null
      }
    />
  );
}

/** The firm's hours and holidays. */
function HoursList() {
  const { t } = useTranslation('hours');
  const manages = useMe().permissions.includes('hours.manage');
  const navigate = useNavigate();
  const list = useQuery(hoursQuery);
  const add = () => void navigate({ to: '/settings/$', params: { _splat: 'hours/new' } as never });
  return (
    <>
      <PageHeader title={t('title')} text={t('text')}>
        {manages ? (
          <Button leftSection={<IconPlus size={18} />} onClick={add}>
            {t('add')}
          </Button>
        ) : null}
      </PageHeader>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={2} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState icon={IconClockHour9} title={t('none.title')} text={t('none.text')} />
      ) : null}
      {list.data && list.data.length > 0 ? (
        <Section>
          <Rows label={t('title')}>
            {list.data.map((hours) => (
              <HoursRow key={hours.id} hours={hours} manages={manages} />
            ))}
          </Rows>
        </Section>
      ) : null}
      <Holidays manages={manages} />
    </>
  );
}

/** One of them, edited or made; else all. */
export function HoursPage({ rest: [id] }: PageProps) {
  const list = useQuery({ ...hoursQuery, enabled: id !== undefined });
  if (id === undefined) return <HoursList />;
  if (id === 'new') return <HoursEditor hours={null} />;
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (!list.data) return <ListLoading />;
  const hours = list.data.find((one) => one.id === id);
  return hours ? <HoursEditor key={hours.id} hours={hours} /> : <HoursList />;
}
