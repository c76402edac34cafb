import { type FocusEvent, type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './hours.module.css';
import { type Area, cellClock, cellsADay, cellsOf, dayName, painted, type Week, weekOrder } from './week.ts';

type Spot = { row: number; cell: number };
/** From where to where is being marked. */
type Mark = { from: Spot; to: Spot };

const areaOf = ({ from, to }: Mark): Area => {
  const [top, bottom] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
  return {
    days: weekOrder.slice(top, bottom + 1),
    from: Math.min(from.cell, to.cell),
    to: Math.max(from.cell, to.cell),
  };
};

const steps: Record<string, [row: number, cell: number]> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Home: [0, -cellsADay],
  End: [0, cellsADay],
};
const clamp = (value: number, most: number) => Math.max(0, Math.min(most, value));

const spotOf = (element: Element | null): Spot | null => {
  const place = element?.closest<HTMLElement>('[data-spot]')?.dataset.spot?.split(' ').map(Number);
  return place ? { row: place[0] ?? 0, cell: place[1] ?? 0 } : null;
};

const isSame = (one: Spot, other: Spot) => one.row === other.row && one.cell === other.cell;
const at = (spot: Spot): Mark => ({ from: spot, to: spot });

const isOpen = (week: Week, { row, cell }: Spot) => cellsOf(week, weekOrder[row] ?? 0)[cell] === 'all';

/** Marking by pointer or keys, and painting what was marked: opened where it began closed, closed where it began open. */
function usePainting(value: Week, onChange: (week: Week) => void) {
  const [mark, setMark] = useState<Mark>(at({ row: 0, cell: 18 }));
  const [busy, setBusy] = useState(false);
  const grid = useRef<HTMLTableElement>(null);
  const paint = (done: Mark) => onChange(painted(value, areaOf(done), !isOpen(value, done.from)));
  const down = (event: PointerEvent) => {
    const spot = spotOf(event.target as Element);
    if (!spot || event.button !== 0) return;
    // Touch holds the pointer to where it began.
    (event.target as Element).releasePointerCapture?.(event.pointerId);
    setBusy(true);
    setMark(at(spot));
  };
  const up = () => {
    if (!busy) return;
    setBusy(false);
    paint(mark);
    setMark(at(mark.to));
  };
  const move = (event: PointerEvent) => {
    // Let go outside of the grid.
    if (busy && event.buttons === 0) return up();
    const spot = busy ? spotOf(document.elementFromPoint(event.clientX, event.clientY)) : null;
    if (spot) setMark({ ...mark, to: spot });
  };
  // Walked to by Tab or a reader's own keys: marking begins there. Where an arrow has just led it is there already.
  const focus = (event: FocusEvent) => {
    const spot = spotOf(event.target as Element);
    if (spot) setMark((now) => (isSame(now.to, spot) ? now : at(spot)));
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      paint(mark);
      setMark(at(mark.to));
    }
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    const to = { row: clamp(mark.to.row + step[0], 6), cell: clamp(mark.to.cell + step[1], cellsADay - 1) };
    setMark({ from: event.shiftKey ? mark.from : to, to });
    grid.current?.querySelector<HTMLElement>(`[data-spot="${to.row} ${to.cell}"]`)?.focus();
  };
  return {
    mark,
    grid,
    handlers: { onPointerDown: down, onPointerMove: move, onPointerUp: up, onKeyDown: key, onFocus: focus },
  };
}

const within = ({ days, from, to }: Area, day: number, cell: number) =>
  days.includes(day) && cell >= from && cell <= to;

/** The week as half hours: drag, or arrows with Shift and Space, opens and closes them. */
export function WeekGrid({ value, onChange }: { value: Week; onChange(week: Week): void }) {
  const { t, i18n } = useTranslation('hours');
  const { mark, grid, handlers } = usePainting(value, onChange);
  const area = areaOf(mark);
  const single = area.days.length === 1 && area.from === area.to;
  return (
    <div className={classes.gridBox}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table worked by the arrow keys is a grid (ARIA APG) */}
      <table className={classes.grid} role="grid" aria-label={t('grid.label')} ref={grid} {...handlers}>
        <tbody>
          {weekOrder.map((day, row) => (
            <tr key={day}>
              <th scope="row">{dayName(day, i18n.language, 'short')}</th>
              {cellsOf(value, day).map((open, cell) => (
                <td
                  key={cellClock(cell)}
                  // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a cell of a grid
                  role="gridcell"
                  className={classes.cell}
                  data-spot={`${row} ${cell}`}
                  data-open={open}
                  data-marked={!single && within(area, day, cell) ? '' : undefined}
                  tabIndex={mark.to.row === row && mark.to.cell === cell ? 0 : -1}
                  aria-selected={open === 'all'}
                  aria-label={`${dayName(day, i18n.language)} ${cellClock(cell)}–${cellClock(cell + 1)}: ${t(
                    open === 'all' ? 'grid.open' : open === 'part' ? 'grid.part' : 'grid.closed',
                  )}`}
                />
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot aria-hidden>
          <tr className={classes.ticks}>
            <td />
            {[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => (
              <td key={hour} colSpan={6}>
                {hour}h
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
