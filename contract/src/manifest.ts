import { z } from 'zod';
import type { Amends } from './amendments.ts';
import type { AttachmentKind, ContentKind } from './content.ts';
import type { Translated } from './primitives.ts';
import type { TemplateMaking } from './template-drafts.ts';

/** What a channel says of itself: its settings, what it can carry, the addresses people have there. */

export const ChannelClass = z.enum(['real_time', 'deferred']);
export type ChannelClass = z.infer<typeof ChannelClass>;

/** One field of an inbox's settings form, drawn by the desk from the manifest. */
export type SettingField = {
  name: string;
  type: 'text' | 'secret' | 'number' | 'boolean' | 'choice' | 'url' | 'email' | 'list' | 'inboxes';
  label: Translated;
  help?: Translated;
  placeholder?: string;
  required: boolean;
  /** Of an ordered choice of `inboxes`: what may stand among them beside the inboxes themselves. */
  choices?: { value: string; label: Translated }[];
  default?: string | number | boolean | string[];
  /** Shown under "advanced". */
  advanced?: boolean;
};

/** An identity kind and how two values of it are found to be the same address. */
export type IdentityKind = {
  kind: string;
  label: Translated;
  /** Names only a browser or device: enough to go on with one's own conversation, proves no human. */
  anonymous?: boolean;
  /** Canonical form for showing and sending, or null when the text is not such an address. */
  canonical(value: string): string | null;
  /**
   * Equivalence key, `space:value`. Two identities with the same key are the same address; kinds that share a space
   * (a phone number and a messenger id made of it) meet there. Never used for sending: send to the address received.
   */
  matchKey(canonical: string): string;
};

export type ChannelCapabilities = {
  class: ChannelClass;
  /** Content kinds that can be sent as they are; others are turned into text. */
  sends: ContentKind[];
  receivesMedia: AttachmentKind[];
  sendsMedia: AttachmentKind[];
  /** The firm may write first. */
  startsConversation: boolean;
  /** Hours after the customer's last message in which free text may be sent; null = no window. */
  windowHours: number | null;
  /** The same for what a person writes, where the platform gives people more time than programs. */
  personWindowHours?: number;
  /** What customers do to messages there and we are told of. */
  edits: boolean;
  deletions: boolean;
  reactions: boolean;
  /** What we can do to messages there; needs the plug-in's `amend`. */
  amends?: Amends;
  /** Has a public side. */
  public?: {
    /** Hours after a public message in which the firm may answer it privately first; null = without end, absent = never. */
    privateReplyHours?: number | null;
    /** What was said there can be written down by a person (needs the plug-in's `writtenDown`). */
    byHand?: boolean;
  };
  typing: boolean;
  readReceipts: boolean;
  html: boolean;
  subject: boolean;
  groups: boolean;
  /** The customer can be sent to this channel by link: the inbox has a public address that accepts a token. */
  switchTarget: boolean;
  /** Charged by the parts a telephone network cuts a text into: the composer counts them. */
  countsParts?: boolean;
  /** Customers end the writing by a word (PARAR, STOP); who did is not written to there any more. */
  optOut?: boolean;
  /** The firm writes templates here and sends them for approval (needs the plug-in's `submitTemplate`, `deleteTemplate`). */
  templates?: TemplateMaking;
  /** The protocol number stands in what the customer writes in: it need not be told by a message. */
  showsProtocol?: boolean;
  /** Settings (boolean) that have the customer give something of themselves before the first word. */
  asksFirst?: readonly string[];
  /** A page embeds it by a script: the chat, or buttons and the form "call me". */
  embeds?: 'chat' | 'buttons';
};

export type ChannelLimits = {
  textLength: number;
  attachmentBytes: number;
  attachmentsPerMessage: number;
  /** Outbound messages a second the platform takes. */
  perSecond?: number;
  /** Messages to the same address: so many at once, then one in so many seconds. */
  perAddress?: { burst: number; everySeconds: number };
};

export type ChannelManifest = {
  id: string;
  name: Translated;
  description: Translated;
  capabilities: ChannelCapabilities;
  limits: ChannelLimits;
  settings: SettingField[];
  /** Providers at which somebody can sign in instead of giving a password (OAuth 2). */
  consents?: { provider: string; label: Translated }[];
  identityKinds: IdentityKind[];
};

/** The manifest as the desk reads it: everything but the functions. */
export const ChannelInfo = z.strictObject({
  id: z.string(),
  name: z.custom<Translated>(),
  description: z.custom<Translated>(),
  capabilities: z.custom<ChannelCapabilities>(),
  limits: z.custom<ChannelLimits>(),
  settings: z.array(z.custom<SettingField>()),
  consents: z.array(z.strictObject({ provider: z.string(), label: z.custom<Translated>() })).optional(),
  icon: z.string(),
  /** The addresses a human has here, for the label of an address and for writing one down. */
  identityKinds: z
    .array(z.strictObject({ kind: z.string(), label: z.custom<Translated>(), anonymous: z.boolean() }))
    .optional(),
});
export type ChannelInfo = z.infer<typeof ChannelInfo>;
