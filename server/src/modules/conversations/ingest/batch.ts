import type {
  Inbound,
  InboundLookUp,
  InboundMessage,
  InboundNotice,
  InboundTemplateChange,
} from '@meada/contract/channels';
import type { LoudnessReason, OwnWord, PublicMatter, Side } from '@meada/contract/public';
import type { AuthorKind, JoinReason, Priority, StatusCategory } from '@meada/contract/routes/conversations';
import type { Ctx } from '../../../kernel/ctx.ts';
import type { BulkRow } from '../../../kernel/db/bulk.ts';
import type { LoadedInbox } from '../../inboxes/index.ts';
import type { Complaint } from '../announcing/complaints.ts';
import type { Answered, StandingQuestion } from '../questions/port.ts';
import type { Telling } from '../telling/telling.ts';
import type { AmendmentState, PublicSaid, Undelivered } from './outcomes.ts';

/**
 * The working memory of one batch: what was loaded, changed in memory by each decision so that the next one sees it, and
 * what is to be written at the end.
 */

/** A file of a message, bytes stored before the transaction. */
export type StoredAttachment = {
  kind: string;
  name: string;
  type: string;
  size: number;
  hash: Buffer | null;
  /** A draft upload that becomes the message's. */
  uploadId: string | null;
  ref: string | null;
  contentId: string | null;
  inline: boolean;
  seconds: number | null;
  width: number | null;
  height: number | null;
};

/** A receipt after parsing: items, or why it could not be read. */
export type ReadReceipt = {
  id: string;
  n: number;
  inbox: LoadedInbox;
  receivedAt: Date;
  items: Inbound[];
  /** By item, in the order of its attachments. */
  files: Map<Inbound, StoredAttachment[]>;
  error: string | null;
};

export type IdentityRow = {
  id: string;
  customerId: string;
  kind: string;
  value: string;
  matchKey: string;
  verified: boolean;
  source: string;
  name: string | null;
  /** Its holder asked for no more messages there. */
  optedOut?: boolean;
};

export type CustomerState = {
  id: string;
  canonicalId: string;
  verified: boolean;
  createdAt: Date;
  name: string | null;
  locale?: string | null;
};

export type ConversationState = {
  id: string;
  protocol: string | null;
  customerId: string;
  brandId: string;
  subject: string | null;
  status: StatusCategory;
  resolvedAt: Date | null;
  snoozedUntil: Date | null;
  teamId: string | null;
  assigneeId: string | null;
  channel: string;
  inboxId: string;
  lastSeq: number;
  lastInboundSeq: number;
  preview: string | null;
  previewKind: string | null;
  previewAuthor: AuthorKind | null;
  waitingSince: Date | null;
  awayAt: Date | null;
  activeAt: Date;
  loudness: number;
  loudnessReasons: LoudnessReason[];
  loudnessSet: number | null;
  /** Of its inbox, for one that begins here; null for one that was there: people may have changed it. */
  priority: Priority | null;
  /** Normalised subject of its mail thread, if it has one. */
  threadSubject: string | null;
  created: boolean;
  changed: Set<string>;
};

export type LegState = {
  id: string;
  conversationId: string;
  inboxId: string;
  identityId: string;
  side: Side;
  outsideThreadId: string | null;
  /** Its thread is a group, which others read and write. */
  sharedThread: boolean;
  joinReason: JoinReason;
  lastInboundAt: Date | null;
  lastOutboundAt: Date | null;
  created: boolean;
  changed: boolean;
};

export type KnownMessage = {
  messageId: string;
  conversationId: string;
  outbound: boolean;
  deleted: boolean;
  dispatchId: string | null;
  dispatchState: string | null;
};

export type OfferState = {
  id: string;
  conversationId: string;
  identityId: string;
  inboxId: string;
  tokenHash: string;
  codeHash: string | null;
  expiresAt: Date;
  used: boolean;
};

/** That an address is written to no more (when) or again (null), and the message that says so. */
export type OptOutMark = { at: Date | null; messageId: string; byPlatform: boolean };

