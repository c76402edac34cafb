import type { NoticeWords } from '@meada/contract/account-news';
import type { AmendResult, OutboundAmendment } from '@meada/contract/amendments';
import type {
  ChannelManifest,
  DispatchResult,
  Inbound,
  InboundAttachment,
  InboundNotice,
  OutboundMessage,
} from '@meada/contract/channels';
import type { WrittenDown } from '@meada/contract/public';
import type { TemplateDraft } from '@meada/contract/template-drafts';
import type { TemplateCost, TemplatePart, TemplateQuality, TemplateState } from '@meada/contract/templates';

/**
 * The port every channel plug-in implements. Verify and parse are pure over the bytes; everything that leaves the
 * machine goes through `ChannelIo.egress`. The rest of the house asks `manifest.capabilities`, never the name.
 */

/** Settings as the manifest's form describes them, secrets decrypted. */
export type Settings = Record<string, string | number | boolean | string[] | undefined>;

/** A webhook request as it came: bytes untouched, header names in lower case. */
export type RawRequest = {
  method: string;
  /** Public URL the platform called, for signatures that cover it. */
  url: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Uint8Array;
  /** When it came, for signatures that cover a time: what is too old is a replay. */
  now?: Date;
  /** The platform's public keys, as `webhook.keys` fetched them. */
  keys?: string;
  /** The inbox it came to, for platforms whose bytes do not say it. */
  inboxId?: string;
};

/** What was received and is now in the ledger, as parse sees it. */
export type Receipt = {
  body: Uint8Array;
  headers: Record<string, string>;
  receivedAt: string;
  /** What the listener or receiver knew beside the bytes: UID, mailbox, envelope, connecting address. */
  facts: Record<string, string | number | boolean | string[]>;
};

/** One thing to be put into the ledger. `externalId` is what makes a copy of it a copy. */
export type Arrival = {
  externalId: string;
  body: Uint8Array;
  headers: Record<string, string>;
  facts: Receipt['facts'];
  /** The account it is for, as `webhook.accounts` names it, where one address receives for several. */
  account?: string;
  /** News for every inbox of that account, not for one alone. */
  toAll?: boolean;
  /** For another kind of account than this plug-in reads: whichever plug-in reads it splits the request anew. */
  foreign?: boolean;
};

export type Egress = {
  /** As global fetch, but only to allowed public addresses; limits: 30 s, 50 MiB unless told. */
  fetch(
    url: string,
    init?: {
      method?: string;
      headers?: Record<string, string>;
      body?: string | Uint8Array | FormData;
      timeoutMs?: number;
      maxBytes?: number;
      /** How many redirects are followed; 3 unless told. */
      redirects?: number;
      /** Ends the request early: a long poll must not outlive its listener. */
      signal?: AbortSignal;
    },
  ): Promise<{
    status: number;
    headers: Record<string, string>;
    bytes(): Promise<Uint8Array>;
    json(): Promise<unknown>;
  }>;
  /** Resolves and checks a host for protocols with their own client (IMAP, SMTP): connect to `address`, name `servername`. */
  resolve(host: string, port: number): Promise<{ address: string; port: number; servername: string }>;
};

/** Consent of an account's holder (OAuth 2): tokens instead of a password, renewed by the house. */
export type Consent = {
  provider: string;
  /** Who signed in, as the provider says; may differ from the inbox's address (a shared mailbox). */
  account: string;
  /**
   * A token that holds at least a minute. `refused` is one the account's server did not take: it is renewed even
   * when it should still hold. Throws when the consent was withdrawn and somebody has to sign in again.
   */
  accessToken(refused?: string): Promise<string>;
};

/** Where and for what somebody signs in at a provider (RFC 6749 with PKCE). */
export type ConsentOffer = {
  authorizeUrl: string;
  tokenUrl: string;
  scopes: string[];
  /** Without these the account is of no use; providers let people take single ones away. */
  neededScopes: string[];
  /** Further parameters of the address somebody is sent to. */
  parameters: Record<string, string>;
  /** The program as the provider knows it, from the inbox's own settings; null: the installation's. */
  client: { id: string; secret?: string } | null;
};

export type ChannelIo = {
  inbox: { id: string; orgId: string; name: string; address: string; brand: string };
  settings: Settings;
  /** Somebody has signed in at the provider for this inbox. */
  consent?: Consent;
  egress: Egress;
  /** This installation's address as the world sees it, without a slash at the end. */
  publicUrl: string;
  /** Where this inbox's platform calls us, for platforms that are told with each message where its fate goes. */
  webhookUrl?: string;
  now(): Date;
  log(level: 'info' | 'warn' | 'error', text: string, facts?: Record<string, unknown>): void;
};

