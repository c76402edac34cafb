import { z } from 'zod';
import { Id, Instant } from '../primitives.ts';
import { defineRoute } from '../route.ts';
import {
  SacBrand,
  SacDemand,
  SacDuty,
  SacEffect,
  SacHandedHow,
  SacRequest,
  SacRequestKind,
  SacTold,
} from '../sac.ts';
import { exportFormats } from './exports.ts';

/** SAC decree mode (Decreto 11.034/2022): switching it, its compliance page, and what customers ask for by right. */

const byId = z.strictObject({ id: Id });
const stretch = {
  from: z.iso.date().default(''),
  to: z.iso.date().default(''),
  brandId: Id.optional(),
};

export const listSacBrands = defineRoute({
  id: 'sac.brands',
  method: 'GET',
  path: '/api/sac/brands',
  access: 'reports.read',
  summary: 'Brands, and since when each answers by the SAC decree',
  response: z.strictObject({ items: z.array(SacBrand) }),
});
export const switchSac = defineRoute({
  id: 'sac.switch',
  method: 'PUT',
  path: '/api/sac/brands/:id',
  access: 'organisation.manage',
  summary: 'Switches the SAC decree mode of a brand on or off; only what happens while it is on is counted',
  params: byId,
  body: z.strictObject({ on: z.boolean() }),
  response: z.strictObject({ items: z.array(SacBrand) }),
});

export const SacReport = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  madeAt: Instant,
  duties: z.array(SacDuty),
  /** Demands answered late or late still, the latest first. */
  late: z.array(SacDemand),
  /** Demands whose customers were not told the number by the house. */
  untold: z.array(SacDemand),
  /** What was asked for in the stretch, and what is open still. */
  requests: z.array(SacRequest),
});
export type SacReport = z.infer<typeof SacReport>;
export const readSacReport = defineRoute({
  id: 'sac.report',
  method: 'GET',
  path: '/api/sac/report',
  access: 'reports.read',
  summary:
    'Each duty of the SAC decree with its evidence in a stretch of the firm’s days (the last 30 unless told)',
  query: z.strictObject(stretch),
  response: SacReport,
});
export const exportSacDemands = defineRoute({
  id: 'sac.export',
  method: 'GET',
  path: '/api/sac/demands.:format',
  access: 'reports.read',
  summary:
    'Every demand of a stretch with protocol, times and outcome, as a table for the authority (CSV or XLSX)',
  perMinute: 20,
  params: z.strictObject({ format: z.enum(exportFormats) }),
  query: z.strictObject(stretch),
  response: z.unknown(),
});

/** What the decree makes of one conversation; `on`: its brand answers by the decree now. */
export const SacConversation = z.strictObject({
  on: z.boolean(),
  registeredAt: Instant.nullable(),
  dueAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  told: SacTold.nullable(),
  requests: z.array(SacRequest.extend({ link: z.string().nullable() })),
});
export type SacConversation = z.infer<typeof SacConversation>;
export const readSacConversation = defineRoute({
  id: 'sac.conversation',
  method: 'GET',
  path: '/api/conversations/:id/sac',
  access: 'conversations.read',
  summary: 'The demand of a conversation: registered, told, due, and what the customer asked for',
  params: byId,
  response: SacConversation,
});
export const askSac = defineRoute({
  id: 'sac.ask',
  method: 'POST',
  path: '/api/conversations/:id/sac',
  access: 'conversations.reply',
  summary:
    'Writes down on the customer’s behalf that they want the history, or a cancellation; the house sends it at once',
  params: byId,
  perMinute: 60,
  body: z.strictObject({
    kind: SacRequestKind,
    /** Of a cancellation. */
    effect: SacEffect.optional(),
    effectiveOn: z.iso.date().optional(),
  }),
  response: SacConversation,
});
const ofRequest = z.strictObject({ id: Id });
export const handSac = defineRoute({
  id: 'sac.hand',
  method: 'POST',
  path: '/api/sac/requests/:id/handed',
  access: 'conversations.reply',
  summary: 'Says that what no channel could carry was handed over by other means',
  params: ofRequest,
  body: z.strictObject({ how: SacHandedHow }),
  response: SacConversation,
});
export const finishSac = defineRoute({
  id: 'sac.finish',
  method: 'POST',
  path: '/api/sac/requests/:id/done',
  access: 'conversations.reply',
  summary: 'Says that a cancellation was carried out',
  params: ofRequest,
  response: SacConversation,
});
