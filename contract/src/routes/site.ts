import { z } from 'zod';
import { Id, Instant, Locale, lineOf, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/**
 * Buttons and the form "call me" on any page, as their script speaks with the server. `inboxKey` is public (it stands in
 * the page's script tag). What is answered here anybody may read.
 */
const ByKey = z.strictObject({ inboxKey: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/) });

/** A stretch in which somebody can be called. */
export const Slot = z.strictObject({ from: Instant, until: Instant });
export type Slot = z.infer<typeof Slot>;

export const SiteButton = z.strictObject({
  kind: z.enum(['link', 'chat', 'callback']),
  label: z.string(),
  /** Picture, or null for the script's own. */
  icon: z.string().nullable(),
  /** Link; `{page}` in it, encoded, is the title of the page. */
  href: z.string().nullable(),
  /** Key of the chat it opens. */
  chatKey: z.string().nullable(),
});
export type SiteButton = z.infer<typeof SiteButton>;

export const SiteConfig = z.strictObject({
  name: z.string(),
  colour: z.string(),
  position: z.enum(['right', 'left']),
  locale: Locale,
  buttons: z.array(SiteButton),
  callback: z
    .strictObject({
      title: z.string(),
      text: z.string(),
      /** What the person agrees to. */
      consent: z.string(),
      subjects: z.array(z.string()),
      /** Until when somebody who asks now is called. */
      soon: Instant,
      slots: z.array(Slot),
      timeZone: z.string(),
    })
    .nullable(),
});
export type SiteConfig = z.infer<typeof SiteConfig>;

export const readSite = defineRoute({
  id: 'site.read',
  method: 'GET',
  path: '/api/site/:inboxKey',
  access: 'public',
  summary: 'Buttons and form of a page',
  perMinute: 120,
  params: ByKey,
  query: z.strictObject({ locale: Locale.optional() }),
  response: SiteConfig,
});

export const askCallback = defineRoute({
  id: 'site.callback',
  method: 'POST',
  path: '/api/site/:inboxKey/callback',
  access: 'public',
  summary: 'Asks to be called; answered when it is safe in the database, the same clientId counts once',
  perMinute: 6,
  maxBytes: 16 * 1024,
  params: ByKey,
  body: z.strictObject({
    clientId: Id,
    name: lineOf(120, 1),
    phone: lineOf(40, 8),
    text: textOf(1000).default(''),
    /** Beginning of one of the slots offered; absent: as soon as possible. */
    from: Instant.optional(),
    consent: z.literal(true),
    locale: Locale.optional(),
    page: z.string().max(2000).optional(),
    /** A field no human sees; who fills it in is answered and forgotten. */
    website: z.string().max(200).optional(),
  }),
  response: z.strictObject({ accepted: z.literal(true), promisedAt: Instant, from: Instant.nullable() }),
});

export const leaveForm = defineRoute({
  id: 'site.left',
  method: 'POST',
  path: '/api/site/:inboxKey/left',
  access: 'public',
  summary: 'What stood in the form of somebody who had agreed to be called and left without sending it',
  perMinute: 6,
  maxBytes: 16 * 1024,
  params: ByKey,
  body: z.strictObject({
    name: z.string().max(120).default(''),
    phone: lineOf(40, 8),
    text: textOf(1000).default(''),
    consent: z.literal(true),
    website: z.string().max(200).optional(),
  }),
  response: z.strictObject({ accepted: z.literal(true) }),
});
