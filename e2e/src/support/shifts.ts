import type { Page } from 'playwright-core';

/** Something that moved without being asked to: how much (share of the window), when (ms), and what. */
export type Shift = { value: number; at: number; what: string[] };

type Source = { node: Node | null; previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly };
type Entry = PerformanceEntry & { value: number; hadRecentInput: boolean; sources: Source[] };

function watch(): void {
  const shifts: Shift[] = [];
  Object.assign(window, { meadaShifts: shifts });
  const nameOf = (node: Node | null): string => {
    const element = node instanceof Element ? node : (node?.parentElement ?? null);
    return `${element?.tagName.toLowerCase()}.${element?.className} "${node?.textContent?.slice(0, 30)}"`;
  };
  const boxOf = ({ x, y, width, height }: DOMRectReadOnly): string =>
    [x, y, width, height].map(Math.round).join(' ');
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as Entry[]) {
      if (entry.hadRecentInput) continue;
      const what = entry.sources.map(
        ({ node, previousRect, currentRect }) =>
          `${nameOf(node)} from ${boxOf(previousRect)} to ${boxOf(currentRect)}`,
      );
      shifts.push({ value: entry.value, at: Math.round(entry.startTime), what });
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Notes from the first frame of every page on what moves (the browser's own measure: layout instability). */
export const watchShifts = (page: Page): Promise<unknown> => page.addInitScript(watch);

/** What moved on the page so far. */
export const shiftsOf = (page: Page): Promise<Shift[]> =>
  page.evaluate(() => (window as unknown as { meadaShifts: Shift[] }).meadaShifts);
