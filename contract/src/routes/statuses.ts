import { z } from 'zod';
import { Id, lineOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import { OwnCategory, Status } from '../statuses.ts';

/** The firm's own statuses of conversations. */

const done = z.strictObject({ ok: z.literal(true) });
const byId = z.strictObject({ id: Id });
const StatusInput = z.strictObject({
  name: lineOf(40, 1),
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  isDefault: z.boolean().default(false),
});

export const listStatuses = defineRoute({
  id: 'statuses.list',
  method: 'GET',
  path: '/api/statuses',
  access: 'conversations.read',
  summary: "The firm's own statuses in their order, archived ones included",
  response: z.strictObject({ items: z.array(Status) }),
});
export const createStatus = defineRoute({
  id: 'statuses.create',
  method: 'POST',
  path: '/api/statuses',
  access: 'statuses.manage',
  summary: 'Adds a status to a category',
  body: StatusInput.extend({ category: OwnCategory }),
  response: Status,
});
export const changeOwnStatus = defineRoute({
  id: 'statuses.change',
  method: 'PUT',
  path: '/api/statuses/:id',
  access: 'statuses.manage',
  summary: 'Changes name, colour and default of a status, wherever it stands; archives it or brings it back',
  params: byId,
  body: StatusInput.extend({ archived: z.boolean().default(false) }),
  response: Status,
});
export const orderStatuses = defineRoute({
  id: 'statuses.order',
  method: 'PUT',
  path: '/api/statuses/order',
  access: 'statuses.manage',
  summary: 'Puts the statuses in an order; those not named come last',
  body: z.strictObject({ ids: z.array(Id).max(200) }),
  response: done,
});
