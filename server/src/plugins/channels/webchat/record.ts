import { AttachmentKind } from '@meada/contract/content';
import { Id, Instant, Locale, lineOf, textOf } from '@meada/contract/primitives';
import { z } from 'zod';
import type { Arrival } from '../../../modules/inboxes/port.ts';

/**
 * What the chat's own routes put in the ledger: a message a visitor wrote, everything already checked (visitor token,
 * identify signature, owner of the files). Versioned, because receipts are replayed up to 30 days later.
 */
export const ChatRecord = z.strictObject({
  v: z.literal(1),
  visitorId: Id,
  /** The widget's own number of the message; the same number of the same visitor counts once. */
  clientId: Id,
  at: Instant,
  text: textOf(10_000),
  /** A button or row of an earlier message; the route knows from which kind it came. */
  pressed: z
    .strictObject({
      from: z.enum(['buttons', 'list']),
      id: lineOf(256, 1),
      title: lineOf(256, 1),
      description: lineOf(512).optional(),
    })
    .optional(),
  /** External id of the message this one answers. */
  replyTo: z.string().min(1).max(998).optional(),
  /** Files uploaded before, by their attachment id: the bytes are in the house already. */
  attachments: z
    .array(
      z.strictObject({
        id: Id,
        kind: AttachmentKind,
        name: lineOf(512),
        type: lineOf(255, 1),
        size: z.number().int().min(0),
        seconds: z.number().min(0).optional(),
      }),
    )
    .max(10)
    .default([]),
  /** A wish to be called when it is their turn, with what was promised. */
  call: z.strictObject({ name: lineOf(120), phone: lineOf(40, 1), promisedAt: Instant }).optional(),
  /** What the visitor said in the form: a claim. */
  name: lineOf(200).optional(),
  /** Present only when the site's signature over the id was right; name is still a claim, it is not signed. */
  siteUser: z
    .strictObject({
      base: z.string().regex(/^[^\s:]{1,64}$/),
      id: lineOf(200, 1),
      name: lineOf(200).optional(),
    })
    .optional(),
  locale: Locale.optional(),
  page: z.string().max(2000).optional(),
});
export type ChatRecord = z.input<typeof ChatRecord>;

/** Unique per inbox: a clientId alone would let one visitor swallow another's message. */
export const externalIdOf = (record: Pick<ChatRecord, 'visitorId' | 'clientId'>): string =>
  `${record.visitorId}:${record.clientId}`;

/** The record as the ledger takes it. */
export function arrivalOf(record: ChatRecord): Arrival {
  return {
    externalId: externalIdOf(record),
    body: new TextEncoder().encode(JSON.stringify(record)),
    headers: { 'content-type': 'application/json' },
    facts: {},
  };
}
