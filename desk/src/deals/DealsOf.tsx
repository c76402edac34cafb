import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { ListLoading } from '../ui/Loading.tsx';
import { moneyOf } from '../ui/money.ts';
import { ErrorState } from '../ui/States.tsx';
import classes from './deals.module.css';
import { NewDeal } from './NewDeal.tsx';
import { dealListQuery, lateness, pipelinesQuery, todayHere } from './queries.ts';

type Props = { customerId: string; conversationId?: string };

function List({ customerId, conversationId }: Props) {
  const { t, i18n } = useTranslation('deals');
  const writes = useMay('deals.write');
  const [adding, setAdding] = useState(false);
  const list = useInfiniteQuery(dealListQuery({ customerId }, 10));
  const stages = (useQuery(pipelinesQuery).data ?? []).flatMap((pipeline) => pipeline.stages);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {list.isPending ? <ListLoading rows={2} /> : null}
      {list.error && !list.data ? <ErrorState error={list.error} onRetry={() => list.refetch()} /> : null}
      {list.data && items.length === 0 ? <p className={classes.soft}>{t('none.here')}</p> : null}
      <ul className={classes.plain}>
        {items.map((deal) => {
          const late = lateness(deal, todayHere());
          const stage = stages.find(({ id }) => id === deal.stageId);
          return (
            <li key={deal.id}>
              <Link to="/deals/$" params={{ _splat: `board/${deal.id}` }} className={classes.of}>
                <span>{deal.title}</span>
                <small data-late={late.step || late.close || undefined}>
                  <span className={classes.dot} style={{ background: stage?.colour }} aria-hidden />{' '}
                  {stage?.name} · {moneyOf({ minor: deal.value, currency: deal.currency }, i18n.language)}
                  {late.step || late.close ? ` · ${t('late')}` : ''}
                </small>
              </Link>
            </li>
          );
        })}
      </ul>
      {list.hasNextPage ? (
        <Button variant="subtle" size="xs" onClick={() => list.fetchNextPage()}>
          {t('board.more')}
        </Button>
      ) : null}
      {writes ? (
        <Button
          variant="light"
          size="xs"
          mt={4}
          leftSection={<IconPlus size={15} />}
          onClick={() => setAdding(true)}
        >
          {t('new')}
        </Button>
      ) : null}
      {adding ? (
        <NewDeal
          customerId={customerId}
          {...(conversationId ? { conversationId } : {})}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </>
  );
}

/** Deals of a customer, with a way to make one; with a heading for pages whose frame has none. */
export function DealsOf({ title: Heading, className, ...of }: Props & { title?: 'h2'; className?: string }) {
  const { t } = useTranslation('deals');
  const may = useMay('deals.read');
  if (!may) return null;
  if (!Heading) return <List {...of} />;
  return (
    <section className={className} aria-label={t('title')}>
      <Heading className={classes.heading}>{t('title')}</Heading>
      <List {...of} />
    </section>
  );
}
