import { z } from 'zod';
import { Id, Instant, lineOf, textOf } from './primitives.ts';
import { TemplateValue } from './templates.ts';

/**
 * What a message says, the same for every channel. The union is versioned: a row keeps the `v` it was written
 * with and readers must know every version that ever was. Files are attachments (rows of their own), named here by id.
 */
export const contentVersion = 1;

const base = { v: z.literal(contentVersion).default(contentVersion) };
const Body = textOf(200_000);

export const Button = z.strictObject({
  id: lineOf(256, 1),
  title: lineOf(256, 1),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
});
export const ListRow = z.strictObject({
  id: lineOf(256, 1),
  title: lineOf(256, 1),
  description: lineOf(512).optional(),
});
export const ListSection = z.strictObject({ title: lineOf(256).optional(), rows: z.array(ListRow).max(100) });

export const TextContent = z.strictObject({ ...base, kind: z.literal('text'), text: Body });

/** Attachments with an optional caption; the attachments themselves hang on the message in order. */
export const MediaContent = z.strictObject({
  ...base,
  kind: z.literal('media'),
  media: z.enum(['image', 'audio', 'video', 'document', 'sticker', 'voice']),
  text: Body.optional(),
});

export const LocationContent = z.strictObject({
  ...base,
  kind: z.literal('location'),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: lineOf(512).optional(),
  address: lineOf(1024).optional(),
});

export const ContactContent = z.strictObject({
  ...base,
  kind: z.literal('contact'),
  contacts: z
    .array(
      z.strictObject({
        name: lineOf(512),
        phones: z.array(lineOf(64)).max(50).default([]),
        emails: z.array(lineOf(320)).max(50).default([]),
        organisation: lineOf(512).optional(),
      }),
    )
    .max(100),
});

export const ButtonsContent = z.strictObject({
  ...base,
  kind: z.literal('buttons'),
  text: Body,
  buttons: z.array(Button).min(1).max(50),
});
export const ButtonReplyContent = z.strictObject({
  ...base,
  kind: z.literal('button_reply'),
  id: lineOf(1024),
  text: Body,
});

export const ListContent = z.strictObject({
  ...base,
  kind: z.literal('list'),
  text: Body,
  button: lineOf(256, 1),
  sections: z.array(ListSection).min(1).max(50),
});
export const ListReplyContent = z.strictObject({
  ...base,
  kind: z.literal('list_reply'),
  id: lineOf(1024),
  text: Body,
  description: lineOf(1024).optional(),
});

/** A template approved by the platform; `text` is what the customer reads, rendered when it was sent. */
export const TemplateContent = z.strictObject({
  ...base,
  kind: z.literal('template'),
  name: lineOf(512, 1),
  language: lineOf(16, 2),
  text: Body,
  parameters: z
    .array(z.strictObject({ name: lineOf(64).optional(), value: textOf(1024) }))
    .max(50)
    .default([]),
  /** What is put into header, buttons and cards, too; `parameters` are those of the body alone. */
  fields: z.array(TemplateValue).max(100).optional(),
  /** The words on its buttons, as it was sent. */
  buttons: z.array(lineOf(256)).max(20).optional(),
});

/** Asks for the place the customer is at. */
export const LocationRequestContent = z.strictObject({
  ...base,
  kind: z.literal('location_request'),
  text: Body,
});

/** Products of a catalogue, one or several, to look at and put into the basket. */
export const ProductsContent = z.strictObject({
  ...base,
  kind: z.literal('products'),
  text: Body,
  title: lineOf(256).optional(),
  catalogue: lineOf(256, 1),
  sections: z
    .array(
      z.strictObject({
        title: lineOf(256).optional(),
        products: z
          .array(z.strictObject({ sku: lineOf(256, 1), name: lineOf(256).optional() }))
          .min(1)
          .max(30),
      }),
    )
    .min(1)
    .max(10),
});

export const OrderContent = z.strictObject({
  ...base,
  kind: z.literal('order'),
  text: Body.optional(),
  catalogue: lineOf(256).optional(),
  items: z
    .array(
      z.strictObject({
        sku: lineOf(256),
        quantity: z.number().int().min(0),
        price: z.number().int().min(0),
        currency: lineOf(3, 3),
      }),
    )
    .max(500),
});

