import type { PanelName } from '@meada/contract/workspace';
import { flushSync } from 'react-dom';
import { moved, type Place } from './arrange.ts';
import { rearrange, workspace } from './store.ts';

export const cardId = (panel: PanelName): string => `panel-${panel}`;

/** The cards of a column that are seen: one with nothing to show is passed over. */
const seenIn = (column: number): PanelName[] =>
  (workspace.get().layout.columns[column]?.cards ?? [])
    .map(({ panel }) => panel)
    .filter((panel) => document.getElementById(cardId(panel))?.offsetParent);

function placeFor(panel: PanelName, way: 'up' | 'down' | 'left' | 'right'): Place | null {
  const { columns } = workspace.get().layout;
  const column = columns.findIndex(({ cards }) => cards.some((card) => card.panel === panel));
  const seen = seenIn(column);
  const at = seen.indexOf(panel);
  if (way === 'up') return at > 0 ? { column, before: seen[at - 1] ?? null } : null;
  if (way === 'down') return at < seen.length - 1 ? { column, before: seen[at + 2] ?? null } : null;
  const to = column + (way === 'right' ? 1 : -1);
  if (!columns[to]) return null;
  return { column: to, before: seenIn(to)[at] ?? null };
}

/** Moves a card by one step; the focus stays on its grip. Answers where it stands then, for who hears the screen. */
export function stepCard(
  panel: PanelName,
  way: 'up' | 'down' | 'left' | 'right',
): { column: number; place: number; count: number } | null {
  const place = placeFor(panel, way);
  if (!place) return null;
  flushSync(() => rearrange((layout) => moved(layout, panel, place)));
  const card = document.getElementById(cardId(panel));
  card?.querySelector<HTMLElement>('[data-grip]')?.focus({ preventScroll: true });
  card?.scrollIntoView({ block: 'nearest' });
  const seen = seenIn(place.column);
  return { column: place.column + 1, place: seen.indexOf(panel) + 1, count: seen.length };
}
