/** What a simulated customer can say. */
export type CustomerContent =
  | { type: 'text'; text: string }
  | { type: 'location'; latitude: number; longitude: number; name?: string; address?: string }
  | { type: 'contact'; name: string; phone: string }
  | { type: 'button_reply'; id: string; title: string }
  | { type: 'list_reply'; id: string; title: string; description?: string }
  | { type: 'template_button'; payload: string; text: string }
  | { type: 'reaction'; messageId: string; emoji: string }
  | { type: 'edit'; messageId: string; text: string }
  | { type: 'revoke'; messageId: string }
  | {
      type: 'order';
      items: { sku: string; quantity: number; price: number; currency: string }[];
      text?: string;
    };

export type CustomerMedia = {
  kind: 'image' | 'audio' | 'voice' | 'video' | 'document' | 'sticker';
  bytes: Uint8Array;
  type: string;
  name?: string;
  caption?: string;
};

/** An advertisement that opened the chat. */
export type Referral = { id: string; url: string; headline: string; body: string; click: string };

export type CustomerOptions = {
  name?: string;
  replyTo?: string;
  userId?: string;
  /** The customer hides the number: only the business-scoped id travels. */
  hidesNumber?: boolean;
  referral?: Referral;
  /** The message asks about this product of the catalogue. */
  product?: string;
};

/** A simulated person; `waId` is the id the platform uses, in Brazil often without the ninth digit. */
export type Customer = {
  waId: string;
  name: string;
  /** Business-scoped user id, as every webhook carries since 2026. */
  userId: string;
  /** False: messages to it fail as undeliverable (131026). */
  reachable: boolean;
  /** False: the person has put the app away; messages stay at one tick. */
  online: boolean;
  /** True: messages are read as soon as they are delivered. */
  readsAtOnce: boolean;
};

export type ChatState = 'sent' | 'delivered' | 'read' | 'failed';

/** One bubble on the customer's phone; `body` is the platform's object for `type`. */
export type ChatMessage = {
  id: string;
  from: 'customer' | 'business';
  at: string;
  type: string;
  body: Record<string, unknown>;
  text: string;
  replyTo?: string;
  /** Missing while the API has taken it and no tick shows yet. */
  state?: ChatState;
  mediaId?: string;
  callbackData?: string;
  /** Further members of the platform's message object. */
  more?: Record<string, unknown>;
  hidesNumber?: boolean;
};

export type Chat = { customer: Customer; messages: ChatMessage[]; businessTyping: boolean };

/** A fault for coming Graph API calls: an error answer, no answer, or an answer that is no JSON. */
export type Fault =
  | { kind: 'error'; status: number; code: number; message?: string; retryAfter?: number }
  /** Lets one call through, so that a later one meets the fault after it. */
  | { kind: 'pass' }
  | { kind: 'hang' }
  | { kind: 'cut' }
  | { kind: 'garbage' }
  /** Accepted and acted upon, but the answer is an error 500: the worst case for a sender. */
  | { kind: 'accepted_then_500' };

export type Media = { id: string; bytes: Uint8Array; type: string; name?: string; sha256: string };

/** A template as the platform keeps it; one of a body alone needs no `components`. */
export type SimulatedTemplate = {
  name: string;
  language: string;
  status: string;
  body: string;
  category?: string;
  quality?: string;
  components?: Record<string, unknown>[];
  /** Given by the platform when it first lists the template. */
  id?: string;
  reason?: string;
};

export type SimulatorOptions = {
  port?: number;
  host?: string;
  accessToken?: string;
  appSecret?: string;
  phoneNumber?: string;
  phoneNumberId?: string;
  businessAccountId?: string;
  verifiedName?: string;
  /** Delays in ms after which a message is sent, delivered and (for `readsAtOnce`) read. */
  delays?: { sent: number; delivered: number; read: number };
  /** Pauses in ms between attempts of a webhook that was not answered 200. */
  retryDelays?: number[];
  /** Messages in any stretch of a second before 130429. */
  perSecond?: number;
  /** Messages to the same person: so many at once, then one in so many seconds, before 131056. */
  perPerson?: { burst: number; everySeconds: number };
  /** How long an answer of the Graph API takes (ms). */
  answerMs?: number;
  /** How a message outside the 24-hour window is refused: by a failed status (as usual) or at once. */
  windowError?: 'status' | 'answer';
  templates?: SimulatedTemplate[];
  /** How long the platform looks at a new template (ms). */
  reviewMs?: number;
  /** Clock, for windows and timestamps. */
  now?: () => number;
};
