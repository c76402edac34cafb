import { z } from 'zod';
import { CannedInput, CannedReply } from '../canned.ts';
import { Attachment } from '../content.ts';
import { Id } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { Variables } from '../variables.ts';

/** Canned replies, and what is put into their places. */

export { CannedInput, CannedReply, CannedWording, type ShownTo } from '../canned.ts';

const done = z.strictObject({ ok: z.literal(true) });
const byId = z.strictObject({ id: Id });

export const listCanned = defineRoute({
  id: 'canned.list',
  method: 'GET',
  path: '/api/canned',
  access: 'canned.read',
  summary:
    'Canned replies the reader sees: those for everybody, of their teams, and their own; most used first',
  response: z.strictObject({ items: z.array(CannedReply) }),
});
export const createCanned = defineRoute({
  id: 'canned.create',
  method: 'POST',
  path: '/api/canned',
  access: 'canned.read',
  maxBytes: 2_000_000,
  summary: 'Creates a canned reply: one’s own, or with canned.manage one that others see',
  body: CannedInput,
  response: CannedReply,
});
export const changeCanned = defineRoute({
  id: 'canned.change',
  method: 'PUT',
  path: '/api/canned/:id',
  access: 'canned.read',
  maxBytes: 2_000_000,
  summary: 'Changes a canned reply; files that are not named again go',
  params: byId,
  body: CannedInput,
  response: CannedReply,
});
export const deleteCanned = defineRoute({
  id: 'canned.delete',
  method: 'DELETE',
  path: '/api/canned/:id',
  access: 'canned.read',
  summary: 'Deletes a canned reply with its files',
  params: byId,
  response: done,
});
export const useCanned = defineRoute({
  id: 'canned.use',
  method: 'POST',
  path: '/api/canned/:id/use',
  access: 'canned.read',
  perMinute: 120,
  summary: 'Counts that a reply was taken, and answers copies of its files as uploads of the caller',
  params: byId,
  response: z.strictObject({ attachments: z.array(Attachment) }),
});
export const readVariables = defineRoute({
  id: 'conversations.variables',
  method: 'GET',
  path: '/api/conversations/:id/variables',
  access: 'conversations.read',
  summary: 'What stands for each variable in a conversation, as the reader sees the records',
  params: byId,
  response: Variables,
});
