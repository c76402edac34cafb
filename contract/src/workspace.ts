import { z } from 'zod';
import { Id } from './primitives.ts';

/** How a person has arranged the desk: panels beside the thread, widths, density, light or dark. */

/** Name of a panel. Any is kept: an older server must not forget one that a newer desk brought. */
export const PanelName = z.string().regex(/^[a-z][a-z_]{0,39}$/);
export type PanelName = z.infer<typeof PanelName>;

/** Widths in CSS pixels; null: as the desk is made. */
const width = (min: number, max: number) => z.number().int().min(min).max(max).nullable();
export const widths = {
  list: { min: 240, max: 520, usual: 352 },
  column: { min: 240, max: 520, usual: 316 },
} as const;

const Card = z.strictObject({ panel: PanelName, collapsed: z.boolean() });
const Column = z.strictObject({
  width: width(widths.column.min, widths.column.max),
  cards: z.array(Card).max(40),
});
export const Layout = z
  .strictObject({
    columns: z.array(Column).min(1).max(2),
    hidden: z.array(PanelName).max(40),
    listWidth: width(widths.list.min, widths.list.max),
  })
  .refine(({ columns, hidden }) => {
    const names = [...columns.flatMap(({ cards }) => cards.map(({ panel }) => panel)), ...hidden];
    return new Set(names).size === names.length;
  }, 'A panel stands in one place.');
export type Layout = z.infer<typeof Layout>;

export const Density = z.enum(['comfortable', 'compact']);
export type Density = z.infer<typeof Density>;
export const Scheme = z.enum(['light', 'dark', 'auto']);

/** What counts for a person: their own choice, else their queue's, else their team's, else the organisation's, else null. */
export const Workspace = z.strictObject({
  layout: Layout.nullable(),
  /** The layout is their own, not a standard. */
  own: z.boolean(),
  density: Density.nullable(),
  scheme: Scheme.nullable(),
});
export type Workspace = z.infer<typeof Workspace>;

/** A change; what is left out stays, null goes back to the standard. */
export const WorkspaceChange = z.strictObject({
  layout: Layout.nullable().optional(),
  density: Density.nullable().optional(),
  scheme: Scheme.nullable().optional(),
});
export type WorkspaceChange = z.infer<typeof WorkspaceChange>;

/** What people begin with: everybody (no team, no queue), those of a team, or who serves a queue. Both null: none. */
export const WorkspaceStandard = z
  .strictObject({
    teamId: Id.nullable(),
    queueId: Id.nullable().default(null),
    layout: Layout.nullable(),
    density: Density.nullable(),
  })
  .refine(({ teamId, queueId }) => teamId === null || queueId === null, 'A team’s or a queue’s.');
export type WorkspaceStandard = z.infer<typeof WorkspaceStandard>;
