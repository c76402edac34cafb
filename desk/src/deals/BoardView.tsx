import { Select } from '@mantine/core';
import type { Deal, Stage } from '@meada/contract/routes/deals';
import { type KeyboardEvent, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/queries.ts';
import { BoardColumn } from './BoardColumn.tsx';
import { CloseDialog } from './CloseDialog.tsx';
import { DealCard } from './DealCard.tsx';
import classes from './deals.module.css';
import { neighbour, type Place, placeOf, stepped, withCardAt } from './places.ts';
import type { Board, DealFilters } from './queries.ts';
import { type Move, useMove } from './useMove.ts';

type Props = { board: Board; filters: DealFilters; onOpen(id: string): void };
type Held = { id: string; from: Place; place: Place };

const arrows = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);
const focusNow = (id: string | null): void => {
  if (id) document.getElementById(`deal-${id}`)?.focus();
};
/** Once what was set is drawn. */
const focusCard = (id: string | null): void => {
  if (id) requestAnimationFrame(() => focusNow(id));
};

const isSame = (one: Place | null, other: Place): boolean =>
  one?.stageId === other.stageId && one.index === other.index;

type PickProps = { board: Board; chosen: string; onChoose(id: string): void };

/** On a phone one column is seen at a time. */
function StagePick({ board, chosen, onChoose }: PickProps) {
  const { t } = useTranslation('deals');
  return (
    <Select
      className={classes.stageSelect}
      aria-label={t('board.stage')}
      allowDeselect={false}
      data={board.pipeline.stages.map(({ id, name }, index) => ({
        value: id,
        label: `${name} (${board.columns[index]?.count ?? 0})`,
      }))}
      value={chosen}
      onChange={(id) => onChoose(id ?? '')}
    />
  );
}

/** How the keys work, and what they have just done, for those who hear the screen. */
function Announcer({ said }: { said: string }) {
  const { t } = useTranslation('deals');
  return (
    <>
      <p id="deal-keys" className="visually-hidden">
        {t('keys.help')}
      </p>
      <div aria-live="assertive" className="visually-hidden">
        {said}
      </div>
    </>
  );
}

/** The columns of a pipeline. Cards are moved by the mouse, by keys, or in the deal's own panel (on a phone). */
export function BoardView({ board, filters, onOpen }: Props) {
  const { t } = useTranslation('deals');
  const writes = useMay('deals.write');
  const move = useMove(filters);
  const [held, setHeld] = useState<Held | null>(null);
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<Place | null>(null);
  const [said, setSaid] = useState('');
  const [closing, setClosing] = useState<(Move & { stage: Stage }) | null>(null);
  const [chosen, setChosen] = useState(
    () => (board.columns.find(({ count }) => count > 0) ?? board.columns[0])?.stageId ?? '',
  );
  const stageOf = (id: string): Stage | undefined => board.pipeline.stages.find((stage) => stage.id === id);
  const columns = held ? withCardAt(board.columns, held.id, held.place) : board.columns;
  // At once: the next key comes before the next frame on a slow machine. A board that is read anew meanwhile must not take
  // the card out of the hand either.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new board is what this waits for
  useLayoutEffect(() => focusNow(held?.id ?? null), [held, board]);

  const tell = (key: string, deal: Deal, place: Place) => {
    const count = columns.find(({ stageId }) => stageId === place.stageId)?.deals.length ?? 0;
    const column = stageOf(place.stageId)?.name ?? '';
    setSaid(
      t(key, { title: deal.title, column, place: place.index + 1, count: Math.max(count, place.index + 1) }),
    );
  };
  const put = (id: string, place: Place) => {
    const from = placeOf(board.columns, id);
    if (!from || (from.stageId === place.stageId && from.index === place.index)) return;
    const made = { id, fromStageId: from.stageId, place };
    const stage = stageOf(place.stageId);
    if (stage && stage.category !== 'open' && from.stageId !== place.stageId) setClosing({ ...made, stage });
    else move.mutate(made);
  };
  const onKey = (deal: Deal) => (event: KeyboardEvent) => {
    const { key } = event;
    const isHeld = held?.id === deal.id;
    if (arrows.has(key)) {
      event.preventDefault();
      if (!isHeld) return focusCard(neighbour(columns, deal.id, key));
      const place = stepped(board.columns, held, key);
      setHeld({ ...held, place });
      tell('keys.at', deal, place);
    } else if (key === ' ' && writes) {
      event.preventDefault();
      const at = placeOf(board.columns, deal.id);
      if (isHeld) {
        setHeld(null);
        put(deal.id, held.place);
        tell('keys.dropped', deal, held.place);
        focusCard(deal.id);
      } else if (at) {
        setHeld({ id: deal.id, from: at, place: at });
        tell('keys.held', deal, at);
      }
    } else if (key === 'Escape' && isHeld) {
      event.preventDefault();
      setHeld(null);
      setSaid(t('keys.cancelled', { title: deal.title }));
      focusCard(deal.id);
    } else if (key === 'Enter' && isHeld) {
      event.preventDefault();
    }
  };
  const endDrag = () => {
    setDragged(null);
    setOver(null);
  };
  return (
    <>
      <StagePick board={board} chosen={chosen} onChoose={setChosen} />
      <div className={classes.board}>
        {columns.map((column) => {
          const stage = stageOf(column.stageId);
          return stage ? (
            <BoardColumn
              key={column.stageId}
              stage={stage}
              column={column}
              filters={filters}
              over={dragged ? over : null}
              chosen={column.stageId === chosen}
              onOver={(place) => setOver((now) => (isSame(now, place) ? now : place))}
              onDrop={(place) => {
                if (dragged) put(dragged, place);
                endDrag();
              }}
              card={(deal) => (
                <DealCard
                  deal={deal}
                  held={held?.id === deal.id || dragged === deal.id}
                  onOpen={() => onOpen(deal.id)}
                  onKey={onKey(deal)}
                  onDragStart={(event) => {
                    if (!writes) return event.preventDefault();
                    event.dataTransfer.effectAllowed = 'move';
                    event.dataTransfer.setData('text/plain', deal.title);
                    setDragged(deal.id);
                  }}
                  onDragEnd={endDrag}
                />
              )}
            />
          ) : null;
        })}
      </div>
      <Announcer said={said} />
      {closing ? (
        <CloseDialog
          stage={closing.stage}
          onClose={() => setClosing(null)}
          onSave={(reason) => {
            move.mutate({ ...closing, ...reason });
            setClosing(null);
          }}
        />
      ) : null}
    </>
  );
}
