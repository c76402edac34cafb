import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { moved, type Place } from './arrange.ts';
import { rearrange, workspace } from './store.ts';

/** The place a pointer means: before the card under it or behind it, by the nearer half; below all cards: the end. */
function placeAt(element: Element, column: number, y: number): Place {
  const panel = element.getAttribute('data-panel');
  if (panel === null) return { column, before: null };
  const { top, height } = element.getBoundingClientRect();
  if (y < top + height / 2) return { column, before: panel };
  const cards = workspace.get().layout.columns[column]?.cards ?? [];
  return { column, before: cards[cards.findIndex((card) => card.panel === panel) + 1]?.panel ?? null };
}

const marked = (root: HTMLElement): void => {
  for (const element of root.querySelectorAll('[data-edge]')) element.removeAttribute('data-edge');
};

function target(element: HTMLElement, column: number): () => void {
  return dropTargetForElements({
    element,
    getData: ({ input }) => ({ ...placeAt(element, column, input.clientY) }),
    canDrop: ({ source }) => typeof source.data.panel === 'string',
  });
}

/**
 * Makes the cards below `root` movable by their grips. Loaded when there is time: the cards are drawn without it, and
 * stay the same elements when it comes.
 */
export function makeMovable(root: HTMLElement): () => void {
  const columns = [...root.querySelectorAll<HTMLElement>('[data-column]')];
  const ends = columns.flatMap((element, column) => [
    target(element, column),
    ...[...element.querySelectorAll<HTMLElement>('[data-panel]')].flatMap((card) => [
      target(card, column),
      draggable({
        element: card,
        // The whole head: Firefox begins no drag on a button.
        dragHandle: card.querySelector('[data-head]') ?? undefined,
        getInitialData: () => ({ panel: card.dataset.panel }),
        onDragStart: () => card.setAttribute('data-dragged', ''),
        onDrop: () => card.removeAttribute('data-dragged'),
      }),
    ]),
  ]);
  const monitor = monitorForElements({
    onDrag({ location }) {
      marked(root);
      const [over] = location.current.dropTargets;
      if (!over) return;
      const { top, height } = over.element.getBoundingClientRect();
      const before =
        over.element.hasAttribute('data-panel') && location.current.input.clientY < top + height / 2;
      over.element.setAttribute('data-edge', before ? 'top' : 'bottom');
    },
    onDrop({ source, location }) {
      marked(root);
      const [over] = location.current.dropTargets;
      if (!over) return;
      const { panel } = source.data;
      const { column, before } = over.data as Place;
      if (typeof panel === 'string') rearrange((layout) => moved(layout, panel, { column, before }));
    },
  });
  return combine(...ends, monitor);
}
