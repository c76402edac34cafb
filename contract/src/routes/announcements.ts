import { z } from 'zod';
import { Id, Instant, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** Telling customers of a new inbox: whom it fits, what it costs, how far it is. */

const byInbox = z.strictObject({ id: Id });

/** The text in each language; `{name}`, `{inbox}`, `{address}`, `{link}` and `{refuse}` are filled in. */
const words = textOf(1000, 10);
export const AnnouncementTexts = z.strictObject({ 'pt-BR': words, en: words, es: words });
export type AnnouncementTexts = z.infer<typeof AnnouncementTexts>;

/**
 * A template for customers of one way whose window is closed. Values may hold the places of a text, and `{key}` of the
 * customer's own fields; of several for one way the customer's language decides.
 */
export const AnnouncementTemplate = z.strictObject({
  wayInboxId: Id,
  name: lineOf(512, 1),
  language: lineOf(16, 1),
  values: z.array(z.strictObject({ at: lineOf(128, 1), value: textOf(1000, 1) })).max(50),
});
export type AnnouncementTemplate = z.infer<typeof AnnouncementTemplate>;
const Templates = z.array(AnnouncementTemplate).max(50).default([]);

const Money = z.strictObject({ minor: z.number().int(), currency: z.string() });

/** Customers who wrote to the firm lately on another way, on which it may write first now, and who did not refuse. */
export const Audience = z.strictObject({
  ways: z.array(
    z.strictObject({
      inboxId: Id,
      count: z.number().int(),
      /** Of these, those who can only be told by a template. */
      byTemplate: z.number().int(),
      cost: Money.nullable(),
    }),
  ),
  total: z.number().int(),
  /** Of these, those who said hours of their own, and it is none of them now. */
  outsideHours: z.number().int(),
  /** Who is left out, and why. */
  left: z.strictObject({
    /** They use the new inbox already, or were told of it. */
    known: z.number().int(),
    refused: z.number().int(),
    /** On none of their ways may the firm write first now. */
    unreachable: z.number().int(),
    /** In the segment, but they did not write in this stretch of time. */
    silent: z.number().int(),
  }),
});
export type Audience = z.infer<typeof Audience>;

export const Announcement = z.strictObject({
  id: Id,
  inboxId: Id,
  state: z.enum(['running', 'stopped', 'done']),
  perMinute: z.number().int(),
  texts: AnnouncementTexts,
  /** Told only to who is in it; null: to everybody it fits. */
  segment: z.strictObject({ id: Id, name: z.string() }).nullable(),
  counts: z.strictObject({ queued: z.number().int(), sent: z.number().int(), skipped: z.number().int() }),
  /** Of the sent: how many dispatches failed, and how many customers answered or refused. */
  failed: z.number().int(),
  answered: z.number().int(),
  refused: z.number().int(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
});
export type Announcement = z.infer<typeof Announcement>;

const WayIds = z.array(Id).max(50).optional();
/** Only who is in this segment, asked again when each is told. */
const SegmentId = Id.optional();

export const readAudience = defineRoute({
  id: 'announcements.audience',
  method: 'POST',
  path: '/api/inboxes/:id/announcements/audience',
  access: 'inboxes.manage',
  summary:
    'Counts the customers an inbox could be announced to, by the way they would hear of it, with the cost',
  params: byInbox,
  perMinute: 60,
  body: z.strictObject({
    months: z.number().int().min(1).max(36).default(12),
    wayInboxIds: WayIds,
    /** Ways on which a template is chosen for closed windows. */
    templateInboxIds: WayIds,
    segmentId: SegmentId,
  }),
  response: Audience,
});
export const listAnnouncements = defineRoute({
  id: 'announcements.list',
  method: 'GET',
  path: '/api/inboxes/:id/announcements',
  access: 'inboxes.manage',
  summary: 'Announcements of an inbox with their progress, newest first',
  params: byInbox,
  response: z.strictObject({ items: z.array(Announcement) }),
});
export const startAnnouncement = defineRoute({
  id: 'announcements.start',
  method: 'POST',
  path: '/api/inboxes/:id/announcements',
  access: 'inboxes.manage',
  summary: 'Begins to tell customers of an inbox, so many a minute; nobody is told of the same inbox twice',
  params: byInbox,
  perMinute: 10,
  body: z.strictObject({
    texts: AnnouncementTexts,
    templates: Templates,
    months: z.number().int().min(1).max(36).default(12),
    wayInboxIds: WayIds,
    segmentId: SegmentId,
    perMinute: z.number().int().min(1).max(600).default(30),
  }),
  response: Announcement,
});
export const stopAnnouncement = defineRoute({
  id: 'announcements.stop',
  method: 'POST',
  path: '/api/announcements/:id/stop',
  access: 'inboxes.manage',
  summary: 'Stops an announcement; who was not told yet is not',
  params: z.strictObject({ id: Id }),
  response: Announcement,
});
export const testAnnouncement = defineRoute({
  id: 'announcements.test',
  method: 'POST',
  path: '/api/inboxes/:id/announcements/test',
  access: 'inboxes.manage',
  summary: 'Sends the text to an address of one’s own, by one of the other inboxes',
  params: byInbox,
  perMinute: 10,
  body: z.strictObject({
    wayInboxId: Id,
    address: z.strictObject({ kind: lineOf(32, 1), value: lineOf(512, 1) }),
    text: words,
  }),
  response: z.strictObject({ conversationId: Id }),
});
