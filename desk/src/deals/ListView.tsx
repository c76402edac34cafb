import { Button } from '@mantine/core';
import { IconBriefcase } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePeople } from '../api/queries.ts';
import { ListLoading } from '../ui/Loading.tsx';
import { moneyOf } from '../ui/money.ts';
import { EmptyState, ErrorState } from '../ui/States.tsx';
import classes from './deals.module.css';
import {
  type DealFilters,
  dayOf,
  dealListQuery,
  isNarrowed,
  lateness,
  pipelinesQuery,
  todayHere,
} from './queries.ts';

/** Deals as lines, newest first. */
export function ListView({ filters, onOpen }: { filters: DealFilters; onOpen(id: string): void }) {
  const { t, i18n } = useTranslation('deals');
  const list = useInfiniteQuery(dealListQuery(filters));
  const people = usePeople();
  const stages = (useQuery(pipelinesQuery).data ?? []).flatMap((pipeline) => pipeline.stages);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => list.refetch()} />;
  if (list.isPending) return <ListLoading rows={6} />;
  if (items.length === 0)
    return (
      <EmptyState
        icon={IconBriefcase}
        title={t(isNarrowed(filters) ? 'none.filtered' : 'none.title')}
        text={t(isNarrowed(filters) ? 'none.filteredText' : 'none.boardText')}
      />
    );
  return (
    <div className={classes.tableBox}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('field.title')}</th>
            <th scope="col">{t('field.stage')}</th>
            <th scope="col" data-number>
              {t('field.value')}
            </th>
            <th scope="col">{t('field.owner')}</th>
            <th scope="col">{t('field.expectedOn')}</th>
            <th scope="col">{t('field.nextStep')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((deal) => {
            const late = lateness(deal, todayHere());
            const stage = stages.find(({ id }) => id === deal.stageId);
            return (
              <tr key={deal.id}>
                <td>
                  <button type="button" className={classes.rowButton} onClick={() => onOpen(deal.id)}>
                    {deal.title}
                  </button>
                  <small>{deal.customer.name ?? deal.customer.display}</small>
                </td>
                <td>
                  <span className={classes.dot} style={{ background: stage?.colour }} aria-hidden />{' '}
                  {stage?.name}
                </td>
                <td data-number>{moneyOf({ minor: deal.value, currency: deal.currency }, i18n.language)}</td>
                <td>{people.find(({ id }) => id === deal.ownerId)?.name}</td>
                <td data-late={late.close || undefined}>
                  {deal.expectedOn ? dayOf(deal.expectedOn, i18n.language) : ''}
                </td>
                <td data-late={late.step || undefined}>
                  {deal.nextStep}
                  {deal.nextOn ? <small>{dayOf(deal.nextOn, i18n.language)}</small> : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {list.hasNextPage ? (
        <Button
          variant="default"
          mt="md"
          loading={list.isFetchingNextPage}
          onClick={() => list.fetchNextPage()}
        >
          {t('board.more')}
        </Button>
      ) : null}
    </div>
  );
}
