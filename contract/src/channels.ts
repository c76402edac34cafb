import { z } from 'zod';
import type { InboundLookUp, InboundNotice, InboundTemplateChange } from './account-news.ts';
import type { Address, OutsideThread } from './address.ts';
import type { Claim } from './claims.ts';
import type { AttachmentKind, Content } from './content.ts';
import type { InboundDeletion, InboundEdit, InboundHiding, InboundReaction } from './inbound-changes.ts';
import { type Instant, type Locale, textOf } from './primitives.ts';
import type { PublicMatter, Side } from './public.ts';

/**
 * The shapes every channel plug-in speaks. A plug-in turns a platform's bytes into `Inbound` items (pure) and an
 * `OutboundMessage` into the platform's calls. Nobody outside the plug-in's folder knows the platform's name.
 */

/**
 * Why we may believe that the sender holds the address (DESIGN §4, verified identity).
 * `none` opens no history and joins nothing by identity.
 */
export const Proof = z.enum([
  'none',
  'platform',
  'code',
  'link',
  'person',
  'dmarc',
  'spf_aligned',
  'dkim_aligned',
  'authentication_results',
  'reply_token',
  'signed_token',
]);
export type Proof = z.infer<typeof Proof>;

/** A file that came with a message: bytes already there (mail) or to be fetched from the platform by `ref`. */
export type InboundAttachment = {
  kind: AttachmentKind;
  name: string;
  type: string;
  /** Content-ID of an inline image of an HTML body. */
  contentId?: string;
  inline?: boolean;
  seconds?: number;
  bytes?: Uint8Array;
  /** A draft upload that already lies in the house; the plug-in's own route has checked whose it is. */
  uploadId?: string;
  /** Platform's handle, given to the plug-in's `fetchMedia`. */
  ref?: string;
  size?: number;
};

export const ParticipantRole = z.enum(['requester', 'cc', 'author', 'member']);
export type ParticipantRole = z.infer<typeof ParticipantRole>;

/** Automatic mail and the like: kept and shown, but opens no conversation and is never answered by a machine. */
export const Automatic = z.enum(['no', 'auto_reply', 'bounce', 'feedback_report', 'bulk']);
export type Automatic = z.infer<typeof Automatic>;

export type InboundMessage = {
  kind: 'message';
  /** The platform's id, unique per inbox: the second line of defence against doubles. */
  externalId: string;
  at: Instant;
  from: Address;
  /** Further addresses the platform says belong to the same human (several ids per person). */
  aliases?: Address[];
  proof: Proof;
  /** Addresses it names without any proof (form, contact card, Reply-To): shown as said, join nobody. */
  claims?: Claim[];
  /**
   * Somebody else's message that the sender handed on, as the message tells it: the author becomes the sender when the
   * server trusts the one who forwards (a person of the firm, or named in the inbox's settings: `trusted`).
   */
  forwarded?: {
    author: Address;
    trusted: boolean;
    /** Only what verifies the author's own signature; else the author is a claim. */
    proof?: Proof;
    subject?: string;
    text: string;
    html?: string;
  };
  /** True when the firm itself wrote it outside Meada (its own phone, sent folder): author kind person, no dispatch. */
  echo?: boolean;
  /** For an echo or a group: whom it was written to. */
  to?: Address;
  others?: { address: Address; role: ParticipantRole }[];
  outsideThread?: OutsideThread;
  /** Everybody can read it; absent: only firm and customer. */
  public?: PublicMatter;
  /** External ids this one answers, nearest first (reply-to, In-Reply-To, References). */
  replyTo?: string[];
  /** Further ids by which answers will name it (a bare Message-ID); not unique, never used to find doubles. */
  threadIds?: string[];
  /** Tokens of ours found in it: signed reply address, switch link. Checked by the server, never by the plug-in. */
  tokens?: string[];
  subject?: string;
  content: Content;
  /** The whole HTML body, raw, sanitised on output; `text` of the content is the visible part only. */
  html?: string;
  /** The whole text body where the content carries only the visible part. */
  fullText?: string;
  attachments?: InboundAttachment[];
  automatic?: Automatic;
  /**
   * The platform says the sender has ended or taken up again what may be written to them, and has confirmed it itself.
   * Where it says nothing, the words are read (`optOut` of the capabilities).
   */
  optOut?: 'out' | 'in';
  locale?: Locale;
  /** Facts for the agent and routing: ad referral, forwarded, page; flat and small. */
  facts?: Record<string, string | number | boolean>;
};

export const DispatchState = z.enum([
  'queued',
  'sending',
  /** Waits for a person who pastes it on the site and says so. */
  'by_hand',
  'sent',
  'delivered',
  'read',
  'failed',
  'unknown',
]);
export type DispatchState = z.infer<typeof DispatchState>;

