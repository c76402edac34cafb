import { Button } from '@mantine/core';
import { listDeals, type Stage } from '@meada/contract/routes/deals';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type DragEvent, Fragment, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.ts';
import { moneyOf } from '../ui/money.ts';
import { complain } from '../ui/toast.ts';
import classes from './deals.module.css';
import type { Place } from './places.ts';
import { type Board, boardQuery, type Column, type DealFilters } from './queries.ts';

type Props = {
  stage: Stage;
  column: Column;
  filters: DealFilters;
  /** Where the card that is dragged would lie. */
  over: Place | null;
  chosen: boolean;
  onOver(place: Place): void;
  onDrop(place: Place): void;
  card(deal: Column['deals'][number]): ReactNode;
};

/** Totals of a column: what it comes to, and what of it is to be expected. */
function Totals({ column, stage }: { column: Column; stage: Stage }) {
  const { t, i18n } = useTranslation('deals');
  if (column.totals.length === 0) return <p className={classes.totals}>{t('board.nothing')}</p>;
  return column.totals.map(({ currency, value, weighted }) => (
    <p key={currency} className={classes.totals}>
      <strong>{moneyOf({ minor: value, currency }, i18n.language)}</strong>
      {stage.category === 'open' ? (
        <span title={t('board.weightedHelp', { probability: stage.probability })}>
          {t('board.weighted', { value: moneyOf({ minor: weighted, currency }, i18n.language) })}
        </span>
      ) : null}
    </p>
  ));
}

/** A column of the board, with a place for what is dragged over it. */
export function BoardColumn({ stage, column, filters, over, chosen, onOver, onDrop, card }: Props) {
  const { t } = useTranslation('deals');
  const list = useRef<HTMLDivElement>(null);
  const client = useQueryClient();
  const more = useMutation({
    mutationFn: () =>
      call(listDeals, {
        query: { ...filters, stageId: stage.id, cursor: column.next ?? undefined, limit: 50 },
      }),
    onSuccess: ({ items, next }) =>
      client.setQueryData<Board>(
        boardQuery(filters).queryKey,
        (board) =>
          board && {
            ...board,
            columns: board.columns.map((one) =>
              one.stageId === stage.id ? { ...one, deals: [...one.deals, ...items], next } : one,
            ),
          },
      ),
    onError: complain,
  });
  const placeAt = (event: DragEvent): Place => {
    const cards = [...(list.current?.querySelectorAll('[draggable]:not([data-dragged])') ?? [])];
    const index = cards.findIndex((one) => {
      const { top, height } = one.getBoundingClientRect();
      return event.clientY < top + height / 2;
    });
    return { stageId: stage.id, index: index < 0 ? cards.length : index };
  };
  const at = over?.stageId === stage.id ? over.index : -1;
  return (
    <section
      className={classes.column}
      data-chosen={chosen || undefined}
      aria-labelledby={`stage-${stage.id}`}
      onDragOver={(event) => {
        event.preventDefault();
        onOver(placeAt(event));
      }}
      onDrop={(event) => {
        event.preventDefault();
        onDrop(placeAt(event));
      }}
    >
      <header className={classes.columnHead} style={{ borderTopColor: stage.colour }}>
        <h2 id={`stage-${stage.id}`} title={stage.name}>
          {stage.name}
        </h2>
        <span className={classes.count}>{column.count}</span>
        <Totals column={column} stage={stage} />
      </header>
      <div ref={list} className={classes.cards}>
        {column.deals.map((deal, index) => (
          <Fragment key={deal.id}>
            {at === index ? <div className={classes.drop} /> : null}
            {card(deal)}
          </Fragment>
        ))}
        {at >= column.deals.length ? <div className={classes.drop} /> : null}
        {column.next ? (
          <Button variant="subtle" size="xs" loading={more.isPending} onClick={() => more.mutate()}>
            {t('board.more')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