/** What a listener (poller, IMAP IDLE, long polling) gets beside the io. */
export type ListenIo = ChannelIo & {
  /** Puts arrivals and the new cursor in the database in one transaction; resolves after COMMIT. Doubles are no error. */
  deliver(arrivals: Arrival[], cursor: string | null): Promise<void>;
  cursor: string | null;
  /** Tells the health page: connected, or what is wrong in one sentence. */
  report(state: 'connected' | 'connecting' | 'failing', text?: string): void;
  signal: AbortSignal;
};

/** What fetching again gets beside the io: arrivals go into the ledger, copies of what is there are no error. */
export type ResyncIo = ChannelIo & {
  deliver(arrivals: Arrival[]): Promise<void>;
  signal: AbortSignal;
};

/** What a platform is told about our side: `upTo` is the external id of the customer's last message. */
export type PlatformSignal = { kind: 'read' | 'typing'; upTo: string | null; to: string };

export type ConnectionTest = { ok: boolean; steps: { name: string; ok: boolean; text?: string }[] };

/** A message the platform has to approve before it may be sent outside the window; only those we can fill in. */
export type MessageTemplate = {
  name: string;
  language: string;
  /** The platform's id. */
  key?: string;
  state: TemplateState;
  /** Why it cannot be sent, in the platform's words. */
  reason?: string;
  quality?: TemplateQuality;
  cost?: TemplateCost;
  parts: TemplatePart[];
};

/** A draft that follows the channel's rules, its sample files read. */
export type TemplateSubmission = Omit<TemplateDraft, 'samples'> & {
  samples: { at: string; value?: string; file?: { name: string; type: string; bytes: Uint8Array } }[];
};
/** What the platform made of it at once; the rest comes as news of the template. */
export type TemplateReceived = Pick<MessageTemplate, 'key' | 'state' | 'reason' | 'cost'>;

/** A message that went out, and when. */
export type SentMessage = { message: OutboundMessage; sentAt: Date };

