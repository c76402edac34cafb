import { z } from 'zod';
import { StatusCategory } from '../conversations.ts';
import { Id, lineOf } from '../primitives.ts';
import { Side } from '../public.ts';
import { defineRoute } from '../route.ts';
import { ListView, RatingFilter } from './conversations.ts';

/** Views of the conversation list that somebody keeps under a name. */

/** What such a view is narrowed to; no status: any. */
export const SavedFilters = z.strictObject({
  view: ListView.default('all'),
  status: StatusCategory.optional(),
  statusId: Id.optional(),
  inboxId: Id.optional(),
  teamId: Id.optional(),
  /** `me`: whoever looks at the view. */
  assigneeId: z.union([Id, z.literal('me')]).optional(),
  labelId: Id.optional(),
  side: Side.optional(),
  rating: RatingFilter.optional(),
  query: lineOf(200, 1).optional(),
});
export type SavedFilters = z.infer<typeof SavedFilters>;

export const SavedView = z.strictObject({
  id: Id,
  name: z.string(),
  /** Everybody sees it; else only who keeps it. */
  shared: z.boolean(),
  /** Whether the reader may change it. */
  mayChange: z.boolean(),
  filters: SavedFilters,
  /** Conversations in it that the reader sees, counted to 1000. */
  count: z.number().int(),
});
export type SavedView = z.infer<typeof SavedView>;

const SavedViewInput = z.strictObject({
  name: lineOf(60, 1),
  shared: z.boolean().default(false),
  filters: SavedFilters,
});
const done = z.strictObject({ ok: z.literal(true) });
const byId = z.strictObject({ id: Id });

export const listSavedViews = defineRoute({
  id: 'savedViews.list',
  method: 'GET',
  path: '/api/saved-views',
  access: 'conversations.read',
  summary: 'Own and shared views of the conversation list, with how many conversations each holds',
  response: z.strictObject({ items: z.array(SavedView) }),
});
export const createSavedView = defineRoute({
  id: 'savedViews.create',
  method: 'POST',
  path: '/api/saved-views',
  access: 'conversations.read',
  summary: 'Keeps a view under a name; for everybody with conversations.manage',
  body: SavedViewInput,
  response: SavedView,
});
export const changeSavedView = defineRoute({
  id: 'savedViews.change',
  method: 'PUT',
  path: '/api/saved-views/:id',
  access: 'conversations.read',
  summary: 'Changes name, filters and who sees a view',
  params: byId,
  body: SavedViewInput,
  response: SavedView,
});
export const deleteSavedView = defineRoute({
  id: 'savedViews.delete',
  method: 'DELETE',
  path: '/api/saved-views/:id',
  access: 'conversations.read',
  summary: 'Forgets a view',
  params: byId,
  response: done,
});
