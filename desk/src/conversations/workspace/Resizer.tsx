import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import classes from './workspace.module.css';

type Props = {
  label: string;
  /** Of the pane, in pixels; null: as the desk is made. */
  value: number | null;
  range: { min: number; max: number; usual: number };
  /** The pane grows when the line goes to the left. */
  leftwards?: boolean;
  /** Where the pane is found. */
  pane: string;
  /** The custom property that its width comes from. */
  property: string;
  onChange: (width: number | null) => void;
};

/** Pixels of one press of an arrow. */
const stepBy = 16;

/**
 * The line between two panes: drawn along with the pointer without a render, kept when let go. Arrows, Home and End by
 * keyboard; a double press or Enter goes back to the usual width.
 */
export function Resizer({ label, value, range, leftwards = false, pane, property, onChange }: Props) {
  const line = useRef<HTMLDivElement>(null);
  const from = useRef({ x: 0, width: 0, now: 0 });
  const { min, max, usual } = range;
  const bounded = (width: number) => Math.round(Math.min(max, Math.max(min, width)));
  const screen = () => line.current?.closest<HTMLElement>('[data-screen]');
  const widthNow = () => screen()?.querySelector(pane)?.getBoundingClientRect().width ?? value ?? usual;

  const down = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const width = widthNow();
    from.current = { x: event.clientX, width, now: width };
    event.currentTarget.dataset.held = '';
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const by = event.clientX - from.current.x;
    from.current.now = bounded(from.current.width + (leftwards ? -by : by));
    screen()?.style.setProperty(property, `${from.current.now}px`);
  };
  const up = (event: PointerEvent<HTMLDivElement>) => {
    if (!('held' in event.currentTarget.dataset)) return;
    delete event.currentTarget.dataset.held;
    if (Math.abs(from.current.now - from.current.width) > 1) onChange(from.current.now);
  };
  const key = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? stepBy : event.key === 'ArrowLeft' ? -stepBy : 0;
    const to =
      by !== 0
        ? bounded(widthNow() + (leftwards ? -by : by))
        : event.key === 'Home'
          ? min
          : event.key === 'End'
            ? max
            : event.key === 'Enter'
              ? null
              : undefined;
    if (to === undefined) return;
    event.preventDefault();
    onChange(to);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that is moved is no thematic break
    <div
      ref={line}
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={value ?? usual}
      title={label}
      tabIndex={0}
      className={classes.resizer}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onDoubleClick={() => onChange(null)}
      onKeyDown={key}
    />
  );
}
