import type { Layout, PanelName } from '@meada/contract/workspace';
import { panelNames } from './panels.ts';

/** Pure steps from one arrangement to the next. Every panel stands in one place; none is ever lost. */

type Columns = Layout['columns'];
type Card = Columns[number]['cards'][number];
/** Into a column, before a panel, or at its end. */
export type Place = { column: number; before: PanelName | null };

const usual: Layout = {
  columns: [{ width: null, cards: panelNames.map((panel) => ({ panel, collapsed: false })) }],
  hidden: [],
  listWidth: null,
};

/**
 * A kept layout with the panels it does not name yet (they came with a newer desk), each after the one it usually
 * follows. Names this desk does not know are kept: a newer one does.
 */
export function arranged(layout: Layout | null): Layout {
  if (!layout) return usual;
  const there = new Set([
    ...layout.columns.flatMap(({ cards }) => cards.map(({ panel }) => panel)),
    ...layout.hidden,
  ]);
  let whole = layout;
  for (const [index, panel] of panelNames.entries()) {
    if (there.has(panel)) continue;
    whole = inserted(whole, { panel, collapsed: false }, placeAfter(whole, panelNames.slice(0, index)));
  }
  return whole;
}

/** Behind the nearest of those that usually stand before it; else at the front. */
function placeAfter(layout: Layout, earlier: readonly PanelName[]): Place {
  for (const name of earlier.toReversed()) {
    const column = layout.columns.findIndex(({ cards }) => cards.some(({ panel }) => panel === name));
    const cards = layout.columns[column]?.cards;
    if (!cards) continue;
    return { column, before: cards[cards.findIndex(({ panel }) => panel === name) + 1]?.panel ?? null };
  }
  return { column: 0, before: layout.columns[0]?.cards[0]?.panel ?? null };
}

function inserted(layout: Layout, card: Card, { column, before }: Place): Layout {
  const columns = layout.columns.map((one, index) => {
    if (index !== column) return one;
    const at = one.cards.findIndex(({ panel }) => panel === before);
    return { ...one, cards: one.cards.toSpliced(at < 0 ? one.cards.length : at, 0, card) };
  });
  return { ...layout, columns };
}

const cardOf = (layout: Layout, panel: PanelName): Card =>
  layout.columns.flatMap(({ cards }) => cards).find((card) => card.panel === panel) ?? {
    panel,
    collapsed: false,
  };
const taken = (layout: Layout, panel: PanelName): Layout => ({
  ...layout,
  columns: layout.columns.map((one) => ({ ...one, cards: one.cards.filter((card) => card.panel !== panel) })),
  hidden: layout.hidden.filter((name) => name !== panel),
});

/** The panel in another place. */
export function moved(layout: Layout, panel: PanelName, place: Place): Layout {
  if (place.before === panel) return layout;
  const column = Math.min(place.column, layout.columns.length - 1);
  return inserted(taken(layout, panel), cardOf(layout, panel), { ...place, column });
}

export const withHidden = (layout: Layout, panel: PanelName): Layout => {
  const rest = taken(layout, panel);
  return { ...rest, hidden: [...rest.hidden, panel] };
};

/** A hidden panel where it usually stands. */
export function withShown(layout: Layout, panel: PanelName): Layout {
  if (!layout.hidden.includes(panel)) return layout;
  const index = (panelNames as readonly string[]).indexOf(panel);
  const rest = taken(layout, panel);
  return inserted(
    rest,
    { panel, collapsed: false },
    placeAfter(rest, panelNames.slice(0, Math.max(0, index))),
  );
}

export const withCollapsed = (layout: Layout, panel: PanelName, collapsed: boolean): Layout => ({
  ...layout,
  columns: layout.columns.map((one) => ({
    ...one,
    cards: one.cards.map((card) => (card.panel === panel ? { ...card, collapsed } : card)),
  })),
});

/** Two columns, the second half of the cards in the new one; or all of them in one. */
export function withColumns(layout: Layout, count: 1 | 2): Layout {
  const [first, second] = layout.columns;
  if (!first || layout.columns.length === count) return layout;
  if (count === 1)
    return { ...layout, columns: [{ ...first, cards: [...first.cards, ...(second?.cards ?? [])] }] };
  const half = Math.ceil(first.cards.length / 2);
  return {
    ...layout,
    columns: [
      { ...first, cards: first.cards.slice(0, half) },
      { width: null, cards: first.cards.slice(half) },
    ],
  };
}

export const withWidth = (layout: Layout, column: number, width: number | null): Layout => ({
  ...layout,
  columns: layout.columns.map((one, index) => (index === column ? { ...one, width } : one)),
});