export type Writes = {
  customers: BulkRow[];
  customerNames: BulkRow[];
  identities: BulkRow[];
  identityChanges: BulkRow[];
  participants: BulkRow[];
  outsideThreads: BulkRow[];
  messages: BulkRow[];
  messageChanges: BulkRow[];
  /** Public words hidden or shown again on the platform. */
  hidings: BulkRow[];
  externalIds: BulkRow[];
  bodies: BulkRow[];
  files: BulkRow[];
  attachments: BulkRow[];
  uploads: BulkRow[];
  reactions: BulkRow[];
  amendmentChanges: BulkRow[];
  /** An outside thread's new key, and the thread of that key that joins it. */
  threadChanges: { id: string; key: string; joined: string | null }[];
  dispatches: BulkRow[];
  dispatchChanges: BulkRow[];
  /** Dispatches that failed and nobody was told anything of. */
  lost: string[];
  readMarks: BulkRow[];
  offersUsed: string[];
  misses: BulkRow[];
  suggestions: { customerId: string; otherId: string; reason: string }[];
  /** Addresses whose holders ended the writing or took it up again. */
  optOuts: Map<string, OptOutMark>;
  /** Addresses a message of ours did not reach. */
  failures: Undelivered[];
  complaints: Complaint[];
  /** Answers to questions of the house. */
  answers: Answered[];
  /** Newest public message of each leg. */
  duties: Map<string, PublicSaid>;
  /** Public words that their author changed. */
  publicEdits: { messageId: string; conversationId: string; matter: PublicMatter }[];
  /** Messages pasted by hand that the site now shows. */
  shownMessages: string[];
  /** Taken away by their author or the platform. */
  removedMessages: string[];
  /** Requests to be called, the newest of each conversation. */
  callbacks: Map<string, { inboxId: string; messageId: string; promisedAt: string }>;
  /** Conversations whose number is told. */
  tellings: Map<string, Telling>;
  /** Legs on which the firm answered in public from elsewhere. */
  answeredLegs: Set<string>;
  /** What a platform says of an account and its templates. */
  notices: { inboxId: string; item: InboundNotice }[];
  templateChanges: { inboxId: string; item: InboundTemplateChange }[];
  /** What is to be fetched at a platform. */
  lookUps: { inboxId: string; item: InboundLookUp }[];
};

export type Batch = {
  ctx: Ctx;
  now: Date;
  org: { timeZone: string; locale: string; loudWords: readonly OwnWord[] };
  /** By match key; several holders of one address are possible. */
  identities: Map<string, IdentityRow[]>;
  identitiesById: Map<string, IdentityRow>;
  customers: Map<string, CustomerState>;
  conversations: Map<string, ConversationState>;
  /** Conversations by canonical customer. */
  byCustomer: Map<string, Set<string>>;
  /** `conversation inbox identity side`. */
  legs: Map<string, LegState>;
  /** `conversation identity`. */
  participants: Set<string>;
  /** `inbox externalId`. */
  known: Map<string, KnownMessage>;
  /** `inbox kind key` → id of the outside thread, and its conversation. */
  threads: Map<string, { id: string; conversationId: string | null }>;
  /** Merged conversations that a token names, and where each goes on. */
  redirects: Map<string, string>;
  /** Changes of ours that statuses speak of, by `inbox externalId`. */
  amendments: Map<string, AmendmentState>;
  offers: OfferState[];
  /** Spent of today's risk for codes, and wrong tries by match key. */
  risk: { spent: number; tries: Map<string, number> };
  /** `brand channel externalId` → the inbox where a letter lies already. */
  copies: Map<string, string>;
  /** Addresses that got an automatic answer in the last 24 hours. */
  answered: Set<string>;
  /** Keyed hashes (hex) of what was erased, among what this batch speaks of, and when. */
  erased: Map<string, Date>;
  /** Questions of the house that stand in the loaded conversations. */
  questions: StandingQuestion[];
  /** Loaded conversations whose protocol number was told, where the SAC decree asks for it. */
  told: Set<string>;
  writes: Writes;
};

/** One message on its way in, with where it came from. */
export type Arriving = { batch: Batch; receipt: ReadReceipt; inbox: LoadedInbox; item: InboundMessage };

export const legKey = (
  conversationId: string,
  place: { inboxId: string; identityId: string; side: Side },
): string => `${conversationId} ${place.inboxId} ${place.identityId} ${place.side}`;
export const participantKey = (conversationId: string, identityId: string): string =>
  `${conversationId} ${identityId}`;
export const externalKey = (inboxId: string, externalId: string): string => `${inboxId} ${externalId}`;
export const dispatchKey = (dispatchId: string): string => `dispatch ${dispatchId}`;
export const threadKey = (inboxId: string, kind: string, key: string): string => `${inboxId} ${kind} ${key}`;

export const emptyWrites = (): Writes => ({
  customers: [],
  customerNames: [],
  identities: [],
  identityChanges: [],
  participants: [],
  outsideThreads: [],
  messages: [],
  messageChanges: [],
  hidings: [],
  externalIds: [],
  bodies: [],
  files: [],
  attachments: [],
  uploads: [],
  reactions: [],
  amendmentChanges: [],
  threadChanges: [],
  dispatches: [],
  dispatchChanges: [],
  lost: [],
  notices: [],
  ...{ templateChanges: [], lookUps: [], readMarks: [], offersUsed: [], misses: [] },
  suggestions: [],
  optOuts: new Map(),
  callbacks: new Map(),
  tellings: new Map(),
  failures: [],
  complaints: [],
  answers: [],
  duties: new Map(),
  publicEdits: [],
  shownMessages: [],
  removedMessages: [],
  answeredLegs: new Set(),
});

/** The canonical customer of an identity, over merges made in this very batch. */
export function canonicalOf(batch: Batch, customerId: string): string {
  return batch.customers.get(customerId)?.canonicalId ?? customerId;
}

/** A conversation as found or created, by id; it must be loaded. */
export function conversationOf(batch: Batch, id: string): ConversationState {
  const conversation = batch.conversations.get(id);
  if (!conversation) throw new Error(`the conversation ${id} was not loaded`);
  return conversation;
}
