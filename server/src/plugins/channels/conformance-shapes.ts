import { Address, Automatic, OutsideThread, ParticipantRole, Proof } from '@meada/contract/channels';
import { Claim } from '@meada/contract/claims';
import { AttachmentKind, Content } from '@meada/contract/content';
import { Id, Instant, Locale } from '@meada/contract/primitives';
import { PublicMatter } from '@meada/contract/public';
import { TemplateCost, TemplateQuality, TemplateState } from '@meada/contract/templates';
import { z } from 'zod';

/**
 * The `Inbound` union as a schema: the contract states it as a type only (plug-ins are trusted code), the conformance
 * suite checks it at run time, also on what parse makes of damaged bytes.
 */
const ExternalId = z.string().min(1).max(998);

const InboundAttachment = z.strictObject({
  kind: AttachmentKind,
  name: z.string().max(1000),
  type: z.string().min(1).max(300),
  contentId: z.string().optional(),
  inline: z.boolean().optional(),
  seconds: z.number().min(0).optional(),
  bytes: z.instanceof(Uint8Array).optional(),
  ref: z.string().min(1).max(4000).optional(),
  size: z.number().int().min(0).optional(),
  uploadId: z.string().min(1).optional(),
});

const Message = z.strictObject({
  kind: z.literal('message'),
  externalId: ExternalId,
  at: Instant,
  from: Address,
  aliases: z.array(Address).optional(),
  proof: Proof,
  claims: z.array(Claim).optional(),
  forwarded: z
    .strictObject({
      author: Address,
      trusted: z.boolean(),
      proof: Proof.optional(),
      subject: z.string().max(998).optional(),
      text: z.string().max(200_000),
      html: z.string().optional(),
    })
    .optional(),
  echo: z.boolean().optional(),
  to: Address.optional(),
  others: z.array(z.strictObject({ address: Address, role: ParticipantRole })).optional(),
  outsideThread: OutsideThread.optional(),
  public: PublicMatter.optional(),
  replyTo: z.array(ExternalId).optional(),
  threadIds: z.array(z.string().min(1).max(998)).optional(),
  tokens: z.array(z.string().min(1)).optional(),
  subject: z.string().optional(),
  content: Content,
  html: z.string().optional(),
  fullText: z.string().optional(),
  attachments: z.array(InboundAttachment).optional(),
  automatic: Automatic.optional(),
  optOut: z.enum(['out', 'in']).optional(),
  locale: Locale.optional(),
  facts: z.record(z.string(), z.union([z.string().max(4000), z.number(), z.boolean()])).optional(),
});

const Status = z.strictObject({
  kind: z.literal('status'),
  externalId: ExternalId,
  dispatchId: Id.optional(),
  state: z.enum(['sent', 'delivered', 'read', 'failed']),
  at: Instant,
  error: z
    .strictObject({
      code: z.string().min(1),
      text: z.string(),
      permanent: z.boolean(),
      address: z
        .strictObject({
          kind: z.string().min(1),
          value: z.string().min(1).max(512),
          reason: z.string().min(1),
        })
        .optional(),
    })
    .optional(),
  complaint: z
    .strictObject({
      address: z.strictObject({ kind: z.string().min(1), value: z.string().min(1).max(512) }).optional(),
    })
    .optional(),
});

/** Every item a plug-in's parse may return. */
export const InboundShape = z.discriminatedUnion('kind', [
  Message,
  Status,
  z.strictObject({
    kind: z.literal('edit'),
    externalId: ExternalId,
    at: Instant,
    content: Content,
    public: PublicMatter.optional(),
  }),
  z.strictObject({ kind: z.literal('deletion'), externalId: ExternalId, at: Instant }),
  z.strictObject({ kind: z.literal('hiding'), externalId: ExternalId, hidden: z.boolean(), at: Instant }),
  z.strictObject({
    kind: z.literal('reaction'),
    externalId: ExternalId,
    from: Address,
    emoji: z.string().min(1).nullable(),
    at: Instant,
  }),
  z.strictObject({ kind: z.literal('identity_change'), from: Address, to: Address, at: Instant }),
  z.strictObject({
    kind: z.literal('thread_change'),
    thread: OutsideThread.shape.kind,
    from: z.string().min(1).max(998),
    to: z.string().min(1).max(998),
    at: Instant,
  }),
  z.strictObject({
    kind: z.literal('signal'),
    signal: z.enum(['typing', 'read']),
    from: Address,
    at: Instant,
    upTo: ExternalId.optional(),
  }),
  z.strictObject({
    kind: z.literal('look_up'),
    code: z.string().min(1).max(64),
    ref: z.string().min(1).max(1000),
    at: Instant,
  }),
  z.strictObject({
    kind: z.literal('notice'),
    code: z.string().min(1).max(64),
    level: z.enum(['info', 'warning', 'grave']).optional(),
    text: z.string(),
    facts: z.record(z.string().max(64), z.union([z.string().max(1000), z.number(), z.boolean()])).optional(),
    at: Instant,
  }),
  z.strictObject({
    kind: z.literal('template_change'),
    name: z.string().min(1).max(512),
    language: z.string().min(1).max(16),
    at: Instant,
    gone: z.boolean().optional(),
    state: TemplateState.optional(),
    reason: z.string().nullable().optional(),
    quality: TemplateQuality.nullable().optional(),
    cost: TemplateCost.optional(),
    nextCost: TemplateCost.nullable().optional(),
  }),
  z.strictObject({ kind: z.literal('ignored'), reason: z.string().min(1) }),
]);
