import { z } from 'zod';
import { ChannelInfo } from '../channels.ts';
import { Priority } from '../conversations.ts';
import { ContactCost } from '../money.ts';
import { Id, Instant, lineOf, Translated, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Inboxes: connected accounts of channels, their health; canned replies; labels. */

const byId = z.strictObject({ id: Id });

const SettingValue = z.union([textOf(10_000), z.number(), z.boolean(), z.array(textOf(500)).max(200)]);

export const InboxHealth = z.strictObject({
  state: z.enum(['connected', 'connecting', 'failing', 'idle']),
  text: z.string().nullable(),
  lastInAt: Instant.nullable(),
  lastOutAt: Instant.nullable(),
  waitingReceipts: z.number().int(),
  poisonReceipts: z.number().int(),
  queuedDispatches: z.number().int(),
  failedDispatches: z.number().int(),
});
/** By whose consent an inbox signs in to its account; `withdrawn`: it ended, somebody has to sign in again. */
export const InboxConsent = z.strictObject({
  provider: z.string(),
  account: z.string(),
  state: z.enum(['given', 'withdrawn']),
  givenAt: Instant.nullable(),
});
export type InboxConsent = z.infer<typeof InboxConsent>;
export const Inbox = z.strictObject({
  id: Id,
  channel: z.string(),
  name: z.string(),
  address: z.string(),
  brandId: Id,
  active: z.boolean(),
  /** Secrets come as `true` when set, never as text. */
  settings: z.record(z.string(), z.union([SettingValue, z.null()])),
  /** When it is attended; null: always. */
  hoursId: Id.nullable(),
  /** Said outside the hours, followed by when somebody is there again; empty: nothing. */
  awayMessage: z.string(),
  /** Outside the hours a call is offered, promised within so many minutes of business time; null: none is. */
  callbackMinutes: z.number().int().nullable(),
  webhookUrl: z.string().nullable(),
  /** The key a page or program of the firm names this inbox by; no secret. Null where the channel has none. */
  publicKey: z.string().nullable().optional(),
  reopenHours: z.number().int(),
  teamId: Id.nullable(),
  /** The person who answers for it. */
  ownerId: Id.nullable(),
  /** How it is worked, in Markdown: shown beside the composer. */
  playbook: z.string(),
  contactCost: ContactCost.nullable(),
  /** What new conversations begin with. */
  priority: Priority,
  /** Since when it is put away; null while it is in use. */
  archivedAt: Instant.nullable(),
  health: InboxHealth,
  consent: InboxConsent.nullable(),
});
export type Inbox = z.infer<typeof Inbox>;

/** What everybody in the desk needs of an inbox: to name it and to choose it. */
export const InboxRef = z.strictObject({
  id: Id,
  channel: z.string(),
  name: z.string(),
  address: z.string(),
  brandId: Id,
  active: z.boolean(),
  ownerId: Id.nullable(),
  hasPlaybook: z.boolean(),
  contactCost: ContactCost.nullable(),
});
export type InboxRef = z.infer<typeof InboxRef>;

export const listChannels = defineRoute({
  id: 'channels.list',
  method: 'GET',
  path: '/api/channels',
  access: 'inboxes.read',
  summary: 'Lists the channel plug-ins with their settings forms and capabilities',
  response: z.strictObject({ items: z.array(ChannelInfo) }),
});
export const readGuide = defineRoute({
  id: 'channels.guide',
  method: 'GET',
  path: '/api/channels/:channel/guide',
  access: 'inboxes.read',
  summary: 'How a channel is set up, in Markdown; `not_found` for a channel without a plug-in',
  params: z.strictObject({ channel: lineOf(40, 1) }),
  response: z.strictObject({ text: Translated }),
});
export const listInboxRefs = defineRoute({
  id: 'inboxes.refs',
  method: 'GET',
  path: '/api/inboxes/refs',
  access: 'inboxes.read',
  summary: 'Lists inboxes by name, for choosing',
  response: z.strictObject({ items: z.array(InboxRef) }),
});
export const listInboxes = defineRoute({
  id: 'inboxes.list',
  method: 'GET',
  path: '/api/inboxes',
  access: 'inboxes.manage',
  summary: 'Lists inboxes with settings and health',
  response: z.strictObject({ items: z.array(Inbox) }),
});
export const readInbox = defineRoute({
  id: 'inboxes.read',
  method: 'GET',
  path: '/api/inboxes/:id',
  access: 'inboxes.manage',
  summary: 'One inbox with settings and health',
  params: byId,
  response: Inbox,
});
const Settings = z.record(lineOf(64, 1), z.union([SettingValue, z.null()]));
export const addInbox = defineRoute({
  id: 'inboxes.add',
  method: 'POST',
  path: '/api/inboxes',
  access: 'inboxes.manage',
  summary: 'Connects an account of a channel',
  body: z.strictObject({
    channel: lineOf(40, 1),
    name: lineOf(80, 1),
    brandId: Id.optional(),
    teamId: Id.nullable().optional(),
    settings: Settings,
  }),
  response: Inbox,
});
export const changeInbox = defineRoute({
  id: 'inboxes.change',
  method: 'PATCH',
  path: '/api/inboxes/:id',
  access: 'inboxes.manage',
  summary: 'Changes an inbox; settings that are not named stay, null empties one',
  params: byId,
  body: z.strictObject({
    name: lineOf(80, 1).optional(),
    active: z.boolean().optional(),
    teamId: Id.nullable().optional(),
    brandId: Id.optional(),
    hoursId: Id.nullable().optional(),
    awayMessage: textOf(2000).optional(),
    callbackMinutes: z.number().int().min(5).max(6000).nullable().optional(),
    reopenHours: z.number().int().min(0).max(8760).optional(),
    ownerId: Id.nullable().optional(),
    playbook: textOf(20_000).optional(),
    contactCost: ContactCost.nullable().optional(),
    priority: Priority.optional(),
    settings: Settings.optional(),
  }),
  response: Inbox,
});
/** What hangs on an inbox, for deciding whether to put it away. */
export const InboxUse = z.strictObject({
  conversations: z.number().int(),
  openConversations: z.number().int(),
  queuedDispatches: z.number().int(),
});
export type InboxUse = z.infer<typeof InboxUse>;
export const readInboxUse = defineRoute({
  id: 'inboxes.use',
  method: 'GET',
  path: '/api/inboxes/:id/use',
  access: 'inboxes.manage',
  summary: 'Counts what hangs on an inbox: its conversations and what is still to be sent',
  params: byId,
  response: InboxUse,
});
export const archiveInbox = defineRoute({
  id: 'inboxes.archive',
  method: 'DELETE',
  path: '/api/inboxes/:id',
  access: 'inboxes.manage',
  summary: 'Archives an inbox: the channel is disconnected, its addresses answer 404, the conversations stay',
  params: byId,
  response: Inbox,
});
export const restoreInbox = defineRoute({
  id: 'inboxes.restore',
  method: 'POST',
  path: '/api/inboxes/:id/restore',
  access: 'inboxes.manage',
  summary: 'Takes an archived inbox back, with its settings and addresses',
  params: byId,
  response: Inbox,
});
export const testInbox = defineRoute({
  id: 'inboxes.test',
  method: 'POST',
  path: '/api/inboxes/:id/test',
  access: 'inboxes.manage',
  summary: 'Tries the connection step by step',
  params: byId,
  perMinute: 20,
  response: z.strictObject({
    ok: z.boolean(),
    steps: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), text: z.string().optional() })),
  }),
});
