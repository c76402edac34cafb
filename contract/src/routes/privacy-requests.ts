import { z } from 'zod';
import { Id, Instant, Locale, textOf } from '../primitives.ts';
import { defineRoute } from '../route.ts';

/** What people ask for about their data, and the deadlines. */

const byId = z.strictObject({ id: Id });
const Day = z.iso.date();

/** What may be asked for (LGPD arts. 18 and 20). */
export const RequestKind = z.enum([
  ...(['confirmation', 'access', 'correction', 'portability', 'erasure', 'restriction'] as const),
  ...(['objection', 'consent', 'sharing', 'review'] as const),
]);
export type RequestKind = z.infer<typeof RequestKind>;
export const RequestState = z.enum(['unproven', 'open', 'working', 'asked', 'done', 'refused', 'expired']);
export type RequestState = z.infer<typeof RequestState>;

/** How a request came. */
export const RequestChannel = z.enum([
  'page',
  'phone',
  'counter',
  'email',
  'letter',
  'conversation',
  'other',
]);
export type RequestChannel = z.infer<typeof RequestChannel>;
/** How the firm knew that who asked is the person. */
export const RequestProof = z.enum([
  ...(['code', 'document', 'questions', 'presence', 'callback', 'representative'] as const),
]);
export type RequestProof = z.infer<typeof RequestProof>;

export const PrivacyRequest = z.strictObject({
  id: Id,
  kind: RequestKind,
  state: RequestState,
  source: z.enum(['page', 'person']),
  channel: RequestChannel,
  proofKind: RequestProof.nullable(),
  proof: z.string().nullable(),
  /** The day it came, from which the clock runs. */
  askedOn: Day.nullable(),
  addressKind: z.string().nullable(),
  address: z.string().nullable(),
  customerId: Id.nullable(),
  customerName: z.string().nullable(),
  locale: Locale,
  details: z.string(),
  dueOn: Day.nullable(),
  /** Days left, negative when late; null without a deadline or when closed. */
  daysLeft: z.number().int().nullable(),
  assigneeId: Id.nullable(),
  outcome: z.string().nullable(),
  createdAt: Instant,
  provenAt: Instant.nullable(),
  closedAt: Instant.nullable(),
});
export type PrivacyRequest = z.infer<typeof PrivacyRequest>;
export const PrivacyRequestDetail = z.strictObject({
  request: PrivacyRequest,
  /** Where who asked follows the request; of one written down by a person, to be handed to them. */
  pageUrl: z.string().nullable(),
  messages: z.array(
    z.strictObject({
      id: Id,
      authorKind: z.string(),
      authorId: Id.nullable(),
      text: z.string(),
      at: Instant,
    }),
  ),
});
export type PrivacyRequestDetail = z.infer<typeof PrivacyRequestDetail>;

export const listPrivacyRequests = defineRoute({
  id: 'privacy.requests',
  method: 'GET',
  path: '/api/privacy/requests',
  access: 'privacy.manage',
  summary: 'Requests of those the data is about, the next deadline first; closed ones newest first',
  query: z.strictObject({ closed: z.enum(['true', 'false']).default('false') }),
  response: z.strictObject({ items: z.array(PrivacyRequest) }),
});
export const readPrivacyRequest = defineRoute({
  id: 'privacy.request',
  method: 'GET',
  path: '/api/privacy/requests/:id',
  access: 'privacy.manage',
  summary: 'One request with what was written',
  params: byId,
  response: PrivacyRequestDetail,
});
export const openPrivacyRequest = defineRoute({
  id: 'privacy.requests.open',
  method: 'POST',
  path: '/api/privacy/requests',
  access: 'privacy.manage',
  summary: 'Writes down a request that came by telephone, letter or in a conversation; the clock starts now',
  body: z.strictObject({
    customerId: Id,
    kind: RequestKind,
    details: textOf(4000).default(''),
    channel: RequestChannel.exclude(['page']).default('other'),
    /** How the firm knows who asks; without it the request waits for the proof. */
    proofKind: RequestProof.exclude(['code']).nullable().default(null),
    proof: textOf(1000).default(''),
    /** The day it came, if not today; the clock runs from then. */
    askedOn: Day.nullable().default(null),
    assigneeId: Id.nullable().default(null),
  }),
  response: PrivacyRequestDetail,
});
export const changePrivacyRequest = defineRoute({
  id: 'privacy.requests.change',
  method: 'PATCH',
  path: '/api/privacy/requests/:id',
  access: 'privacy.manage',
  summary: 'Takes up, asks back, completes or refuses a request; who asked sees it on their page',
  params: byId,
  body: z.strictObject({
    state: z.enum(['open', 'working', 'asked', 'done', 'refused']).optional(),
    assigneeId: Id.nullable().optional(),
    /** Whose request it is, when the address proven is not enough to say it. */
    customerId: Id.optional(),
    /** Needed to refuse: the reasons of fact or of law (LGPD art. 18 § 4). */
    outcome: textOf(4000).optional(),
    /** How the identity was checked meanwhile. */
    proofKind: RequestProof.exclude(['code']).optional(),
    proof: textOf(1000).optional(),
  }),
  response: PrivacyRequestDetail,
});
export const answerPrivacyRequest = defineRoute({
  id: 'privacy.requests.answer',
  method: 'POST',
  path: '/api/privacy/requests/:id/messages',
  access: 'privacy.manage',
  summary: 'Writes to who asked, on the page of their request',
  params: byId,
  body: z.strictObject({ text: textOf(4000, 1) }),
  response: PrivacyRequestDetail,
});

/** What is about to be late, or is. */
export const PrivacyDeadline = z.strictObject({
  kind: z.enum(['request', 'incident']),
  id: Id,
  /** Of a request its kind; of an incident its title. */
  title: z.string(),
  name: z.string().nullable(),
  dueOn: Day,
  /** Days left (of an incident: business days), negative when late. */
  daysLeft: z.number().int(),
  assigneeId: Id.nullable(),
});
export type PrivacyDeadline = z.infer<typeof PrivacyDeadline>;

export const listPrivacyDeadlines = defineRoute({
  id: 'privacy.deadlines',
  method: 'GET',
  path: '/api/privacy/deadlines',
  access: 'privacy.manage',
  summary: 'Requests and incidents whose deadline is near or over, the nearest first',
  response: z.strictObject({ items: z.array(PrivacyDeadline) }),
});

/** Who may answer requests, to assign them. */
export const listPrivacyPeople = defineRoute({
  id: 'privacy.people',
  method: 'GET',
  path: '/api/privacy/people',
  access: 'privacy.manage',
  summary: 'People who may see to requests',
  response: z.strictObject({ items: z.array(z.strictObject({ id: Id, name: z.string() })) }),
});
