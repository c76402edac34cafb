import { z } from 'zod';
import { BulkAction, BulkRun, bulkAtMost, EditedWords, Macro, MacroInput, MacroStep } from '../macros.ts';
import { Id } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { SavedFilters } from './saved-views.ts';

/** Macros, and the same done to many conversations. */

const done = z.strictObject({ ok: z.literal(true) });
const byId = z.strictObject({ id: Id });

export const listMacros = defineRoute({
  id: 'macros.list',
  method: 'GET',
  path: '/api/macros',
  access: 'canned.read',
  summary: 'Macros the reader sees: those for everybody, of their teams, and their own',
  response: z.strictObject({ items: z.array(Macro) }),
});
export const createMacro = defineRoute({
  id: 'macros.create',
  method: 'POST',
  path: '/api/macros',
  access: 'canned.read',
  maxBytes: 2_000_000,
  summary: 'Creates a macro: one’s own, or with canned.manage one that others see',
  body: MacroInput,
  response: Macro,
});
export const changeMacro = defineRoute({
  id: 'macros.change',
  method: 'PUT',
  path: '/api/macros/:id',
  access: 'canned.read',
  maxBytes: 2_000_000,
  summary: 'Changes a macro',
  params: byId,
  body: MacroInput,
  response: Macro,
});
export const deleteMacro = defineRoute({
  id: 'macros.delete',
  method: 'DELETE',
  path: '/api/macros/:id',
  access: 'canned.read',
  summary: 'Deletes a macro; what it did stays',
  params: byId,
  response: done,
});
const which = {
  macroId: Id,
  /** The leg its replies go out on; the proposed one unless told. */ legId: Id.optional(),
};
export const previewMacro = defineRoute({
  id: 'macros.preview',
  method: 'POST',
  path: '/api/conversations/:id/macros/preview',
  access: 'conversations.reply',
  summary: 'What a macro would do in a conversation, tried for real and taken back at once',
  params: byId,
  body: z.strictObject(which),
  response: z.strictObject({ steps: z.array(MacroStep) }),
});
export const runMacro = defineRoute({
  id: 'macros.run',
  method: 'POST',
  path: '/api/conversations/:id/macros/run',
  access: 'conversations.reply',
  maxBytes: 2_000_000,
  summary: 'Runs a macro in a conversation: all of it or nothing; the same runId is run once',
  params: byId,
  body: z.strictObject({ runId: Id, ...which, words: z.array(EditedWords).max(20).default([]) }),
  response: z.strictObject({ runId: Id, steps: z.array(MacroStep) }),
});
export const undoMacro = defineRoute({
  id: 'macros.undo',
  method: 'POST',
  path: '/api/macro-runs/:id/undo',
  access: 'conversations.reply',
  summary: 'Takes back what a macro did, but for what went out and what somebody changed since',
  params: byId,
  response: z.strictObject({
    undone: z.array(z.string()),
    /** What stays: a reply that went, a note, a field, or what somebody changed since. */
    kept: z.array(z.string()),
  }),
});

export const startBulk = defineRoute({
  id: 'bulk.start',
  method: 'POST',
  path: '/api/bulk-runs',
  access: 'conversations.reply',
  maxBytes: 200_000,
  summary: 'Does the same to conversations that are named, or to all that filters find (up to 1000)',
  body: z
    .strictObject({
      runId: Id,
      conversationIds: z.array(Id).max(bulkAtMost).optional(),
      filters: SavedFilters.optional(),
      action: BulkAction,
    })
    .refine((body) => (body.conversationIds === undefined) !== (body.filters === undefined), {
      error: 'one_of',
    }),
  response: BulkRun,
});
export const readBulk = defineRoute({
  id: 'bulk.read',
  method: 'GET',
  path: '/api/bulk-runs/:id',
  access: 'conversations.reply',
  summary: 'How far one’s own run is, and what was refused',
  params: byId,
  response: BulkRun,
});
export const undoBulk = defineRoute({
  id: 'bulk.undo',
  method: 'POST',
  path: '/api/bulk-runs/:id/undo',
  access: 'conversations.reply',
  summary: 'Takes one’s own run back, but for what went out and what somebody changed since',
  params: byId,
  response: BulkRun,
});
