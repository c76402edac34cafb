import { Button } from '@mantine/core';
import { IconChevronLeft, IconPencil, IconUsersGroup } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { ExportMenu } from '../ui/ExportMenu.tsx';
import { Face } from '../ui/Face.tsx';
import { ListLoading } from '../ui/Loading.tsx';
import { PageHeader } from '../ui/PageHeader.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { EmptyState, ErrorState } from '../ui/States.tsx';
import { kindsQuery, membersQuery, segmentQuery } from './queries.ts';
import classes from './segments.module.css';
import { useSegmentWords } from './words.ts';

/** What the segment asks, in a sentence; only who may write segments is given the words for it. */
function Sentence({ id }: { id: string }) {
  const { t } = useTranslation('segments');
  const words = useSegmentWords();
  const kinds = useQuery(kindsQuery).data;
  const tree = useQuery(segmentQuery(id)).data?.conditions;
  if (!kinds || !tree) return null;
  return (
    <p className={classes.sentence}>
      <strong>{t('sentence')}</strong> {words.sentence(kinds, tree)}.
    </p>
  );
}

/** Who is in a segment at this moment; they come and go while it is open. */
export function Members({ id }: { id: string }) {
  const { t, i18n } = useTranslation('segments');
  const manages = useMay('segments.manage');
  const segment = useQuery(segmentQuery(id));
  const list = useInfiniteQuery(membersQuery(id));
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  const error = segment.error ?? list.error;
  const count = segment.data?.members ?? 0;
  const shown = new Intl.NumberFormat(i18n.language).format(count);
  return (
    <div className={classes.page}>
      <Link to="/segments/$" params={{ _splat: '' }} className={classes.back}>
        <IconChevronLeft size={18} aria-hidden />
        {t('title')}
      </Link>
      <PageHeader title={segment.data?.name ?? '…'} text={segment.data?.description ?? ''}>
        <ExportMenu lists={[{ path: '/api/exports/customers' }]} filters={{ segmentId: id }} />
        {manages ? (
          <Button
            component={Link}
            to="/segments/$"
            params={{ _splat: id } as never}
            variant="default"
            leftSection={<IconPencil size={17} />}
          >
            {t('edit')}
          </Button>
        ) : null}
      </PageHeader>
      <div className={classes.members}>
        {manages ? <Sentence id={id} /> : null}
        {error && !list.data ? (
          <ErrorState error={error} onRetry={() => [segment.refetch(), list.refetch()]} />
        ) : null}
        {list.isPending ? <ListLoading rows={6} /> : null}
        {list.data && segment.data ? (
          <p className={classes.number} aria-live="polite">
            {segment.data.state === 'running' && segment.data.computedAt === null
              ? t('state.running')
              : t('count', { count, shown })}
          </p>
        ) : null}
        {list.data && people.length === 0 && segment.data?.computedAt ? (
          <EmptyState icon={IconUsersGroup} title={t('memberless')} text={t('memberlessText')} />
        ) : null}
        <ul className={classes.people} aria-label={t('foundLabel')}>
          {people.map((one) => (
            <li key={one.id}>
              <Link to="/customers/$customerId" params={{ customerId: one.id }} className={classes.person}>
                <Face name={one.name} id={one.id} url={one.avatarUrl} size={28} />
                <span>{one.name ?? one.display}</span>
                <small>
                  {t('since')} <RelativeTime at={one.since} />
                </small>
              </Link>
            </li>
          ))}
        </ul>
        {list.hasNextPage ? (
          <Button
            variant="default"
            mt="md"
            loading={list.isFetchingNextPage}
            onClick={() => list.fetchNextPage()}
          >
            {t('more')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
