import { z } from 'zod';
import { Id, Instant } from './primitives.ts';

/**
 * SAC: the customer service that Brazilian firms of regulated services owe (Decreto 11.034/2022, which regulates the consumer
 * code, Lei 8.078/1990). Its duties, and what a customer may ask for.
 */

/** The decree as the government publishes it. */
export const sacDecreeUrl = 'https://www.planalto.gov.br/ccivil_03/_ato2019-2022/2022/decreto/d11034.htm';

/**
 * Where each duty stands in the decree. Compared with copies of its text, word by word: arts. 3, 4, 6 and 12
 * whole, the head of art. 13. Art. 5 I and art. 14 I and II were seen as quotations only. What was known by its content alone
 * (arts. 10 and 11, the paragraphs of art. 13) names no paragraph: a firm quotes this to an authority.
 */
export const sacArticles = {
  free: 'art. 3º',
  always_open: 'art. 4º, caput e § 1º',
  telephone: 'art. 4º, § 2º',
  no_data_first: 'art. 4º, § 4º',
  no_ads: 'art. 4º, §§ 5º e 6º',
  human_hours: 'art. 5º, I',
  human_reachable: 'art. 5º',
  accessible: 'art. 6º',
  no_repeat: 'art. 10',
  call_back: 'art. 11',
  protocol: 'art. 12, caput',
  history: 'art. 12, §§ 1º e 2º',
  recordings: 'art. 12, §§ 3º e 4º',
  records: 'art. 12, § 5º',
  answer: 'art. 13, caput',
  conclusion: 'art. 13',
  cancellation: 'art. 14, I e II',
} as const;
export type SacDutyCode = keyof typeof sacArticles;
export const SacDutyCode = z.enum(Object.keys(sacArticles) as [SacDutyCode, ...SacDutyCode[]]);

/** `unmeasured`: nothing can be said, and `why` tells what is missing. */
export const sacStates = ['kept', 'risk', 'broken', 'unmeasured'] as const;
export const SacState = z.enum(sacStates);
export type SacState = z.infer<typeof SacState>;

/** Something to be changed, and where. */
export const SacFix = z.strictObject({
  what: z.enum(['inbox', 'hours', 'retention', 'repetition', 'team']),
  id: Id.nullable(),
  name: z.string(),
});
export type SacFix = z.infer<typeof SacFix>;

export const SacDuty = z.strictObject({
  code: SacDutyCode,
  article: z.string(),
  state: SacState,
  /** A code of why, in words on the screen. */
  why: z.string(),
  /** The evidence; null: there is none. Times in seconds, spans in days or hours as their names say. */
  numbers: z.record(z.string(), z.number().nullable()),
  fixes: z.array(SacFix),
});
export type SacDuty = z.infer<typeof SacDuty>;

export const SacBrand = z.strictObject({
  id: Id,
  name: z.string(),
  /** On since; null: off. */
  since: Instant.nullable(),
  /** When it was last switched off. */
  until: Instant.nullable(),
});
export type SacBrand = z.infer<typeof SacBrand>;

/** How a customer was told the protocol number; `failed`: the message did not arrive. */
export const SacTold = z.strictObject({
  how: z.enum(['message', 'shown']),
  at: Instant,
  seconds: z.number(),
  failed: z.boolean(),
});
export type SacTold = z.infer<typeof SacTold>;

/** One demand: from the customer's first words to its resolution. */
export const SacDemand = z.strictObject({
  conversationId: Id,
  protocol: z.string(),
  brandId: Id,
  channel: z.string(),
  registeredAt: Instant,
  told: SacTold.nullable(),
  dueAt: Instant,
  endedAt: Instant.nullable(),
  late: z.boolean(),
  /** Something was answered before it was resolved. */
  answered: z.boolean(),
  person: z.string().nullable(),
});
export type SacDemand = z.infer<typeof SacDemand>;

export const SacRequestKind = z.enum(['history', 'cancellation']);
export type SacRequestKind = z.infer<typeof SacRequestKind>;
/** `stuck`: no channel could carry it; a person hands it over by other means (`handed`). */
export const SacRequestState = z.enum(['asked', 'sent', 'stuck', 'handed']);
export type SacRequestState = z.infer<typeof SacRequestState>;
/** When a cancellation takes effect: at once, after technical work, or on a day the customer agreed to (art. 14). */
export const sacEffects = ['immediate', 'technical', 'scheduled'] as const;
export const SacEffect = z.enum(sacEffects);
export type SacEffect = z.infer<typeof SacEffect>;
export const sacHandedHows = ['letter', 'counter', 'other'] as const;
export const SacHandedHow = z.enum(sacHandedHows);
export type SacHandedHow = z.infer<typeof SacHandedHow>;

export const SacRequest = z.strictObject({
  id: Id,
  kind: SacRequestKind,
  conversationId: Id,
  protocol: z.string(),
  askedBy: z.enum(['customer', 'person']),
  person: z.string().nullable(),
  askedAt: Instant,
  dueAt: Instant,
  state: SacRequestState,
  reason: z.string().nullable(),
  messages: z.number().int().nullable(),
  sentAt: Instant.nullable(),
  expiresAt: Instant.nullable(),
  openedAt: Instant.nullable(),
  opens: z.number().int(),
  handedHow: SacHandedHow.nullable(),
  handedAt: Instant.nullable(),
  handedBy: z.string().nullable(),
  effect: SacEffect.nullable(),
  effectiveOn: z.iso.date().nullable(),
  doneAt: Instant.nullable(),
  doneBy: z.string().nullable(),
});
export type SacRequest = z.infer<typeof SacRequest>;