type DemoSettings = Record<string, string | number | boolean | string[]>;
export type ChannelPlugin = {
  manifest: ChannelManifest;
  /** Short unambiguous address of the account for lists (`+55 41…`, `loja@…`, `@bot`), from the settings. */
  addressOf(settings: Settings): string;
  /**
   * Keys by which a request or a receiver finds the inbox when the URL does not say it (own mail domains): written to
   * the directory of inbox routes when the inbox is saved.
   */
  routeKeys?(settings: Settings): string[];
  webhook?: {
    /** Answers a GET handshake with the body to send, or null to refuse with 403. */
    handshake?(request: RawRequest, settings: Settings): string | null;
    /**
     * Fetches what signatures are checked with where it is public and changes (keys of an OpenID provider); kept by the
     * plug-in. Throws when it cannot be had: the platform is told to come again.
     */
    keys?(io: ChannelIo): Promise<string>;
    /** Checks the signature over the raw bytes in constant time; no secret in the settings means false. */
    verify(request: RawRequest, settings: Settings): boolean;
    /** Splits a verified request into arrivals; a malformed one throws `MalformedError`. */
    arrivals(request: RawRequest): Arrival[];
    /**
     * Accounts an inbox takes in, where a platform calls one address for all that an app serves. What comes for another
     * account goes to the inbox of the organisation that takes it and whose secret the request was signed with; what
     * nobody takes stays here, and `parse` makes it a notice.
     */
    accounts?(settings: Settings): string[];
    /**
     * What `verify` checks with, where `accounts` are shared: an inbox added later is given what came for its account to
     * inboxes of the same secret. Without it nothing is.
     */
    signedWith?(settings: Settings): string;
    /**
     * Body of the 200 after COMMIT where the platform reads one (a call in the answer, TwiML); null or absent: empty.
     */
    acknowledge?(request: RawRequest): { type: string; body: string } | null;
  };
  /** Turns bytes into items; throws on what it cannot read (the receipt becomes poison: kept, shown, replayable). */
  parse(receipt: Receipt, settings: Settings): Inbound[] | Promise<Inbound[]>;
  send(message: OutboundMessage, io: ChannelIo): Promise<DispatchResult>;
  /**
   * Copies of what was sent, for the account's own Sent folder: whether they are wanted, and laying them, each told of as
   * soon as it lies there. One that lies there already is not laid again. Throws to be tried again later.
   */
  copies?: {
    wanted(io: ChannelIo): boolean;
    lay(copies: readonly SentMessage[], io: ChannelIo, done: (dispatchId: string) => void): Promise<void>;
  };
  /** Outbound messages a second this account may send, where it is not the manifest's number. */
  perSecond?(settings: Settings): number | undefined;
  /** What the platform counts them by where two inboxes can share it (a telephone number); absent: the inbox alone. */
  countedBy?(settings: Settings): string;
  /** How many messages the platform counts for one of ours (a long text in pieces, a text and its files); 1 if absent. */
  partsOf?(message: OutboundMessage): number;
  /** Edits, deletes, reacts, as far as `capabilities.amends` says so. */
  amend?(amendment: OutboundAmendment, io: ChannelIo): Promise<AmendResult>;
  /** What the demo shop's own inbox of this channel is set up with, where it needs no outside world. */
  demo?: {
    name: string;
    settings: DemoSettings;
    /** For a second brand of the demo: its inbox's settings, and what a customer writes there, as it comes in. */
    second?: {
      settings(brand: string): DemoSettings;
      arrival(said: { id: string; name: string; text: string; at: string }): Arrival;
    };
  };
  /** Sending the same dispatch twice does no harm: an attempt cut off by a crash is simply made again. */
  repeatable?: boolean;
  fetchMedia?(
    attachment: InboundAttachment,
    io: ChannelIo,
  ): Promise<{ bytes: Uint8Array; type: string; name?: string }>;
  /**
   * Fetches what the platform told of by a reference alone (`look_up` of parse); what it answers goes into the ledger, and
   * an empty list says that there is nothing to tell. Throws to be tried again later; after the last try it is a notice.
   */
  lookUp?(ref: string, io: ChannelIo): Promise<Arrival[]>;
  /** What the platform calls an address, for those whose messages bring no name; null when it does not say. */
  nameOf?(
    address: string,
    io: ChannelIo,
    /** The group it wrote in: some platforms tell the names of members only there. */
    thread?: { kind: string; key: string },
  ): Promise<string | null>;
  /** Runs until the signal aborts; throws to be started again with growing pauses. */
  listen?(io: ListenIo): Promise<void>;
  /** Fetches again whatever came since a time and is still there; absent where a platform gives nothing twice. */
  resync?(io: ResyncIo, since: Date): Promise<void>;
  /** Called once after the settings were saved (register a webhook); undone by `disconnect`. */
  connect?(io: ChannelIo, webhookUrl: string): Promise<void>;
  disconnect?(io: ChannelIo): Promise<void>;
  /** What a person has read there and writes down, as an arrival; only with `capabilities.public.byHand`. */
  writtenDown?(said: WrittenDown): Arrival;
  /** Secrets the plug-in makes itself once the settings ask for them (a key to sign with), before they are saved. */
  fill?(settings: Settings): Promise<Record<string, string>>;
  /** How to sign in at a provider of the manifest's `consents`. Pure. */
  consent?(provider: string, settings: Settings): ConsentOffer | null;
  test(io: ChannelIo): Promise<ConnectionTest>;
  /** The account's templates, for the desk to choose from when the window is closed; throws in the platform's words. */
  templates?(io: ChannelIo): Promise<MessageTemplate[]>;
  /** Sends a new template for approval; only with `capabilities.templates`. Throws in the platform's words. */
  submitTemplate?(submission: TemplateSubmission, io: ChannelIo): Promise<TemplateReceived>;
  /** Takes a template away, in one language; one that is not there any more is no error. Throws in the platform's words. */
  deleteTemplate?(template: Pick<MessageTemplate, 'name' | 'language' | 'key'>, io: ChannelIo): Promise<void>;
  /** A notice of this platform as people say it and what to do; null for codes of which only its own words are known. Pure. */
  explain?(
    notice: Pick<InboundNotice, 'code' | 'text'> & Required<Pick<InboundNotice, 'facts'>>,
  ): NoticeWords | null;
  /** Tells the platform that the firm has read or is typing; best effort. */
  signal?(said: PlatformSignal, io: ChannelIo): Promise<void>;
  /**
   * Link by which anybody comes to this inbox, the words already written where the platform can; null when the settings
   * do not say enough. Public: it must tell nothing but the address.
   */
  publicLink?(settings: Settings, words: string): string | null;
  /** Link (or address) by which a customer comes to this inbox carrying the token; shown also as QR. */
  switchLink?(token: string, settings: Settings, texts: { message: string; subject: string }): string;
};

/** The bytes are not what the platform's documentation says: answered 400, nothing stored. */
export class MalformedError extends Error {
  readonly code = 'malformed';
  readonly field: string;
  constructor(field: string, message = `malformed: ${field}`) {
    super(message);
    this.field = field;
  }
}
