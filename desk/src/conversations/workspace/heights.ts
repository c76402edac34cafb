import { type RefObject, useEffect, useState } from 'react';

/**
 * Cards whose contents come one after the other would push each other down while somebody reads. When a page is loaded again
 * with the same conversation, each card begins as high as it was when the page was left.
 */
type Heights = Record<string, number>;
const key = 'meada.panels';
/** After this long a card that still has nothing to show takes no room (ms). */
const patience = 3000;

function keptOf(conversationId: string): Heights {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}') as { of?: string; heights?: Heights };
    return (kept.of === conversationId && kept.heights) || {};
  } catch {
    return {};
  }
}

/** The heights (px) by panel with which the cards begin; empty once they stand by themselves. */
export function useHeights(root: RefObject<HTMLElement | null>, conversationId: string): Heights {
  const [heights, setHeights] = useState(() => keptOf(conversationId));
  useEffect(() => {
    sessionStorage.removeItem(key);
    const timer = setTimeout(() => setHeights({}), patience);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    const leave = () => {
      const cards = [...(root.current?.querySelectorAll<HTMLElement>('[data-panel]') ?? [])];
      const now = Object.fromEntries(cards.map((card) => [card.dataset.panel, card.offsetHeight]));
      sessionStorage.setItem(key, JSON.stringify({ of: conversationId, heights: now }));
    };
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, [root, conversationId]);
  return heights;
}
