import { Button, Group, SegmentedControl } from '@mantine/core';
import type { PrivacyRequest } from '@meada/contract/routes/privacy-requests';
import { IconUserShield } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListLoading } from '../../ui/Loading.tsx';
import { EmptyState, ErrorState } from '../../ui/States.tsx';
import { momentOf } from '../../ui/time.ts';
import { Row, Rows } from '../kit/Rows.tsx';
import { Pill, Section } from '../kit/Section.tsx';
import { NewRequest } from './NewRequest.tsx';
import { peopleQuery, requestsQuery } from './queries.ts';
import { RequestDialog } from './RequestDialog.tsx';
import { Due, nameOf } from './RequestParts.tsx';

function Line({ request, onOpen }: { request: PrivacyRequest; onOpen(): void }) {
  const { t, i18n } = useTranslation('privacy');
  const people = useQuery(peopleQuery).data ?? [];
  const assignee = people.find(({ id }) => id === request.assigneeId)?.name;
  const text = [
    t(`state.${request.state}`),
    t(`channel.${request.channel}`),
    momentOf(request.createdAt, i18n.language),
    assignee ?? (request.closedAt ? null : t('requests.unassigned')),
  ];
  return (
    <Row
      title={`${t(`kind.${request.kind}`)} · ${nameOf(request, t('requests.nobody'))}`}
      text={text.filter(Boolean).join(' · ')}
      end={
        <Group gap="sm" wrap="nowrap">
          {request.provenAt ? null : <Pill tone="warn">{t('proof.missing')}</Pill>}
          <Due request={request} />
          <Button variant="default" size="xs" onClick={onOpen}>
            {t('open')}
          </Button>
        </Group>
      }
    />
  );
}

/** What people ask for, the next deadline first. The one named in the address is open. */
export function Requests({ named }: { named?: string | undefined }) {
  const { t } = useTranslation('privacy');
  const navigate = useNavigate();
  const [closed, setClosed] = useState(false);
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(requestsQuery(closed));
  const go = (id?: string) =>
    navigate({ to: '/settings/$', params: { _splat: id ? `privacy/requests/${id}` : 'privacy/requests' } });
  return (
    <>
      <Group justify="space-between" mb="md" gap="sm">
        <SegmentedControl
          value={closed ? 'closed' : 'open'}
          onChange={(value) => setClosed(value === 'closed')}
          data={[
            { value: 'open', label: t('requests.open') },
            { value: 'closed', label: t('requests.closed') },
          ]}
        />
        <Button onClick={() => setAdding(true)}>{t('requests.new')}</Button>
      </Group>
      {error ? <ErrorState error={error} onRetry={refetch} /> : null}
      {!data && !error ? <ListLoading rows={4} /> : null}
      {data?.length === 0 ? (
        <EmptyState
          icon={IconUserShield}
          title={t(closed ? 'requests.noneClosed' : 'requests.none')}
          text={t('requests.noneText')}
        />
      ) : null}
      {data && data.length > 0 ? (
        <Section>
          <Rows label={t('tab.requests')}>
            {data.map((request) => (
              <Line key={request.id} request={request} onOpen={() => void go(request.id)} />
            ))}
          </Rows>
        </Section>
      ) : null}
      {adding ? <NewRequest onClose={() => setAdding(false)} onMade={(id) => void go(id)} /> : null}
      {named ? <RequestDialog key={named} id={named} onClose={() => void go()} /> : null}
    </>
  );
}