export const CallContent = z.strictObject({
  ...base,
  kind: z.literal('call'),
  direction: z.enum(['in', 'out']),
  outcome: z.enum(['answered', 'missed', 'rejected', 'failed']),
  seconds: z.number().int().min(0).optional(),
});

/** Asks to be called. Name and number are what somebody wrote into a form: proven by nothing. */
export const CallbackContent = z.strictObject({
  ...base,
  kind: z.literal('callback'),
  name: lineOf(120),
  phone: lineOf(40, 1),
  /** What it is about. */
  text: Body.optional(),
  /** When they wish to be called; absent: as soon as possible. */
  from: Instant.optional(),
  /** Until when the firm said it would call. */
  promisedAt: Instant,
  /** The words they agreed to. */
  consent: textOf(2000).optional(),
});

/** A customer served in person, written down by the person who served. */
export const VisitContent = z.strictObject({
  ...base,
  kind: z.literal('visit'),
  text: Body,
  place: lineOf(256).optional(),
});

/** Something that happened to the conversation, told inside the thread; `code` is translated by the front ends. */
export const SystemContent = z.strictObject({
  ...base,
  kind: z.literal('system'),
  code: lineOf(64, 1),
  values: z
    .record(z.string().max(64), z.union([textOf(1000), z.number(), z.boolean(), z.null()]))
    .default({}),
});

/** What a platform sent and we cannot show yet: never dropped, the receipt keeps the bytes. */
export const UnsupportedContent = z.strictObject({
  ...base,
  kind: z.literal('unsupported'),
  type: lineOf(128),
  text: Body.optional(),
});

export const Content = z.discriminatedUnion('kind', [
  TextContent,
  MediaContent,
  LocationContent,
  ContactContent,
  ButtonsContent,
  ButtonReplyContent,
  ListContent,
  ListReplyContent,
  TemplateContent,
  LocationRequestContent,
  ProductsContent,
  OrderContent,
  CallContent,
  CallbackContent,
  VisitContent,
  SystemContent,
  UnsupportedContent,
]);
export type Content = z.infer<typeof Content>;
export type ContentKind = Content['kind'];

/** What an agent, bot or API caller may write: the kinds that leave the house. */
export const Outgoing = z.discriminatedUnion('kind', [
  TextContent,
  MediaContent,
  LocationContent,
  ContactContent,
  ButtonsContent,
  ListContent,
  TemplateContent,
  LocationRequestContent,
  ProductsContent,
]);
export type Outgoing = z.infer<typeof Outgoing>;

export const AttachmentKind = z.enum(['image', 'audio', 'video', 'document', 'sticker', 'voice']);
export type AttachmentKind = z.infer<typeof AttachmentKind>;

/** An attachment as a screen needs it; the bytes are fetched at `url`, which is signed and expires. */
export const Attachment = z.strictObject({
  id: Id,
  kind: AttachmentKind,
  name: z.string(),
  type: z.string(),
  size: z.number().int(),
  url: z.string(),
  thumbnailUrl: z.string().nullable(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  seconds: z.number().nullable(),
  inline: z.boolean(),
  state: z.enum(['ready', 'pending', 'failed']),
});
export type Attachment = z.infer<typeof Attachment>;

/** Products in words, for channels without a catalogue. */
export function productsInWords({ text, title, sections }: z.infer<typeof ProductsContent>): string {
  const lines = sections.flatMap((section) => [
    ...(section.title ? [section.title] : []),
    ...section.products.map((one) => `• ${one.name ?? one.sku}`),
  ]);
  return [title, text, ...lines].filter(Boolean).join('\n');
}

/** The words of a message in one line, for lists, notifications and search. */
export function summaryOf(content: Content): string {
  if ('text' in content && content.text) return content.text.replace(/\s+/g, ' ').trim().slice(0, 200);
  if (content.kind === 'location')
    return content.name ?? content.address ?? `${content.latitude}, ${content.longitude}`;
  if (content.kind === 'contact')
    return content.contacts
      .map((contact) => contact.name)
      .join(', ')
      .slice(0, 200);
  return '';
}
