import { Button } from '@mantine/core';
import type { Segment } from '@meada/contract/routes/segments';
import { IconChevronLeft, IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { Look } from '../settings/kit/Look.tsx';
import { NotAllowed } from '../settings/kit/NotAllowed.tsx';
import { Row, Rows } from '../settings/kit/Rows.tsx';
import { Pill, Section } from '../settings/kit/Section.tsx';
import { ExportMenu } from '../ui/ExportMenu.tsx';
import { ListLoading } from '../ui/Loading.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { EmptyState, ErrorState } from '../ui/States.tsx';
import { Editor } from './Editor.tsx';
import { Members } from './Members.tsx';
import { segmentsQuery } from './queries.ts';
import classes from './segments.module.css';

function SegmentRow({ segment }: { segment: Segment }) {
  const { t, i18n } = useTranslation('segments');
  const manages = useMay('segments.manage');
  const shown = new Intl.NumberFormat(i18n.language).format(segment.members);
  return (
    <Row
      title={
        <>
          <Link to="/segments/$" params={{ _splat: `${segment.id}/members` }} className={classes.name}>
            {segment.name}
          </Link>
          {segment.state === 'running' ? <Pill>{t('state.running')}</Pill> : null}
          {segment.state === 'failed' ? <Pill tone="danger">{t('state.failed')}</Pill> : null}
        </>
      }
      text={
        <>
          {t('count', { count: segment.members, shown })}
          {segment.description ? ` · ${segment.description}` : ''}
        </>
      }
      end={
        <span className={classes.actions}>
          <ExportMenu
            small
            lists={[{ path: '/api/exports/customers' }]}
            filters={{ segmentId: segment.id }}
          />
          {manages ? (
            <Button
              component={Link}
              to="/segments/$"
              params={{ _splat: segment.id } as never}
              size="xs"
              variant="default"
            >
              {t('edit')}
            </Button>
          ) : null}
        </span>
      }
    />
  );
}

function List() {
  const { t } = useTranslation('segments');
  const manages = useMay('segments.manage');
  const list = useQuery(segmentsQuery);
  const add = manages ? (
    <Button
      component={Link}
      to="/segments/$"
      params={{ _splat: 'new' } as never}
      leftSection={<IconPlus size={18} />}
    >
      {t('new')}
    </Button>
  ) : null;
  return (
    <div className={classes.page}>
      <Link to="/customers" className={classes.back}>
        <IconChevronLeft size={18} aria-hidden />
        {t('customers')}
      </Link>
      <PageHeader title={t('title')} text={t('text')}>
        {list.data && list.data.length > 0 ? add : null}
      </PageHeader>
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.isPending ? <ListLoading rows={4} /> : null}
      {list.data?.length === 0 ? (
        <EmptyState icon={IconUsersGroup} title={t('none')} text={t('noneText')}>
          {add}
        </EmptyState>
      ) : null}
      {list.data && list.data.length > 0 ? (
        <Section>
          <Rows label={t('title')}>
            {list.data.map((segment) => (
              <SegmentRow key={segment.id} segment={segment} />
            ))}
          </Rows>
        </Section>
      ) : null}
    </div>
  );
}

/** /segments/$: the saved ones, the editor of one, who is in one. */
export function SegmentsScreen() {
  const { _splat = '' } = useParams({ strict: false }) as { _splat?: string };
  const [reads, manages] = [useMay('customers.read'), useMay('segments.manage')];
  const [id, page] = _splat.split('/').filter(Boolean);
  if (reads && id && page === 'members')
    return (
      <Look>
        <Members key={id} id={id} />
      </Look>
    );
  if (!reads || (id && !manages))
    return (
      <Look>
        <NotAllowed />
      </Look>
    );
  return <Look>{id ? <Editor key={id} id={id === 'new' ? null : id} /> : <List />}</Look>;
}