export type InboundStatus = {
  kind: 'status';
  externalId: string;
  /**
   * Our own dispatch id where the platform hands it back: settles an attempt whose answer was lost (`unknown`), for
   * which no external id is known.
   */
  dispatchId?: string;
  state: 'sent' | 'delivered' | 'read' | 'failed';
  at: Instant;
  error?: {
    code: string;
    text: string;
    permanent: boolean;
    /** The address that was not reached, and the channel's word for why; `permanent` then means that it is dead. */
    address?: { kind: string; value: string; reason: string };
  };
  /** Its receiver called it junk: they get no announcements any more. The address where the report tells it. */
  complaint?: { address?: { kind: string; value: string } };
};
/** The platform says that one human's address changed (new number, new id). */
export type InboundIdentityChange = { kind: 'identity_change'; from: Address; to: Address; at: Instant };
/** The platform gave an outside thread (group) another key; both notices of one change say the same. */
export type InboundThreadChange = {
  kind: 'thread_change';
  thread: OutsideThread['kind'];
  from: string;
  to: string;
  at: Instant;
};
/** Typing and read marks: live only, never stored as messages. */
export type InboundSignal = {
  kind: 'signal';
  signal: 'typing' | 'read';
  from: Address;
  at: Instant;
  upTo?: string;
};
/** Understood and of no interest; the reason is kept with the receipt. */
export type InboundIgnored = { kind: 'ignored'; reason: string };

export type Inbound =
  | InboundMessage
  | InboundStatus
  | InboundEdit
  | InboundDeletion
  | InboundHiding
  | InboundReaction
  | InboundIdentityChange
  | InboundThreadChange
  | InboundSignal
  | InboundLookUp
  | InboundNotice
  | InboundTemplateChange
  | InboundIgnored;

/** A message on its way out, as a plug-in gets it. */
export type OutboundMessage = {
  messageId: string;
  /** Stable over retries: the platform's idempotency key or the mail's Message-ID is made of it. */
  dispatchId: string;
  to: Address;
  content: Content;
  subject?: string;
  /** Sanitised HTML for channels that have it. */
  html?: string;
  attachments: {
    name: string;
    type: string;
    kind: AttachmentKind;
    size: number;
    /** Where the HTML shows it: an `img` with `cid:` and this. */
    contentId?: string;
    /** For platforms that fetch files themselves: an address that ends within a day; public if the installation is. */
    url?: string;
    read(): Promise<Uint8Array>;
  }[];
  replyToExternalId?: string;
  /** External ids of the thread so far, oldest first (mail's References). */
  references?: string[];
  cc?: Address[];
  /** Further receivers of whom the others do not know. */
  bcc?: Address[];
  /** The message that stands below the answer, as mail programs quote it. */
  /** `zone` (IANA) is where its time is told. */
  quoted?: { at: Instant; zone: string; from: string; text: string; html?: string };
  /** Safe HTML with the names in it, for words that were not written with one: below them where a channel has letters. */
  signature?: string;
  outsideThread?: OutsideThread;
  /** Everybody will read it, or (absent too) the customer alone. */
  side?: Side;
  /** The customer's newest public message here: what a public answer, or a first private one, hangs on. */
  publicExternalId?: string;
  /** Address-safe token that brings an answer back to this conversation. */
  replyToken: string;
  author: { name: string; locale: Locale };
  /** Written by a person, not by a program: some platforms give people more time. */
  byPerson?: boolean;
  /** When the customer last wrote to this inbox in private, where the channel has a window; absent: never. */
  privateInboundAt?: Instant;
  /** Written by a machine (away message, bot, campaign): a mail says so in its headers, so that machines do not answer it. */
  automatic?: boolean;
  protocol: string;
};

/** What became of an attempt. `unknown` is never blindly sent again. */
export type SendResult =
  | { state: 'sent'; externalId: string; at?: Instant; moreExternalIds?: string[] }
  /** The platform asks for less of everything (`wholeInbox`) or of what goes to this address (`wholeAddress`), not of this message alone. */
  | {
      state: 'retry';
      code: string;
      text: string;
      afterSeconds?: number;
      wholeInbox?: boolean;
      wholeAddress?: boolean;
    }
  | { state: 'failed'; code: string; text: string }
  | { state: 'unknown'; code: string; text: string };

/** `by_hand`: the site takes no answers from programs; a person pastes it there and says so, and only then it is sent. */
export type DispatchResult =
  | SendResult
  /** `externalId`: the id under which the site's own reading will bring it; then nobody has to say it. */
  | { state: 'by_hand'; externalId?: string };

export type { InboundLookUp, InboundNotice, InboundTemplateChange, NoticeLevel } from './account-news.ts';
export { Address, OutsideThread } from './address.ts';
export type { InboundDeletion, InboundEdit, InboundHiding, InboundReaction } from './inbound-changes.ts';
export {
  type ChannelCapabilities,
  ChannelClass,
  ChannelInfo,
  type ChannelLimits,
  type ChannelManifest,
  type IdentityKind,
  type SettingField,
} from './manifest.ts';

/** Longest subject kept; a longer one is cut, the receipt has it all. */
export const Subject = textOf(998);
