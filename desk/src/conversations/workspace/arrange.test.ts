import { Layout } from '@meada/contract/workspace';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arranged, moved, withCollapsed, withColumns, withHidden, withShown } from './arrange.ts';
import { panelNames } from './panels.ts';

const all = (layout: Layout): string[] => [
  ...layout.columns.flatMap(({ cards }) => cards.map(({ panel }) => panel)),
  ...layout.hidden,
];
const of = (layout: Layout, column = 0) => layout.columns[column]?.cards.map(({ panel }) => panel);
const keptOf = (...panels: string[]): Layout => ({
  columns: [{ width: 300, cards: panels.map((panel) => ({ panel, collapsed: true })) }],
  hidden: [],
  listWidth: null,
});

/** Any kept layout: some panels, some names nobody knows, some hidden. */
const anyLayout = fc
  .shuffledSubarray([...panelNames, 'from_later', 'from_before'])
  .chain((names) => fc.tuple(fc.constant(names), fc.nat(names.length), fc.nat(names.length), fc.boolean()))
  .map(([names, one, other, two]): Layout => {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    const cards = (list: string[]) => list.map((panel) => ({ panel, collapsed: false }));
    const first = { width: null, cards: cards(names.slice(0, from)) };
    const second = { width: null, cards: cards(names.slice(from, to)) };
    return {
      columns: two ? [first, second] : [{ width: null, cards: cards(names.slice(0, to)) }],
      hidden: names.slice(to),
      listWidth: null,
    };
  });
const anyStep = fc.oneof(
  fc.tuple(fc.constantFrom(...panelNames), fc.nat(1), fc.option(fc.constantFrom(...panelNames))).map(
    ([panel, column, before]) =>
      (layout: Layout) =>
        moved(layout, panel, { column, before }),
  ),
  fc.constantFrom(...panelNames).map((panel) => (layout: Layout) => withHidden(layout, panel)),
  fc.constantFrom(...panelNames).map((panel) => (layout: Layout) => withShown(layout, panel)),
  fc.constantFrom(...panelNames).map((panel) => (layout: Layout) => withCollapsed(layout, panel, true)),
  fc.constantFrom(1 as const, 2 as const).map((count) => (layout: Layout) => withColumns(layout, count)),
);

describe('an arrangement', () => {
  it('never loses or doubles a panel, whatever was kept and whatever is done', () => {
    fc.assert(
      fc.property(anyLayout, fc.array(anyStep, { maxLength: 12 }), (kept, steps) => {
        const before = arranged(kept);
        const after = steps.reduce((layout, step) => step(layout), before);
        const wanted = new Set([...all(kept), ...panelNames]);
        for (const layout of [before, after]) {
          expect(new Set(all(layout))).toEqual(wanted);
          expect(all(layout)).toHaveLength(wanted.size);
          expect(Layout.safeParse(layout).success).toBe(true);
        }
      }),
    );
  });

  it('puts a panel that a newer desk brings behind the one it usually follows', () => {
    const kept = keptOf('timeline', 'customer', 'notes');
    const whole = of(arranged(kept)) ?? [];
    expect(whole.indexOf('playbook')).toBe(whole.indexOf('customer') + 1);
    expect(whole.indexOf('fields')).toBe(whole.indexOf('notes') + 1);
    expect(whole[0]).toBe('timeline');
  });

  it('moves before a panel, to an end, into the other column', () => {
    const one = arranged(null);
    expect(of(moved(one, 'timeline', { column: 0, before: 'customer' }))?.slice(0, 2)).toEqual([
      'timeline',
      'customer',
    ]);
    expect(of(moved(one, 'customer', { column: 0, before: null }))?.at(-1)).toBe('customer');
    expect(moved(one, 'notes', { column: 0, before: 'notes' })).toBe(one);
    const two = withColumns(one, 2);
    expect(of(moved(two, 'customer', { column: 1, before: null }), 1)?.at(-1)).toBe('customer');
    // A column that is not there: the last one.
    expect(of(moved(one, 'customer', { column: 1, before: null }))?.at(-1)).toBe('customer');
    expect(of(withColumns(two, 1))).toEqual(of(one));
  });

  it('brings a hidden panel back to where it usually stands', () => {
    const without = withHidden(arranged(null), 'notes');
    expect(of(without)).not.toContain('notes');
    expect(of(withShown(without, 'notes'))).toEqual([...panelNames]);
  });
});
